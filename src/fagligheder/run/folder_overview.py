"""Overview of a folder of documents for the index page: their states, and a row for each of the 98.

It comes from the manifest, the files that are there and the project's own data, so the same folder
always gives the same overview.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath
from typing import Any
from urllib.parse import quote

from analysis.measures.sources import is_made_up
from analysis.survey.codebook import SizeBand, read_codebook
from analysis.survey.kommuner import Kommune, Tile, read_kommuner, read_tiles
from analysis.survey.names import danish_order
from analysis.survey.published import read_published
from fagligheder.run.file_names import public_names
from fagligheder.run.job import SUFFIXES, WHOLE
from fagligheder.run.manifest import file_hash

#: Made; failed, with an earlier one still there; failed, with none; not made, though the kommune
#: took part; not made, and the kommune took no part; not made, and it is not known whether it did.
DONE, KEPT, FAILED, NOT_MADE, OUTSIDE, UNKNOWN = STATES = (
    "done", "kept", "failed", "not_made", "outside", "unknown",
)  # fmt: skip
PRINTED, SUPPLIED, MADE_UP = "printed", "supplied", "made_up"
#: Not made, because the group is too small or not known.
LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Document:
    """One document of the folder.

    Attributes
    ----------
    name, title : str
    state : str
        ``done``, ``kept``, ``failed`` or ``left_out``.
    links : mapping of str to str
        Suffix → address, of the files that are there.
    finished : str
        When the document that is there was made (ISO 8601); empty when it is not known.
    error, failed : str
        Why the newest attempt failed, and when.
    basis : str
        ``printed``, ``supplied`` or ``made_up`` answers; empty when it is not known.
    answers : str
        Name of the file of supplied answers.
    own : bool
        Whether what the kommune says of itself is in it.
    lang : str
        Its language.
    facts : mapping
        See `fagligheder.run.job.Job`.
    left_out : str
        Why a group has no report, as `fagligheder.run.job.Job` says it.
    """

    name: str
    title: str
    state: str
    links: Mapping[str, str]
    finished: str = ""
    error: str = ""
    failed: str = ""
    basis: str = ""
    answers: str = ""
    own: bool = False
    lang: str = "da"
    facts: Mapping[str, Any] = field(default_factory=dict)
    left_out: str = ""

    @property
    def of_group(self) -> bool:
        """Whether it is of a group of respondents."""
        return isinstance(self.facts.get("group"), int)


@dataclass(frozen=True)
class KommuneRow:
    """One of the 98, with its document when there is one; ``staff`` is None when not known.

    ``more`` are its documents in the other language or with its own answers.
    """

    kommune: Kommune
    tile: Tile
    state: str
    document: Document | None
    staff: int | None
    band: SizeBand | None
    took_part: bool
    more: tuple[Document, ...] = ()


@dataclass(frozen=True)
class Overview:
    """A folder of documents.

    Attributes
    ----------
    lang : str
        Danish, unless every document is in English.
    updated : str
        When the newest document was made or failed (ISO 8601); empty when it is not known.
    national : Document or None
    kommuner : tuple of KommuneRow
        All 98, in Danish order; none where the folder has reports to groups or of another survey
        alone.
    others : tuple of Document
        Documents that are neither.
    more : tuple of Document
        The national report in the other language.
    groups : tuple of Document
        Those of groups, in the groups' order, the left out among them.
    """

    lang: str
    updated: str
    national: Document | None
    kommuner: tuple[KommuneRow, ...]
    others: tuple[Document, ...]
    more: tuple[Document, ...] = ()
    groups: tuple[Document, ...] = ()

    @property
    def survey(self) -> str:
        """The title of the survey, where it is another than the project's own and the only one."""
        titles = {str(each.facts.get("survey") or "") for each in self.documents}
        return titles.pop() if len(titles) == 1 else ""

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents that are made or should be, the national report first."""
        first = [self.national] if self.national else []
        of_kommuner = (
            each for row in self.kommuner for each in (row.document, *row.more) if each is not None
        )
        made = (each for each in self.groups if not each.left_out)
        return (*first, *self.more, *of_kommuner, *made, *self.others)


def read_overview(entries: Mapping[str, Any], folder: Path, national: str) -> Overview:
    """Return the overview of a folder of documents.

    Parameters
    ----------
    entries : mapping
        A manifest's documents. What cannot be understood in them is left out.
    folder : Path
        Where the files are.
    national : str
        Name of the national report.
    """
    documents = {each.name: each for each in _documents(entries, folder)}
    newest = max(documents.values(), key=_latest, default=None)
    lang = "en" if documents and all(each.lang == "en" for each in documents.values()) else "da"
    groups = sorted((each for each in documents.values() if each.of_group), key=_group_order)
    documents = {name: each for name, each in documents.items() if not each.of_group}
    country = _take(documents, national, lang)
    whole = _take(documents, WHOLE, lang)
    rows: tuple[KommuneRow, ...] = ()
    if documents or country or not (groups or whole):
        rows = tuple(_rows(documents, lang, supplied=bool(newest and newest.basis == SUPPLIED)))
    if not country:
        country, whole = whole, []
    return Overview(
        lang=lang,
        updated=_latest(newest) if newest else "",
        national=country[0] if country else None,
        kommuner=rows,
        others=(*documents.values(), *whole),
        more=tuple(country[1:]),
        groups=tuple(groups),
    )


def _group_order(document: Document) -> tuple[str, int, bool]:
    """By grouping, then as the groups stand; Danish before English."""
    by = str(document.facts.get("by") or "")
    return by, int(document.facts["group"]), document.lang != "da"


def _take(documents: dict[str, Document], name: str, lang: str) -> list[Document]:
    """Remove and return the public documents of one kommune or of the country, ``lang`` first."""
    return [documents.pop(each) for each in public_names(name, lang) if each in documents]


def _latest(document: Document) -> str:
    return max(document.finished, document.failed)


def _documents(entries: Mapping[str, Any], folder: Path) -> Iterator[Document]:
    for name, entry in sorted(entries.items()):
        if not isinstance(entry, dict) or PureWindowsPath(name).name != name:
            continue
        error = _words(entry.get("error"))
        made = entry.get("kept") if error else entry
        made = made if isinstance(made, dict) else {}
        links = _links(name, folder, made.get("outputs") if error else None)
        links = {} if entry.get("left_out") else links
        left_out = _words(entry.get("left_out"))
        if not error and not links and not left_out:
            continue
        parameters = _parameters(made)
        answers = _words(parameters.get("answers"))
        facts = _mapping(made.get("facts") or entry.get("facts"))
        yield Document(
            name=name,
            title=_words(entry.get("title")) or name,
            state=LEFT_OUT if left_out else DONE if not error else KEPT if links else FAILED,
            links=links,
            finished=_words(made.get("finished")),
            error=error,
            failed=_words(entry.get("failed")),
            basis=_basis(answers, facts) if links and parameters else "",
            answers=PureWindowsPath(answers or _words(parameters.get("survey"))).name,
            own=bool(facts.get("own", parameters.get("own"))),
            lang="en" if _lang(parameters or _parameters(entry), facts) == "en" else "da",
            facts=facts,
            left_out=left_out,
        )


def _lang(parameters: Mapping[str, Any], facts: Mapping[str, Any]) -> object:
    return parameters.get("lang") or facts.get("lang")


def _links(name: str, folder: Path, outputs: Any) -> dict[str, str]:
    """Return addresses of a document's files; only those with these SHA-256, when given."""
    links = {}
    for suffix in SUFFIXES:
        path = folder / f"{name}{suffix}"
        if not path.is_file() or (
            isinstance(outputs, dict) and outputs.get(path.name) != file_hash(path)
        ):
            continue
        links[suffix] = quote(path.name)
    return links


