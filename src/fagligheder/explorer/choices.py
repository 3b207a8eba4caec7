"""Choices of the explorer: a question or a kommune, checked against the survey."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from analysis.display.figures.bars import Kind, Order
from analysis.display.text.sentences import SUMMARY_MEASURES
from analysis.survey.checks import InputError
from analysis.survey.codebook import Lang
from analysis.survey.survey import Survey
from analysis.words import text
from fagligheder.explorer.groups import check_group
from fagligheder.explorer.sources import PRINTED, Source, is_supplied, read_own_once

#: The measure that shows every answer.
ANSWERS = "answers"
MEASURES = (ANSWERS, *SUMMARY_MEASURES)
KINDS: tuple[Kind, ...] = ("stacked", "diverging", "top")
ORDERS: tuple[Order, ...] = ("report", "top", "net", "size")
#: Widths of a figure: that of the page, and of columns in Word.
WIDTHS = ("", "120mm", "80mm")


@dataclass(frozen=True)
class Choices:
    """A question, and how it is shown.

    Attributes
    ----------
    source : Source
    question : str
        Key of a question; the survey's first when empty.
    items : tuple of str
        Keys of its items; all when empty.
    measure : str
        ``answers``, or a measure of `likert_summary`.
    group : str
        What the respondents are split by, as `crosstab` takes it; nothing when empty.
    answer : str
        The answer that a figure of ranges shows; the first of the scale when empty.
    kind, order : str
        As `draw_likert` has them.
    interval : bool
    lang : {"da", "en"}
    own : str
        File with a kommune's own answers, which are marked; may be empty.
    width, title : str
        Of the figure; the page's width and the finding when empty.
    where : str
        Only the respondents that this is true of, as `Survey.where` takes it; all when empty.
    internal : bool
        Show supplied answers as they are, for use inside the house; nothing of it is saved.
    weights : bool
        Weight the answers of a survey that says how its respondents were drawn.
    """

    source: Source = PRINTED
    question: str = ""
    items: tuple[str, ...] = ()
    measure: str = ANSWERS
    group: str = ""
    answer: str = ""
    kind: Kind = "stacked"
    interval: bool = False
    lang: Lang = "da"
    own: str = ""
    order: Order = "report"
    width: str = ""
    title: str = ""
    where: str = ""
    internal: bool = False
    weights: bool = True

    @property
    def survey(self) -> Survey:
        """The survey of the respondents that are chosen.

        Raises
        ------
        InputError
            The source cannot be used, or the filter cannot be read or leaves nobody.
        """
        whole = self.source.read(self.lang)
        return _part(whole, self.where, self.lang) if self.where else whole


@dataclass(frozen=True)
class GapChoice:
    """Staff today and ideally: of one kommune, from its size band, or of all.

    Attributes
    ----------
    source : Source
    kommune : str
        Name or code; all of them together when empty.
    top_band : float or None
        Per cent that the open top band stands for; None as the codebook has it.
    lang : {"da", "en"}
    staff : int or None
        People in the job centre of a kommune whose staff the source does not have.
    own : str
        File with the kommune's own answers and staff; may be empty.
    """

    source: Source = PRINTED
    kommune: str = "Odder"
    top_band: float | None = None
    lang: Lang = "da"
    staff: int | None = None
    own: str = ""

    @property
    def top_band_range(self) -> tuple[float, float, float] | None:
        """The top band as `workforce_gap` takes it: low, central, high."""
        return None if self.top_band is None else (self.top_band,) * 3


@lru_cache(maxsize=32)
def _part(survey: Survey, where: str, lang: Lang) -> Survey:
    return survey.where(where, lang=lang)


def effective_settings(choices: Choices, survey: Survey | None = None) -> frozenset[str]:
    """Return which settings of the figure change the result; the others are ignored.

    ``survey`` is that of the choices; None where it cannot be read.
    """
    if choices.measure != ANSWERS:
        return frozenset({"interval"})
    if choices.group and survey is not None and survey.is_printed:
        return frozenset({"answer"})
    drawn = frozenset({"kind", "order", "width", "title"})
    return drawn | {"interval"} if choices.kind == "stacked" else drawn


def check_choices(choices: Choices) -> Choices:
    """Return the choices without those that change nothing, checked against the survey.

    Raises
    ------
    InputError
        A choice does not exist, or the survey cannot answer it.
    """
    lang = choices.lang
    whole = choices.source.read(lang)
    asked = choices.question or next(iter(whole.codebook.questions))
    question = whole.codebook.question(asked)
    for value, values in (
        (choices.measure, MEASURES),
        (choices.kind, KINDS),
        (choices.order, ORDERS),
        (choices.width, WIDTHS),
    ):
        if value not in values:
            known = ", ".join(filter(None, values))
            raise InputError(text("explorer.choice_unknown", lang, value=value, values=known))
    items, answers = [item.key for item in question.items], question.scale.keys
    for item in choices.items:
        if item not in items:
            fields = {"item": item, "question": question.key, "items": ", ".join(items)}
            raise InputError(text("explorer.item_unknown", lang, **fields))
    if choices.answer and choices.answer not in answers:
        fields = {"answer": choices.answer, "answers": ", ".join(answers)}
        raise InputError(text("explorer.answer_unknown", lang, **fields))
    choices = _check_respondents(replace(choices, question=question.key), whole)
    effective = effective_settings(choices, whole)
    chosen = tuple(key for key in items if key in choices.items)
    return replace(
        choices,
        items=() if len(chosen) == len(items) else chosen,
        answer=choices.answer or answers[0] if "answer" in effective else "",
        kind=choices.kind if "kind" in effective else KINDS[0],
        interval=choices.interval and "interval" in effective,
        own=choices.own if _marks_own(choices) else "",
        order=choices.order if "order" in effective else ORDERS[0],
        width=choices.width if "width" in effective else "",
        title=" ".join(choices.title.split()) if "title" in effective else "",
    )


def _check_respondents(choices: Choices, whole: Survey) -> Choices:
    """Check which respondents are chosen, and what they are split by."""
    lang, where = choices.lang, " ".join(choices.where.split())
    internal = choices.internal and is_supplied(whole)
    if choices.group and choices.measure != ANSWERS:
        raise InputError(text("explorer.group_of_all", lang))
    if where and is_supplied(whole) and not internal:
        raise InputError(text("explorer.needs_internal", lang))
    if where and whole.answers is None:
        raise InputError(text("explorer.nothing_to_filter", lang))
    if choices.group:
        check_group(whole, choices.group, internal=internal, lang=lang)
    weights = choices.weights or whole.design is None
    return replace(choices, where=where, internal=internal, weights=weights)


def _marks_own(choices: Choices) -> bool:
    """Whether own answers to the question are marked: in the bars of all answers alone."""
    if not choices.own or choices.measure != ANSWERS or choices.group or choices.kind == "top":
        return False
    return bool(read_own_once(choices.own, choices.lang).answers.get(choices.question))
