"""Words as people write them: plain forms of headings and answers, blanks and don't-knows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from analysis.survey.codebook import Item, Labels, Question

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


def plain(text: str) -> str:
    """A heading or name without case, spaces, punctuation and the å/aa difference."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("å", "aa")
    return re.sub(r"[\W_]+", "", folded)


def plain_answer(text: str) -> str:
    """An answer without case, spaces and the ways to write per cent; numbers stay apart.

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


def is_code(text: str) -> bool:
    """Whether a cell is a whole number that can stand for an answer: ``2`` or ``2.0``."""
    return re.fullmatch(r"[0-9]{1,2}(?:[.,]0)?", text) is not None


class AnswerReader:
    """Reads the cells of one question: a place on the scale, BLANK, OUTSIDE or UNKNOWN.

    Parameters
    ----------
    labels : sequence of (key, Labels, Labels)
        Key, label and short label of each answer, in the printed order.
    words : mapping of str to str, optional
        The user's own words: text in the file → key or label of an answer, ``ved ikke`` for an
        answer outside the scale, or nothing for a blank.

    Notes
    -----
    A cell is sought among the user's own words, then as a label or a key of the scale, then as
    a code (1 is the first printed answer), then as a don't-know, then as a blank.
    """

    def __init__(
        self, labels: Iterable[tuple[str, Labels, Labels]], words: Mapping[str, str] | None = None
    ) -> None:
        exact: dict[str, set[int]] = {}
        loose: dict[str, set[int]] = {}
        self.size = 0
        for place, (key, label, short) in enumerate(labels):
            self.size = place + 1
            for form in (key, label.da, label.en, short.da, short.en):
                exact.setdefault(form.strip().casefold(), set()).add(place)
                loose.setdefault(plain_answer(form), set()).add(place)
        self._exact = {form: places.pop() for form, places in exact.items() if len(places) == 1}
        self._loose = {form: places.pop() for form, places in loose.items() if len(places) == 1}
        self._loose.pop("", None)
        self._exact.pop("", None)
        self._words: dict[str, int] = {}
        self._words = {
            word.strip().casefold(): self.place(meaning) for word, meaning in (words or {}).items()
        }

    @classmethod
    def of_question(
        cls, question: Question, words: Mapping[str, str] | None = None
    ) -> AnswerReader:
        """A reader of the question's scale."""
        answers = question.scale.answers
        return cls(((answer.key, answer.label, answer.short) for answer in answers), words)

    @classmethod
    def of_group(cls, values: Iterable[Item]) -> AnswerReader:
        """A reader of a group variable's values."""
        return cls((value.key, value.label, value.short) for value in values)

    def place(self, text: str) -> int:
        """Place on the scale from 0, or BLANK, OUTSIDE or UNKNOWN."""
        text = text.strip()
        folded = text.casefold()
        for forms, form in (
            (self._words, folded),
            (self._exact, folded),
            (self._loose, plain_answer(text)),
        ):
            if form in forms:
                return forms[form]
        if is_code(text):
            code = int(re.split("[.,]", text)[0])
            return code - 1 if 1 <= code <= self.size else UNKNOWN
        if folded in _BLANKS:
            return BLANK
        return OUTSIDE if plain_answer(text) in _OUTSIDES else UNKNOWN

    def is_bare_code(self, text: str) -> bool:
        """Whether a cell is read as a code rather than by its words."""
        folded = text.strip().casefold()
        known = folded in self._words or folded in self._exact or plain_answer(text) in self._loose
        return not known and is_code(text.strip())
