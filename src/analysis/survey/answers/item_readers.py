"""What reads the cells of an item: answers of a scale, an option chosen or not, or a number."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from analysis.survey.answers.codes import exact_form
from analysis.survey.answers.numbers import number_of
from analysis.survey.answers.wording import (
    BLANK,
    STATA_MISSING,
    UNKNOWN,
    AnswerReader,
    not_an_answer,
)
from analysis.survey.codebook import Answer, Item, Question
from analysis.survey.questions import CHOSEN

_CHOSEN_WORDS = (
    "1|ja|yes|y|x|✓|✔|☑|☒|true|sand|sandt|on|valgt|afkrydset|markeret|nævnt|"
    "selected|checked|ticked|quoted|mentioned"
)
_NOT_CHOSEN_WORDS = (
    "0|nej|no|n|false|falsk|off|ikke valgt|ikke afkrydset|ikke markeret|ikke nævnt|fravalgt|☐|"
    "not selected|unselected|not checked|unchecked|not ticked|not quoted|not mentioned"
)


class ItemReader(Protocol):
    """Reads the cells of an item."""

    size: int
    words: dict[str, int]

    def place(self, text: str, label: str = "", missing: bool = False) -> int:
        """Place on the scale from 0, or BLANK, OUTSIDE, NOT_APPLICABLE or UNKNOWN."""

    def is_bare_code(self, text: str) -> bool:
        """Whether a cell without a label is read as a code: by the printed order alone."""


def item_reader(
    question: Question,
    item: Item | None = None,
    words: Mapping[str, str] | None = None,
    decimal: str = "",
) -> ItemReader:
    """What reads the cells of an item of a question, with the user's own words before its own.

    ``decimal`` are the column's `decimal_signs`.
    """
    if question.kind == "number":
        return NumberReader(question.scale.answers, words, decimal)
    if question.kind == "multiple":
        return AnswerReader([_option(each, item) for each in question.scale.answers], words)
    return AnswerReader(question.scale.answers, words)


def _option(answer: Answer, item: Item | None) -> Answer:
    """An option that is chosen or not, with all that a cell can say of it: its own name, too."""
    names = (_CHOSEN_WORDS if answer.key == CHOSEN else _NOT_CHOSEN_WORDS).split("|")
    if item is not None and answer.key == CHOSEN:
        names += [item.key, *item.names]
    return replace(answer, other_names=tuple(names))


def is_mark(text: str) -> bool:
    """Whether a text says that an option is chosen, or that it is not.

    Examples
    --------
    >>> [is_mark(text) for text in ("Ikke valgt", "Checked", "Meget vigtig")]
    [True, True, False]
    """
    words = f"{_CHOSEN_WORDS}|{_NOT_CHOSEN_WORDS}".split("|")
    return exact_form(text) in words


class NumberReader:
    """Reads the cells of a number: the place of its band, or what else a cell can be.

    Parameters
    ----------
    bands : sequence of Answer
        The bands; the lower end belongs to a band, the upper to the next one.
    words : mapping of str to str, optional
        The user's own words for numbers that are none: ``ved ikke``, or nothing for a blank.
    decimal : str
        The column's `decimal_signs`.
    """

    size = 0

    def __init__(
        self, bands: Sequence[Answer], words: Mapping[str, str] | None = None, decimal: str = ""
    ) -> None:
        self._decimal = decimal
        self._bands = [answer.band or (math.inf, math.inf, -math.inf) for answer in bands]
        self._most = max(high for _, _, high in self._bands)
        named = {
            exact_form(name): place
            for place, answer in enumerate(bands)
            for name in (answer.key, *answer.names)
        }
        self.words: dict[str, int] = {}
        self.words = {
            exact_form(word): named.get(exact_form(said), self.place(said))
            for word, said in (words or {}).items()
        }

    def place(self, text: str, label: str = "", missing: bool = False) -> int:
        """Place of the number's band, or BLANK, OUTSIDE, NOT_APPLICABLE or UNKNOWN."""
        for said in (text, label.strip()) if label.strip() else (text,):
            if exact_form(said) in self.words:
                return self.words[exact_form(said)]
        no_answer = not_an_answer(label or text)
        if missing or STATA_MISSING.fullmatch(text):
            return BLANK if no_answer == UNKNOWN else no_answer
        if no_answer != UNKNOWN:
            return no_answer
        number = number_of(text, self._decimal)
        if number is None:
            return UNKNOWN
        within = (
            place
            for place, (low, _, high) in enumerate(self._bands)
            if low <= number < high or number == high == self._most
        )
        return next(within, UNKNOWN)

    def is_bare_code(self, text: str) -> bool:
        """Numbers are no codes."""
        return False
