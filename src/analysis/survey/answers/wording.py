"""Answers as people write them: read as a place on a scale, a blank or a don't-know."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from analysis.survey.codebook import Item

#: What a cell can be besides a place on the scale.
BLANK, OUTSIDE, UNKNOWN = -1, -2, -3

_BLANK_WORDS = (
    "-|–|.|NA|N/A|NaN|None|null|#NULL!|intet svar|ikke besvaret|ubesvaret|no answer|not answered"
)
_OUTSIDE_WORDS = (
    "ved ikke|ved det ikke|det ved jeg ikke|ved ikke / ikke relevant|ikke relevant|ej relevant|"
    "ønsker ikke at svare|andet|don't know|do not know|don’t know|not relevant|not applicable|"
    "prefer not to say|other"
)
_DASHES = "-‐‑‒–—―−"


def plain_answer(text: str) -> str:
    """Return an answer without case, spaces and the ways to write per cent; numbers stay apart.

    Examples
    --------
    >>> plain_answer("15-20 %") == plain_answer("15–20 pct.")
    True
    >>> plain_answer("-1") == plain_answer("1")
    False
    """
    text = unicodedata.normalize("NFKC", text).casefold().replace("å", "aa").replace("_", " ")
    text = re.sub(r"%|\b(?:pct|procent|percent|per cent)\b\.?", " ", text)
    text = re.sub(rf"(?<=\d)\s*(?:[{_DASHES}]|\btil\b|\bto\b)\s*(?=\d)", "–", text)
    text = re.sub(rf"[{_DASHES}](?=\d)", "–", text)
    text = re.sub(r"^\s*>\s*(?=\d)", "over ", re.sub(r"^\s*<\s*(?=\d)", "under ", text))
    text = re.sub(r"(?<=\d)\s+(?=\d)", "·", text)
    return "".join(
        sign
        for i, sign in enumerate(text)
        if sign.isalnum()
        or sign in "–·"
        or (text[i - 1 : i].isdigit() and text[i + 1 :][:1].isdigit())
    )


_BLANKS = frozenset(word.casefold() for word in _BLANK_WORDS.split("|")) | {""}
_OUTSIDES = frozenset(plain_answer(word) for word in _OUTSIDE_WORDS.split("|"))


class AnswerReader:
    """Reads the cells of one question: a place on the scale, BLANK, OUTSIDE or UNKNOWN.

    Parameters
    ----------
    answers : sequence of Item
        The answers of a scale, or the values of a group variable, in the printed order.
    words : mapping of str to str, optional
        The user's own words: text in the file → key or label of an answer, ``ved ikke`` for an
        answer outside the scale, or nothing for a blank.

    Notes
    -----
    A cell is sought among the user's own words, then as a label or a key of the scale, then as
    a code (1 is the first printed answer), then as a don't-know, then as a blank.
    """

    def __init__(self, answers: Iterable[Item], words: Mapping[str, str] | None = None) -> None:
        exact: dict[str, set[int]] = {}
        loose: dict[str, set[int]] = {}
        self.size = 0
        for place, answer in enumerate(answers):
            self.size = place + 1
            for form in (answer.key, *answer.names):
                exact.setdefault(form.strip().casefold(), set()).add(place)
                loose.setdefault(plain_answer(form), set()).add(place)
        self._exact = {form: min(at) for form, at in exact.items() if form and len(at) == 1}
        self._loose = {form: min(at) for form, at in loose.items() if form and len(at) == 1}
        self._words: dict[str, int] = {}
        self._words = {
            word.strip().casefold(): self.place(meaning) for word, meaning in (words or {}).items()
        }

    def place(self, text: str) -> int:
        """Place on the scale from 0, or BLANK, OUTSIDE or UNKNOWN."""
        by_words = self._by_words(text)
        if by_words is not None:
            return by_words
        if _is_code(text):
            code = int(re.split("[.,]", text)[0])
            return code - 1 if 1 <= code <= self.size else UNKNOWN
        if text.strip().casefold() in _BLANKS:
            return BLANK
        return OUTSIDE if plain_answer(text) in _OUTSIDES else UNKNOWN

    def is_bare_code(self, text: str) -> bool:
        """Whether a cell is read as a code rather than by its words."""
        return self._by_words(text) is None and _is_code(text)

    def _by_words(self, text: str) -> int | None:
        folded = text.strip().casefold()
        for forms, form in (
            (self._words, folded),
            (self._exact, folded),
            (self._loose, plain_answer(text.strip())),
        ):
            if form in forms:
                return forms[form]
        return None


def _is_code(text: str) -> bool:
    """Whether a cell is a whole number that can stand for an answer: ``2`` or ``2.0``."""
    return re.fullmatch(r"[0-9]{1,2}(?:[.,]0)?", text.strip()) is not None
