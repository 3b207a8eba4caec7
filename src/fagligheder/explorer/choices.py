"""Choices of the explorer: sources of answers, and settings checked against the survey."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

from analysis.display.figures.bars import Kind, Order
from analysis.display.text.sentences import SUMMARY_MEASURES
from analysis.measures.sources import ASSOCIATION, made_up_seed
from analysis.measures.synthetic import synthesize
from analysis.survey.answers.mapping import mapping_beside
from analysis.survey.answers.own import Own, read_filled_own
from analysis.survey.answers.reader import read_answers
from analysis.survey.checks import InputError
from analysis.survey.codebook import Lang
from analysis.survey.published import read_published
from analysis.survey.survey import Survey
from analysis.words import text
from fagligheder.run.keyed_hash import keyed_hash

#: The measure that shows every answer.
ANSWERS = "answers"
MEASURES = (ANSWERS, *SUMMARY_MEASURES)
GROUPS = ("", "size_band")
KINDS: tuple[Kind, ...] = ("stacked", "diverging", "top")
ORDERS: tuple[Order, ...] = ("report", "top", "net", "size")
#: Widths of a figure: that of the page, and of columns in Word.
WIDTHS = ("", "120mm", "80mm")
SOURCES = ("published", "file", "synthetic")


@dataclass(frozen=True)
class Source:
    """A source of answers: the printed numbers, a file, or made-up answers.

    Attributes
    ----------
    name : {"published", "file", "synthetic"}
    path, mapping : str
        A file of answers and its mapping file; either may be empty.
    seed : int
        Of the made-up answers.
    """

    name: Literal["published", "file", "synthetic"] = "published"
    path: str = ""
    mapping: str = ""
    seed: int = 1

    def read(self, lang: str = "da") -> Survey:
        """Read the survey, or return it when it was read before.

        Raises
        ------
        InputError
            No file is chosen, or it cannot be used.
        """
        if self.name == "file" and not self.path:
            raise InputError(text("explorer.file_missing", lang))
        return read_once(self)

    def python_line(self) -> str:
        """Return the line of Python that reads the survey."""
        if self.name == "published":
            return "survey = fag.read_published()"
        if self.name == "synthetic":
            return f"survey = fag.synthesize(seed={self.seed}, association={ASSOCIATION})"
        mapping = f", mapping={python_string(self.mapping)}" if self.mapping else ""
        return f"survey = fag.read_answers({python_string(self.path)}{mapping})"

    def file_name_part(self, lang: str) -> str:
        """Return the source as the end of a file name; empty for the printed numbers."""
        if self.name == "published":
            return ""
        if self.name == "synthetic":
            return f"{'synthetic' if lang == 'en' else 'syntetisk'}-{self.seed}"
        unique = keyed_hash(self.path, self.mapping)[:6]
        return f"{file_name_part(Path(self.path).stem)}-{unique}"


@dataclass(frozen=True)
class Choices:
    """A question, and how it is shown.

    Attributes
    ----------
    source : Source
    question : str
        Key of a question.
    items : tuple of str
        Keys of its items; all when empty.
    measure : str
        ``answers``, or a measure of `likert_summary`.
    group : {"", "size_band"}
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
    """

    source: Source = Source()
    question: str = "importance"
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

    source: Source = Source()
    kommune: str = "Odder"
    top_band: float | None = None
    lang: Lang = "da"
    staff: int | None = None
    own: str = ""

    @property
    def top_band_range(self) -> tuple[float, float, float] | None:
        """The top band as `workforce_gap` takes it: low, central, high."""
        return None if self.top_band is None else (self.top_band,) * 3


def source_of(answers: Path | str | None) -> Source:
    """Return the source that ``read_survey`` would read.

    Examples
    --------
    >>> source_of(None).name, source_of("syntetisk:7").seed
    ('published', 7)
    """
    if not answers:
        return Source()
    seed = made_up_seed(answers)
    if seed is not None:
        return Source("synthetic", seed=seed)
    mapping = mapping_beside(Path(answers))
    return Source("file", str(answers), str(mapping or ""))


@lru_cache(maxsize=8)
def read_own_once(path: str, lang: str = "da") -> Own:
    """Read a kommune's own answers, and keep them; nothing without a path.

    Raises
    ------
    InputError
        The file cannot be used, or tells nothing.
    """
    return read_filled_own(path, lang=lang)


def effective_settings(choices: Choices) -> frozenset[str]:
    """Return which settings of the figure change the result; the others are ignored."""
    if choices.measure != ANSWERS:
        return frozenset({"interval"})
    if choices.group and choices.source.name == "published":
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
    question = choices.source.read(lang).codebook.question(choices.question)
    for value, values in (
        (choices.measure, MEASURES),
        (choices.group, GROUPS),
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
    if choices.group and choices.measure != ANSWERS:
        raise InputError(text("explorer.group_of_all", lang))
    effective = effective_settings(choices)
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


def _marks_own(choices: Choices) -> bool:
    """Whether own answers to the question are marked: in the bars of all answers alone."""
    if not choices.own or choices.measure != ANSWERS or choices.group or choices.kind == "top":
        return False
    return bool(read_own_once(choices.own, choices.lang).answers.get(choices.question))


def python_string(words: str) -> str:
    """Return a text as a Python string between double quotes."""
    return json.dumps(words, ensure_ascii=False)


def file_name_part(words: str) -> str:
    """Return words as a part of a file name.

    Examples
    --------
    >>> file_name_part("To øverste svar"), file_name_part("15–20 pct.")
    ('to-oeverste-svar', '15-20-pct')
    """
    plain = words.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


@lru_cache(maxsize=8)
def read_once(source: Source) -> Survey:
    """Read a source, and keep it; `results.forget_results` has it read again."""
    if source.name == "published":
        return read_published()
    if source.name == "synthetic":
        return synthesize(source.seed, ASSOCIATION)
    return read_exact(source)


@lru_cache(maxsize=8)
def read_exact(source: Source) -> Survey:
    """Read a file of answers as they were given, and keep it, for the ledger of what is saved."""
    return read_answers(source.path, source.mapping or None)
