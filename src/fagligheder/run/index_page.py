"""Index page of a folder of documents: ``index.html``, one file that works without a server."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from html import unescape
from pathlib import Path

from analysis.display.figures.tile_map import Mark, draw_tiles, size_colours, state_colours
from analysis.display.text.numbers import (
    MISSING,
    document_strings,
    in_words,
    number,
    staff_range,
)
from analysis.measures.suppression import THRESHOLD
from analysis.survey.checks import InputError
from analysis.survey.codebook import read_codebook
from analysis.survey.kommuner import read_aliases
from analysis.words import has_text, text
from fagligheder.files import write_whole
from fagligheder.run.file_names import kind_words
from fagligheder.run.folder_overview import (
    DONE,
    FAILED,
    KEPT,
    MADE_UP,
    STATES,
    Document,
    KommuneRow,
    Overview,
    read_overview,
)
from fagligheder.run.job import SUFFIXES
from fagligheder.run.manifest import MANIFEST, Manifest, file_hash
from fagligheder.run.site import OURS, render_page

PAGE = "index.html"
#: Characters of an error on the page.
MOST_WORDS = 600
_FIGURE = re.compile(
    r'<h2 id="(?P<anchor>[^"]*)">(?P<title>[^<]*)</h2>|'
    r'<div class="drawing" role="img" aria-label="(?P<alt>[^"]*)">(?P<svg><svg.*?</svg>)</div>',
    re.DOTALL,
)
_NUMBERED = re.compile(r"(?:Figur|Figure) ([2-6])\b")


@dataclass(frozen=True)
class Figure:
    """A figure of the national report: its address there, its title and its drawing."""

    anchor: str
    title: str
    alt: str
    svg: str


def write_page(manifest: Manifest, folder: Path, national: str, log: str) -> None:
    """Write the index page of a folder, unless it is up to date.

    Parameters
    ----------
    manifest : Manifest
        The folder's.
    folder : Path
    national, log : str
        Name of the national report, and of the file with the log.

    Raises
    ------
    InputError
        The folder has a page of that name that is not ours.
    OSError
        It cannot be written.
    """
    path = folder / PAGE
    of_documents = (f"{name}{suffix}" for name in manifest.documents for suffix in SUFFIXES)
    there = sorted({log, *of_documents} & {each.name for each in folder.iterdir()})
    source = sha256(json.dumps([manifest.documents, there], sort_keys=True).encode()).hexdigest()
    if manifest.has_page(path, source):
        return
    if path.exists() and OURS not in path.read_text(encoding="utf-8", errors="replace"):
        raise InputError(
            f"{path} findes i forvejen og er ikke lavet af fagligheder, så den er ikke rørt. "
            "Flyt den, eller vælg en anden mappe med --out."
        )
    overview = read_overview(manifest.documents, folder, national)
    figures = []
    if overview.national:
        figures = list(_national_figures(manifest, folder, overview.national.name))
    write_whole(path, page_html(overview, figures, log if (folder / log).is_file() else ""))
    manifest.add_page(path, source)


def page_html(overview: Overview, figures: list[Figure], log: str = "") -> str:
    """Return an overview as HTML.

    Parameters
    ----------
    overview : Overview
    figures : list of Figure
        Of the national report.
    log : str
        Name of the file with the log; empty when there is none.
    """
    lang = overview.lang
    say = partial(_say, lang)
    documents = overview.documents
    bases = {_basis(each, lang, "long") for each in documents if each.basis}
    made_up = sum(each.basis == MADE_UP for each in documents)
    return render_page(
        "index_page_template",
        "index.html.j2",
        {"date": _date, "number": lambda value: number(value, lang)},
        overview=overview,
        figures=figures,
        log=log,
        manifest=MANIFEST,
        say=say,
        basis=partial(_basis, lang=lang, length="short"),
        kind=partial(_kind, lang=lang),
        bases=sorted(bases),
        made_up=made_up,
        stamp=text("basis.stamp", lang),
        strings=_strings(overview, lang),
        facts=_facts(overview, lang),
        title=_title(overview, lang),
        group_heading=_group_heading(overview, lang),
        left_out=partial(_left_out, lang=lang),
        failures=[each for each in documents if each.error],
        short=_short,
        bands=[
            {"label": band.label[lang], "range": staff_range(band, lang)}
            for band in read_codebook().size_bands
        ],
        band_keys=[band.key for band in read_codebook().size_bands],
        state_order={state: place for place, state in enumerate(STATES)},
        search_words=_search_words(overview),
        figure_numbers=_figure_numbers(),
        states=[state for state in STATES if _number_of(overview)[state]],
        state_numbers=_number_of(overview),
        size_colours=size_colours(),
        state_colours=state_colours(),
        tiles=draw_tiles(
            [_mark(row, lang) for row in overview.kommuner],
            say("map_label", of=len(overview.kommuner)),
        ),
        suffixes=SUFFIXES,
        missing=MISSING,
    )


def _strings(overview: Overview, lang: str) -> dict[str, str]:
    """The words around the page; of another survey it bears that one's title, and no source."""
    own = {"running_title": overview.survey, "source": ""} if overview.survey else {}
    return document_strings(lang) | own


def _say(lang: str, key: str, **values: object) -> str:
    return text(f"index_page.{key}", lang, **values)


