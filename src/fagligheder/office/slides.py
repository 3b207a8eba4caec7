"""Slides as data: what each says and shows, with its basis and source."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from analysis.display.pages.group import GroupPage
from analysis.display.pages.kommune import KommunePage
from analysis.display.pages.national import national_page
from analysis.display.registry import REGISTRY
from analysis.display.tables.blocks import Facts, Note, Table
from analysis.display.tables.profiles import format_profiles, profiles_finding, profiles_note
from analysis.display.tables.statements import band_sentences, proven_note
from analysis.display.text.captions import report_source, sentences_of
from analysis.display.text.gap_findings import gap_sentence, gap_title
from analysis.display.text.group_comparison import group_title
from analysis.display.text.numbers import basis_sentence, joined, number
from analysis.display.text.sentences import likert_finding, likert_sentence
from analysis.display.text.subject import base_words, basis_of, question_of
from analysis.display.text.workforce import gap_how, gap_rows, gap_source, top_words
from analysis.measures.counts import base_kind
from analysis.measures.disclosure import is_unprotected
from analysis.measures.staff_bands import NOW
from analysis.measures.wishes import proven_wishes
from analysis.survey.published import REPORT
from analysis.survey.survey import Survey, provenance
from analysis.words import text
from fagligheder.office.charts import Chart, gap_chart, likert_chart
from fagligheder.office.sheets import source_line


@dataclass(frozen=True)
class Picture:
    """A figure that is no chart of Office's: a PNG, its alternative text, its size in inches."""

    png: bytes
    alt: str
    width: float
    height: float


Body = Chart | Table | Facts | Picture | tuple[str, ...]


@dataclass(frozen=True)
class Slide:
    """One slide.

    Attributes
    ----------
    title : str
        The finding, in a sentence.
    body : Chart, Table, Facts, Picture or tuple of str
        Sentences stand as a list.
    basis : tuple of str
        The basis words of its numbers (statistics §1).
    foot : str
        The basis in words, and the source.
    notes : str
        For the speaker: the sentence, and the numbers behind it.
    below : str
        Sentences under the body, a paragraph a line; ``**`` around what is bold.
    tag : str
        Whose numbers these are, where that may be mistaken.
    unprotected : bool
        Whether small cells of supplied answers still show: such a slide is refused.
    """

    title: str
    body: Body
    basis: tuple[str, ...]
    foot: str
    notes: str
    below: str = ""
    tag: str = ""
    unprotected: bool = False


# --- the whole survey


def question_slides(survey: Survey, lang: str, tag: str = "") -> list[Slide]:
    """Each question: the finding, and its chart.

    The printed figures 2–6 are on the listed answers, and answers on the codebook's base.
    """
    rebased = base_kind(survey, None, printed="listed") == "listed"
    shown: dict[str, pd.DataFrame] = {}
    for likert in REGISTRY["likert"].measure(survey):
        key = str(likert["question"].iloc[0])
        if rebased or key not in shown:  # a question's re-based frame follows the other
            shown[key] = likert
    return [_question_slide(survey, likert, lang, tag) for likert in shown.values()]


def _question_slide(survey: Survey, likert: pd.DataFrame, lang: str, tag: str) -> Slide:
    question = question_of(likert, provenance(likert))
    chart = likert_chart(likert, short=True, lang=lang)
    finding = likert_finding(likert, lang=lang) or question.title[lang]
    n = text("numbers.n", lang, n=base_words(likert, lang)) + "."
    foot = foot_of(basis_of(likert), source_line([question], likert, lang), lang, n)
    printed = ""
    if survey.source == REPORT:
        printed = national_page(survey, lang=lang).base_finding(question.key).markdown
    return Slide(
        title=finding,
        body=chart,
        basis=basis_of(likert),
        foot=foot,
        notes=_notes(likert_sentence(likert, lang=lang), chart.alt, printed, foot),
        tag=tag,
        unprotected=is_unprotected(likert),
    )


def gap_slide(survey: Survey, lang: str) -> Slide:
    """The gap of the whole survey, and what the numbers alone prove of it."""
    (gap,) = REGISTRY["gap"].measure(survey)
    finding = _wished(survey, gap, lang) or gap_title(gap, lang)
    proven = proven_note(survey, lang=lang)  # type: ignore[arg-type]
    return _slide_of_gap(gap, finding, proven.body if isinstance(proven, Note) else "", lang)


def profiles_slide(survey: Survey, lang: str, tag: str = "") -> Slide:
    """The profiles side by side, as a table."""
    (profiles,) = REGISTRY["profiles"].measure(survey)
    table = format_profiles(profiles, lang=lang)
    keys = dict.fromkeys(profiles["question"])
    asked = [survey.codebook.question(str(key)) for key in keys]
    foot = foot_of(table.basis, source_line(asked, profiles, lang), lang)
    finding = profiles_finding(profiles, lang)
    rows = (f"{row.header}: {joined(list(row.cells), lang)}." for row in table.rows)
    heads = joined([column.label for column in table.columns], lang)
    return Slide(
        title=finding.rstrip(".") or table.caption,
        body=table,
        basis=table.basis,
        foot=foot,
        notes=_notes(finding, f"{table.caption} ({heads}).", *rows, foot),
        below=profiles_note(profiles, lang),
        tag=tag,
        unprotected=table.unprotected,
    )


