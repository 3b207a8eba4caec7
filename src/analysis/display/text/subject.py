"""The subject of a results frame: its question, source, basis and language, resolved once."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.display.text.numbers import SUPPRESSED, basis_sentence, number
from analysis.measures.groups import UNKNOWN
from analysis.survey.checks import InputError
from analysis.survey.codebook import Question
from analysis.survey.survey import Provenance, provenance
from analysis.words import text


@dataclass(frozen=True)
class Subject:
    """What a results frame is about, in one language; resolved once by `subject_of`.

    ``base`` is the number of answers as it is written (``52``, ``48–52`` or ``[c]``), and
    ``suppressed`` says whether some cells are.
    """

    question: Question
    origin: Provenance
    basis: tuple[str, ...]
    base: str
    suppressed: bool
    lang: str

    def text(self, key: str, **fields: object) -> str:
        """A printed text in the subject's language."""
        return text(key, self.lang, **fields)

    @property
    def title(self) -> str:
        """What the question is about."""
        return self.question.title[self.lang]

    @property
    def bounded(self) -> bool:
        """Whether the numbers are ranges that the printed tables allow."""
        return "bounded" in self.basis

    def item(self, key: object) -> str:
        """An item's name."""
        return self.question.item(str(key)).label[self.lang]

    def numbered_item(self, key: object) -> str:
        """An item's name, with the number that the report gives its statements."""
        return numbered(self.question, str(key), self.item(key))

    def short_item(self, key: object) -> str:
        """An item's name where there is little space."""
        return short_name(self.question, str(key), self.lang)

    def answer(self, key: object) -> str:
        """An answer's short words."""
        return self.question.answer(str(key)).short[self.lang]

    def group(self, key: object) -> str:
        """A group's name."""
        return group_label(str(key), self.origin, self.lang)

    def group_in_text(self, key: object) -> str:
        """A group's name within a text: names of places keep their capital letter."""
        own = {UNKNOWN, *(band.key for band in self.origin.codebook.size_bands)}
        label = self.group(key)
        return label.lower() if key in own else label

    @property
    def n(self) -> str:
        """The number of answers as a sentence: ``n = 52.``"""
        return self.text("numbers.n", n=self.base) + "."

    @property
    def how(self) -> str:
        """What the numbers rest on, as a sentence."""
        return basis_sentence(self.basis, self.lang)

    @property
    def hidden(self) -> str:
        """What ``[c]`` means, where it stands; of answers themselves that they are confidential."""
        if not self.origin.protected:
            return self.text("captions.confidential")
        return self.text("captions.suppressed_note") if self.suppressed else ""

    @property
    def weighted(self) -> str:
        """That shares are weighted and n is not; and what a range of shares is."""
        if not self.origin.weighted:
            return ""
        return self.text("captions.weighted_range" if self.suppressed else "captions.weighted")

    @property
    def rebased(self) -> str:
        """Which answers the shares are taken of, where some are left out."""
        key = "captions.rebased" if self.question.figure else "captions.listed"
        return self.text(key, base=self.base) if self.origin.rebased else ""

    @property
    def level(self) -> str:
        """The confidence level in per cent."""
        return number(100 * self.origin.level, self.lang)

    @property
    def population(self) -> str:
        """Of how many people the intervals speak, where they speak of some."""
        if self.origin.interval != "finite_population" or not self.origin.population:
            return ""
        return self.text("captions.of_population", population=self.origin.population)


def subject_of(
    frame: pd.DataFrame, lang: str, question: str | None = None, *, shares: bool = False
) -> Subject:
    """Resolve what a results frame is about.

    The question is the one in its column ``question``, where no key is given; an InputError when
    the frame holds several, or none. A weighted frame is refused unless the caller prints its
    ``shares`` as they are, rather than n of base.

    Examples
    --------
    >>> from analysis.measures.shares import likert_table
    >>> from analysis.survey.published import read_published
    >>> subject = subject_of(likert_table(read_published(), "importance"), "da")
    >>> subject.n, subject.how, subject.short_item("virksomheder")
    ('n = 52.', 'Antal beregnet ud fra de trykte procenter.', 'Virksomheder')
    """
    origin = provenance(frame)
    if origin.weighted and not shares:  # n and base are not weighted
        raise InputError(
            "Tabellen er vægtet, og denne visning regner med talte svar. Læs tallene i tabellen "
            "selv, eller lav den med weights=False."
        )
    asked = question_of(frame, origin) if question is None else origin.codebook.question(question)
    suppressed = "suppressed" in frame and bool(frame["suppressed"].any())
    return Subject(asked, origin, basis_of(frame), base_words(frame, lang), suppressed, lang)


def numbered(question: Question, key: str, name: str) -> str:
    """An item's name, with the number in front that the report gives its statements."""
    return f"{key}. {name}" if question.statements and key.isdigit() else name


def short_name(question: Question, key: str, lang: str) -> str:
    """An item's name where there is little space: a profile's own, a statement's short one."""
    item = question.item(key)
    labels = item.short if question.statements else item.label
    return numbered(question, key, labels[lang])


def question_of(frame: pd.DataFrame, origin: Provenance) -> Question:
    """The one question of a frame, or an InputError."""
    keys = list(dict.fromkeys(frame["question"]))
    if len(keys) != 1:
        raise InputError(
            f"En figur viser ét spørgsmål; tabellen har {len(keys)}: {', '.join(map(str, keys))}. "
            "Vælg rækkerne for ét spørgsmål."
        )
    return origin.codebook.question(str(keys[0]))


def group_label(key: str, origin: Provenance, lang: str) -> str:
    """A group's name."""
    bands = {band.key: band.label for band in origin.codebook.size_bands}
    labels = {**bands, **origin.groups}
    return labels[key][lang] if key in labels else key


def base_words(frame: pd.DataFrame, lang: str) -> str:
    """The number of answers as it is written: ``52``, ``48–52`` or ``[c]``.

    Items without answers are told of where they stand, so they count here only when all are.
    """
    if frame["base"].isna().all():
        return SUPPRESSED
    bases = frame["base"][frame["base"] != 0].dropna()
    low, high = (0, 0) if bases.empty else (int(bases.min()), int(bases.max()))
    return str(low) if low == high else f"{low}–{high}"


def basis_of(frame: pd.DataFrame) -> tuple[str, ...]:
    """The basis words of a frame, in the order they come."""
    return tuple(dict.fromkeys(frame["basis"].astype(str)))
