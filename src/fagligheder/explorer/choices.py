"""What can be chosen in the explorer: small settings, checked against the survey they ask of."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

from analysis.display.text.sentences import SUMMARY_MEASURES
from analysis.measures.sources import ASSOCIATION, made_up_seed, mapping_beside
from analysis.measures.synthetic import synthesize
from analysis.survey.answers.reader import read_answers
from analysis.survey.checks import InputError
from analysis.survey.codebook import Lang
from analysis.survey.published import read_published
from analysis.survey.survey import Survey
from analysis.words import text
from fagligheder.explorer.words import slug

#: What is shown when no measure is chosen: every answer.
ANSWERS = "answers"
MEASURES = (ANSWERS, *SUMMARY_MEASURES)
GROUPS = ("", "size_band")
KINDS: tuple[Literal["stacked", "diverging"], ...] = ("stacked", "diverging")
SOURCES = ("published", "file", "synthetic")


@dataclass(frozen=True)
class Source:
    """Where the answers come from.

    Attributes
    ----------
    name : {"published", "file", "synthetic"}
    path, mapping : str
        A file of answers, and what its words mean; either may be empty.
    seed : int
        Which of the made-up sets.
    """

    name: Literal["published", "file", "synthetic"] = "published"
    path: str = ""
    mapping: str = ""
    seed: int = 1

    def read(self, lang: str = "da") -> Survey:
        """Read the survey, once.

        Raises
        ------
        InputError
            No file is chosen, or it cannot be used.
        """
        if self.name == "file" and not self.path:
            raise InputError(text("explorer.file_missing", lang))
        return read_once(self)

    def line(self) -> str:
        """The line of Python that reads the survey."""
        if self.name == "published":
            return "survey = fag.read_published()"
        if self.name == "synthetic":
            return f"survey = fag.synthesize(seed={self.seed}, association={ASSOCIATION})"
        mapping = f", mapping={quoted(self.mapping)}" if self.mapping else ""
        return f"survey = fag.read_answers({quoted(self.path)}{mapping})"

    def slug(self, lang: str) -> str:
        """The source as the end of a file's name; nothing for the printed numbers."""
        if self.name == "published":
            return ""
        if self.name == "synthetic":
            return f"{'synthetic' if lang == 'en' else 'syntetisk'}-{self.seed}"
        told_apart = sha256(f"{self.path}\n{self.mapping}".encode()).hexdigest()[:6]
        return f"{slug(Path(self.path).stem)}-{told_apart}"


@dataclass(frozen=True)
class Choices:
    """What is chosen of a question.

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
        Which answer a figure of ranges shows; the first of the scale when empty.
    kind : {"stacked", "diverging"}
    interval : bool
    lang : {"da", "en"}
    """

    source: Source = Source()
    question: str = "importance"
    items: tuple[str, ...] = ()
    measure: str = ANSWERS
    group: str = ""
    answer: str = ""
    kind: Literal["stacked", "diverging"] = "stacked"
    interval: bool = False
    lang: Lang = "da"


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
    """

    source: Source = Source()
    kommune: str = "Odder"
    top_band: float | None = None
    lang: Lang = "da"

    @property
    def assumed(self) -> tuple[float, float, float] | None:
        """The top band as `workforce_gap` takes it."""
        return None if self.top_band is None else (self.top_band,) * 3


def source_of(answers: Path | str | None) -> Source:
    """What ``read_survey`` would read, as a source.

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


def matters(choices: Choices) -> frozenset[str]:
    """Which of kind, interval and answer change what is shown; the others are ignored."""
    if choices.measure != ANSWERS:
        return frozenset({"interval"})
    if choices.group and choices.source.name == "published":
        return frozenset({"answer"})
    return frozenset({"kind", "interval"} if choices.kind == "stacked" else {"kind"})


def settled(choices: Choices) -> Choices:
    """The same choices without those that change nothing, checked.

    Raises
    ------
    InputError
        A choice does not exist, or the survey cannot answer it.
    """
    lang = choices.lang
    survey = choices.source.read(lang)
    question = survey.codebook.question(choices.question)
    for value, values in (
        (choices.measure, MEASURES),
        (choices.group, GROUPS),
        (choices.kind, KINDS),
    ):
        if value not in values:
            known = ", ".join(filter(None, values))
            raise InputError(text("explorer.choice_unknown", lang, value=value, values=known))
    keys = [item.key for item in question.items]
    for item in choices.items:
        if item not in keys:
            raise InputError(
                text(
                    "explorer.item_unknown",
                    lang,
                    item=item,
                    question=question.key,
                    items=", ".join(keys),
                )
            )
    answers = question.scale.keys
    if choices.answer and choices.answer not in answers:
        raise InputError(
            text("explorer.answer_unknown", lang, answer=choices.answer, answers=", ".join(answers))
        )
    if choices.group and choices.measure != ANSWERS:
        raise InputError(text("explorer.group_of_all", lang))
    kept = matters(choices)
    chosen = tuple(key for key in keys if key in choices.items)
    return replace(
        choices,
        items=() if len(chosen) == len(keys) else chosen,
        answer=choices.answer or answers[0] if "answer" in kept else "",
        kind=choices.kind if "kind" in kept else KINDS[0],
        interval=choices.interval and "interval" in kept,
    )


def quoted(words: str) -> str:
    """Words as a Python string between double quotes."""
    return json.dumps(words, ensure_ascii=False)


@lru_cache(maxsize=8)
def read_once(source: Source) -> Survey:
    """Read a source the first time; `model.forget` has it read again."""
    if source.name == "published":
        return read_published()
    if source.name == "synthetic":
        return synthesize(source.seed, ASSOCIATION)
    return read_answers(source.path, source.mapping or None)