def _wished(survey: Survey, gap: pd.DataFrame, lang: str) -> str:
    """How many managers want more staff of the profile that most are proven to want more of."""
    if not survey.is_printed:
        return ""
    proven = proven_wishes(survey)
    more = proven[proven["answer"] == "more"]
    most = more[more["n"] == more["n"].max()]
    items = survey.codebook.question(NOW)
    names = joined([items.item(str(key)).label[lang] for key in most["item"]], lang)
    key = "slides.gap_wished_open" if _undecided(gap_rows(gap)) else "slides.gap_wished"
    return text(key, lang, n=most["n"].iloc[0], base=most["base"].iloc[0], items=names)


# --- one group of respondents


def group_slides(page: GroupPage) -> list[Slide]:
    """Where a group differs from the others, and its answers to each question."""
    lang, compared = page.lang, page.compared()
    known, findings = page.known(), page.findings()
    source = text("captions.source", lang, source=page.survey.source_in(lang))
    foot = foot_of(basis_of(compared), source, lang)
    said = [f"{fact.value} {fact.label}" for fact in findings.facts]
    first = Slide(
        title=group_title(compared, lang),
        body=findings if said else (known.body,),
        basis=basis_of(compared),
        foot=foot,
        notes=_notes(*said, known.body, foot),
        below=f"**{known.title}.** {known.body}" if said else "",
        unprotected=is_unprotected(compared),
    )
    keys = page.survey.codebook.questions
    return [first, *(_question_slide(page.survey, page.likert(key), lang, "") for key in keys)]


# --- one kommune


def facts_slide(page: KommunePage) -> Slide:
    """What is known of the kommune, and what is not."""
    centre, lang = page.centre, page.lang
    report = page.survey.source == REPORT
    words = (centre.staff_basis, *([] if report else [page.survey.basis]))
    basis = tuple(dict.fromkeys(words))
    source = report_source(["49"], lang) if report else page.survey.source_in(lang)
    finding = text(
        "slides.facts_finding",
        lang,
        genitive=centre.kommune.genitive,
        name=centre.kommune.name,
        staff=number(centre.staff, lang),
        n=number(page.survey.respondents, lang),
    )
    facts = page.facts()
    told = replace(page, centre=replace(centre, own={}))  # own answers have slides of their own
    known = told.known(invites=False)
    said = [f"{fact.value}: {fact.label}." for fact in facts.facts]
    foot = foot_of(basis, text("captions.source", lang, source=source), lang)
    return Slide(
        title=finding.rstrip("."),
        body=facts,
        basis=basis,
        foot=foot,
        notes=_notes(finding, *said, known.body.replace("**", ""), foot),
        below=f"**{known.title}.** {known.body}",
    )


def band_slides(page: KommunePage) -> list[Slide]:
    """What the published numbers alone prove of its size band; no slide from answers."""
    lang = page.lang
    sentences = band_sentences(page.survey, page.centre.band.key, lang=lang)  # type: ignore[arg-type]
    if not sentences:
        return []
    source = report_source(["47", "48", "49"], lang)
    foot = foot_of(("bounded",), text("captions.source", lang, source=source), lang)
    below = text("statements.how", lang)
    return [
        Slide(
            title=sentences[0].rstrip("."),
            body=tuple(sentences[1:] or sentences),
            basis=("bounded",),
            foot=foot,
            notes=_notes(*sentences, below, foot),
            below=below,
        )
    ]


def kommune_gap_slide(page: KommunePage) -> Slide:
    """How far it is from today to ideally in its job centre, as in its report."""
    gap = page.gap()
    below = sentences_of(gap_sentence(gap, lang=page.lang), page.gap_method().markdown)
    return _slide_of_gap(gap, gap_title(gap, page.lang), below, page.lang)


# --- both


def _slide_of_gap(gap: pd.DataFrame, finding: str, below: str, lang: str) -> Slide:
    """A gap as a chart of its range, or of columns where it is known."""
    chart = gap_chart(gap, lang=lang)
    bounded = "bounded" in basis_of(gap)
    basis = ("modelled", *basis_of(gap)) if bounded else basis_of(gap)
    foot = foot_of(basis, gap_source(gap, lang), lang)
    hidden = (text("captions.suppressed_note", lang),)
    reading = gap_how(gap, lang)
    return Slide(
        title=finding.rstrip("."),
        body=hidden if chart is None else chart,
        basis=basis,
        foot=foot,
        notes=_notes(finding, chart.alt if chart else "", reading, top_words(gap, lang), foot),
        below="\n".join(filter(None, (below, reading))),
    )


def _undecided(rows: pd.DataFrame) -> bool:
    """Whether every profile may need more staff or fewer, for all that is known."""
    return bool(((rows["gap_low"] < 0) & (rows["gap_high"] > 0)).all())


def foot_of(basis: tuple[str, ...], source: str, lang: str, n: str = "") -> str:
    """What stands at the foot: the number of answers, the basis, the source."""
    return " ".join(filter(None, (n, basis_sentence(basis, lang), source)))


def _notes(*parts: str) -> str:
    """The parts that there are, as paragraphs for the speaker."""
    return "\n\n".join(filter(None, parts))