def _basis(answers: str, facts: Mapping[str, Any]) -> str:
    """What a document rests on; the answers of a survey's folder have no file of their own here."""
    basis = facts.get("basis")
    if basis == "synthetic" or (answers and is_made_up(answers)):
        return MADE_UP
    return SUPPLIED if answers or basis == "observed" else PRINTED


def _rows(documents: dict[str, Document], lang: str, *, supplied: bool) -> Iterator[KommuneRow]:
    """Yield a row for each of the 98, and remove their documents."""
    participants = read_published().kommuner.to_dict("index")
    tiles = read_tiles()
    bands = {band.key: band for band in read_codebook().size_bands}
    for kommune in sorted(read_kommuner().values(), key=lambda each: danish_order(each.name)):
        made = _take(documents, kommune.slug, lang)
        document = made[0] if made else None
        printed = participants.get(kommune.code)
        took_part, staff, band = printed is not None, None, None
        if printed is not None and not (supplied and document is None):
            staff, band = int(printed["staff"]), bands[printed["size_band"]]
        if document and document.facts:
            facts = document.facts
            took_part = bool(facts.get("answers"))
            staff = facts["staff"] if isinstance(facts.get("staff"), int) else None
            band = bands.get(_words(facts.get("size_band")))
        if document:
            state = document.state
        else:
            state = UNKNOWN if supplied else NOT_MADE if took_part else OUTSIDE
        tile = tiles[kommune.code]
        yield KommuneRow(kommune, tile, state, document, staff, band, took_part, tuple(made[1:]))


def _parameters(entry: Any) -> dict[str, Any]:
    return _mapping(_mapping(_mapping(entry).get("made_of")).get("parameters"))


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _words(value: Any) -> str:
    return value if isinstance(value, str) else ""
