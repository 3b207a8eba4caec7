"""Answers as people write them: read as a place on a scale, a blank or a don't-know."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from analysis.survey.answers.codes import code_of, exact_form
from analysis.survey.codebook import Item
from analysis.survey.worded import Worded, joined

#: What a cell can be besides a place on the scale.
BLANK, OUTSIDE, UNKNOWN = -1, -2, -3


def labels_of(answers: Iterable[Item]) -> Worded:
    """The labels of answers, in both languages."""
    return joined(Worded(answer.label.da, answer.label.en) for answer in answers)


_BLANK_SIGNS = frozenset(("", "-", "–", "—", ".", "..", "#null!", "<na>"))
_BLANK_WORDS = (
    "na|n/a|nan|none|null|blank|tom|empty|intet svar|ikke svaret|ikke besvaret|ubesvaret|no answer|"
    "no response|not answered|unanswered|"
    "uoplyst|ikke oplyst|ej oplyst|ukendt|unknown|not stated|not ascertained|not available|"
    "mangler|manglende|manglende svar|manglende værdi|missing|missing value|system missing|sysmis|"
    "ikke spurgt|ej spurgt|ikke stillet|ikke vist|ikke set|sprunget over|filtreret|filtreret fra|"
    "not asked|not shown|not displayed|seen but not answered|not seen|skipped|frafald"
)
_OUTSIDE_WORDS = (
    "ved ikke|ved ej|ved det ikke|det ved jeg ikke|ikke relevant|ej relevant|irrelevant|"
    "gælder ikke|ønsker ikke at svare|ønsker ikke at oplyse|vil ikke svare|vil ikke oplyse|"
    "nægter|nægter at svare|nægtede at svare|afviser at svare|svar nægtet|"
    "kan ikke svare|kan ikke vurdere|kan ikke tage stilling|ikke sikker|usikker|"
    "ingen holdning|ingen mening|andet|"
    "don't know|do not know|dont know|not sure|unsure|no opinion|can't say|cannot say|can't choose|"
    "not relevant|not applicable|inapplicable|does not apply|refusal|refused|refuse|"
    "refused to answer|declined|declined to answer|prefer not to say|prefer not to answer|"
    "rather not say|other"
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


_BLANKS = frozenset(plain_answer(word) for word in _BLANK_WORDS.split("|"))
_OUTSIDES = frozenset(plain_answer(word) for word in _OUTSIDE_WORDS.split("|"))


def not_an_answer(text: str) -> int:
    """Whether words say that an answer is missing: BLANK, OUTSIDE of the scale, or else UNKNOWN.

    Words joined by a stroke or a comma count as OUTSIDE when one of them does.

    Examples
    --------
    >>> not_an_answer("Ved ikke / uoplyst") == OUTSIDE
    True
    """
    if text.strip().casefold() in _BLANK_SIGNS:
        return BLANK
    if "#" in text:  # a spreadsheet's error, as #N/A
        return UNKNOWN
    whole, parts = plain_answer(text), [plain_answer(part) for part in re.split("[/,;]", text)]
    for words in ([whole], parts):
        if all(word in _BLANKS or word in _OUTSIDES for word in words):
            return OUTSIDE if any(word in _OUTSIDES for word in words) else BLANK
    return UNKNOWN


class AnswerReader:
    """Reads the cells of one question: a place on the scale, BLANK, OUTSIDE or UNKNOWN.

    Parameters
    ----------
    answers : sequence of Item
        The answers of a scale, or the values of a group variable, in the printed order.
    words : mapping of str to str, optional
        The user's own words: code or text in the file → key or label of an answer, ``ved ikke``
        for an answer outside the scale, or nothing for a blank.

    Notes
    -----
    The user's own words come first, of the cell and then of its label in the file. Then the
    label says what the cell is; without one, the cell is sought as a label or a key of the scale,
    as a code (1 is the first printed answer, unless answers are called by numbers), and as a
    don't-know or a blank.
    """

    def __init__(self, answers: Iterable[Item], words: Mapping[str, str] | None = None) -> None:
        exact: dict[str, set[int]] = {}
        loose: dict[str, set[int]] = {}
        self.size = 0
        for place, answer in enumerate(answers):
            self.size = place + 1
            for form in (answer.key, *answer.names):
                exact.setdefault(exact_form(form), set()).add(place)
                loose.setdefault(_loose_form(form), set()).add(place)
        self._exact = {form: min(at) for form, at in exact.items() if form and len(at) == 1}
        self._loose = {form: min(at) for form, at in loose.items() if form and len(at) == 1}
        self._numbers_are_names = any(map(code_of, [*exact, *loose]))
        self.words: dict[str, int] = {}
        self.words = {exact_form(word): self.place(said) for word, said in (words or {}).items()}

    def place(self, text: str, label: str = "", missing: bool = False) -> int:
        """Place on the scale from 0, or BLANK, OUTSIDE or UNKNOWN.

        Parameters
        ----------
        text : str
            The cell.
        label : str, optional
            What the file says of it.
        missing : bool, optional
            Whether the file declares the cell to be a missing value.
        """
        label = label.strip()
        for said in (text, label) if label else (text,):
            if exact_form(said) in self.words:
                return self.words[exact_form(said)]
        if missing or _STATA_MISSING.fullmatch(text):
            place = self._by_name(label)
            return {UNKNOWN: BLANK, OUTSIDE: OUTSIDE, BLANK: BLANK}.get(place, UNKNOWN)
        if label and not code_of(label):
            return self._by_name(label)
        if label and code_of(label) != code_of(text):
            return UNKNOWN
        if self.is_bare_code(text):
            return int(code_of(text)) - 1
        return self._by_name(text)

    def is_bare_code(self, text: str) -> bool:
        """Whether a cell without a label is read as a code: by the printed order alone."""
        code = code_of(text)
        if not code or code in self.words or self._numbers_are_names:
            return False
        return 1 <= int(code) <= self.size

    def _by_name(self, text: str) -> int:
        """The place of a label or a key of the scale, or what words say of a missing answer."""
        for forms, form in ((self._exact, exact_form(text)), (self._loose, _loose_form(text))):
            if form in forms:
                return forms[form]
        return not_an_answer(text)


def _loose_form(text: str) -> str:
    return plain_answer(code_of(text) or text.strip())


#: Missing values that Stata tells apart by a letter.
_STATA_MISSING = re.compile(r"\.[a-z]")