def _figure_numbers() -> str:
    """The numbers of the report's figures: ``2–6``."""
    numbers = [each.figure for each in read_codebook().questions.values() if each.figure]
    return f"{numbers[0]}–{numbers[-1]}"


def _number_of(overview: Overview) -> Counter[str]:
    return Counter(row.state for row in overview.kommuner)


def _search_words(overview: Overview) -> dict[str, str]:
    """Return by code the words that a kommune can be found by."""
    words = {
        row.kommune.code: [row.kommune.name, row.kommune.slug, row.kommune.region]
        for row in overview.kommuner
    }
    for alias, code in read_aliases().items():
        if code in words:
            words[code].append(alias)
    return {code: " ".join(each) for code, each in words.items()}


def _facts(overview: Overview, lang: str) -> list[tuple[int, str]]:
    """Return numbers and words for the top of the page."""
    states = Counter(each.state for each in overview.documents)
    failed = states[FAILED] + states[KEPT]
    took_part = sum(row.took_part for row in overview.kommuner)
    facts = [(states[DONE], "fact_done"), (failed, "fact_failed")]
    facts += [(states[KEPT], "fact_kept")] if states[KEPT] else []
    counted = [(count, _say(lang, key + ("_1" if count == 1 else ""))) for count, key in facts]
    if not overview.kommuner:
        left_out = sum(bool(each.left_out) for each in overview.groups)
        key = "fact_left_out_1" if left_out == 1 else "fact_left_out"
        return [*counted, *([(left_out, _say(lang, key))] if left_out else [])]
    return [*counted, (took_part, _say(lang, "fact_part", of=len(overview.kommuner)))]


def _title(overview: Overview, lang: str) -> str:
    """What the page is called: by its survey where that is another, else by the kommuner."""
    if overview.survey:
        return _say(lang, "title_survey", survey=overview.survey)
    return _say(lang, "title" if overview.kommuner else "title_groups")


def _group_heading(overview: Overview, lang: str) -> str:
    """What the groups are called, where all reports go by one grouping."""
    named = {str(each.facts.get("by") or "") for each in overview.groups}
    return named.pop() if len(named) == 1 and "" not in named else _say(lang, "group")


def _left_out(document: Document, lang: str) -> str:
    """Why a group has no report, as a sentence."""
    key = f"left_out_{document.left_out}"
    fewest = in_words(THRESHOLD, lang)
    return _say(lang, key, fewest=fewest) if has_text(f"index_page.{key}", lang) else ""


def _basis(document: Document, lang: str, length: str) -> str:
    """Return in words whose answers a document shows."""
    if not document.basis:
        return MISSING
    words = _say(lang, f"{length}_{document.basis}", file=document.answers)
    return _say(lang, "with_own", basis=words) if document.own else words


def _kind(document: Document, lang: str) -> str:
    """Return in what a document differs from the public one in the page's language."""
    other = document.lang if document.lang != lang else ""
    return ", ".join(kind_words(own=document.own, language=other, lang=lang))


def _mark(row: KommuneRow, lang: str) -> Mark:
    """A kommune's square on the map."""
    words = [row.kommune.title, _say(lang, f"state_{row.state}").lower()]
    if row.staff is not None:
        words.append(_say(lang, "staff_of", staff=number(row.staff, lang)))
    elif row.band:
        words.append(row.band.label[lang].lower())
    size = row.band.key if row.band else "none"
    links = row.document.links if row.document else {}
    return Mark(
        row.tile,
        f"{words[0]}: {', '.join(words[1:])}",
        (f"size-{size}", f"state-{row.state}"),
        next((links[suffix] for suffix in (".html", ".pdf", ".ipynb") if suffix in links), ""),
        row.state in (KEPT, FAILED),
    )


def _national_figures(manifest: Manifest, folder: Path, national: str) -> Iterator[Figure]:
    """Take figures 2–6 from the national report, when its page is as it was made."""
    path = folder / f"{national}.html"
    entry = manifest.documents[national]
    made = entry.get("kept") if entry.get("error") else entry
    if not made or not path.is_file() or made.get("outputs", {}).get(path.name) != file_hash(path):
        return
    anchor = title = ""
    seen = set()
    for found in _FIGURE.finditer(path.read_text(encoding="utf-8")):
        if found["anchor"] is not None:
            anchor, title = unescape(found["anchor"]), unescape(found["title"])
            continue
        alt = unescape(found["alt"])
        numbered = _NUMBERED.match(alt)
        if numbered and numbered[1] not in seen:
            seen.add(numbered[1])
            yield Figure(anchor, title, alt, found["svg"])


def _short(words: str) -> tuple[str, bool]:
    """Return an error's first words, and whether there are more."""
    return (words, False) if len(words) <= MOST_WORDS else (words[:MOST_WORDS] + "…", True)


def _date(written: str, lang: str, *, clock: bool = False) -> str:
    """Return a date as people write it; empty when it is none."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return ""
    if lang == "da":
        return f"{moment:%d.%m.%Y kl. %H.%M}" if clock else f"{moment:%d.%m.%Y}"
    return f"{moment:%Y-%m-%d at %H:%M}" if clock else f"{moment:%Y-%m-%d}"
