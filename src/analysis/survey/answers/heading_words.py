"""The headings that a codebook knows, and which item, group or role each belongs to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches

from analysis.survey.answers.item_readers import ItemReader, item_reader
from analysis.survey.answers.mapping import AnswerMapping
from analysis.survey.answers.wording import UNKNOWN, AnswerReader
from analysis.survey.codebook import Codebook
from analysis.survey.names import plain
from analysis.survey.questions import OpenQuestion, Question

ROLE_WORDS = {
    "kommune": "kommune kommunekode kommunenavn kommunenr kommunenummer municipality "
    "municipalitycode municipalityname",
    "staff": "staff medarbejdere antalmedarbejdere ansatte antalansatte numberofstaff",
    "basis": "basis",
    "respondent": "respondent respondentid respondentnr respondentnummer respondentkey responseid "
    "svarid svarnr id",
}
#: Stata cuts names off here.
_STATA = 32
#: A number before a question: ``Q1. Hvor …``, ``Q1[SQ001]: Hvor …``, ``12) Hvor …``.
_NUMBERED = re.compile(r"[^\W\d]{0,10}\d[\w\[\]]*[.:)]\s+(?=\D)")
#: A key below a form's groups, with a stroke (KoboToolbox), a hyphen (ODK) or a point between.
_GROUPED = re.compile(r"(?:\w+[/.:-])+(\w+)")
#: What programs add to a heading that stands twice: ``.1`` (pandas, R), ``_1``, ``...7`` (readr).
_COPY = re.compile(r"(.+?)(?:\.\.\.|[._\s-]|\s*\()\d{1,3}\)?", re.DOTALL)
#: What a column holds: names of items or groups, or one of the roles; several when it is unclear.
Targets = tuple[str, ...]


class HeadingWords:
    """The headings that a codebook and the roles have, in their plain form."""

    def __init__(self, codebook: Codebook, mapping: AnswerMapping) -> None:
        self.items = codebook.columns()
        self._mapped = {plain(heading): (target,) for heading, target in mapping.columns.items()}
        self._readers: dict[str, ItemReader] = {
            name: item_reader(question, item, mapping.words(question.key, name))
            for name, (question, item) in self.items.items()
        }
        self._readers |= {group: AnswerReader(values) for group, values in codebook.groups.items()}
        #: Questions that one column can hold: with any number of options, and open ones.
        self.whole: dict[str, Question | OpenQuestion] = {
            key: question
            for key, question in codebook.questions.items()
            if question.kind == "multiple"
        }
        self.whole |= codebook.open_questions
        self._order = (*self.items, *self.whole, *codebook.groups)
        self._forms: dict[str, set[str]] = {}
        self._questions: set[str] = set()
        for target, (question, item) in self.items.items():
            texts = {question.text.da, question.text.en, question.title.da, question.title.en}
            texts |= {*question.other_names}
            self._questions |= {plain(text) for text in texts}
            forms = {target, target[:_STATA], *item.names}
            forms |= {
                f"{one} {other}"
                for text in texts
                for name in item.names
                for one, other in ((text, name), (name, text))
            }
            for form in forms:
                self._forms.setdefault(plain(form), set()).add(target)
        for key, whole in self.whole.items():
            texts = {whole.text.da, whole.text.en, whole.title.da, whole.title.en}
            for form in {key, key[:_STATA], *texts, *whole.other_names}:
                self._forms.setdefault(plain(form), set()).add(key)
        for group in codebook.groups:
            self._forms[plain(group)] = {group}
            called = codebook.group_name(group)
            for form in {group[:_STATA], called.da, called.en}:
                self._forms.setdefault(plain(form), set()).add(group)
        self._forms.pop("", None)
        self._roles = {
            word: role
            for role, text in ROLE_WORDS.items()
            for word in text.split()
            if role not in mapping.columns.values() and word not in self._forms
        }

    def targets(self, text: str) -> Targets:
        """What a column with this heading can hold: one target when it is clear."""
        for heading in dict.fromkeys((text, _NUMBERED.sub("", text, count=1))):
            form = plain(heading)
            if form in self._roles:
                return (self._roles[form],)
            if form in self._forms:
                return tuple(target for target in self._order if target in self._forms[form])
            shortened = tuple(self._by_shortened(heading))
            if shortened:
                return shortened
        return self._by_grouped(text)

    def _by_grouped(self, text: str) -> Targets:
        """A key below the groups of a form: ``importance/importance_integration`` (Kobo, ODK).

        An option stands below its question: ``begin/languages/da``.
        """
        parts = re.split("[/.:-]", text.strip()) if _GROUPED.fullmatch(text.strip()) else []
        for at in range(len(parts) - 1, 0, -1):
            key = plain("_".join(parts[at:]))
            for target in self._order:
                if key and plain(target) == key:
                    return (target,)
        return ()

    def _by_shortened(self, text: str) -> Iterator[str]:
        """Headings with a cut question: ``Hvor vigtige er … - Integration``."""
        head, cut, tail = text.partition("…") if "…" in text else text.partition("...")
        if not cut or len(plain(head)) < 8:
            return
        for target, (question, item) in self.items.items():
            texts = (*map(plain, (question.text.da, question.text.en, *question.other_names)),)
            if plain(tail) in map(plain, item.names) and any(
                full.startswith(plain(head)) for full in texts
            ):
                yield target

    def is_question(self, text: str) -> bool:
        """Whether a heading is a question's text or title alone."""
        forms = {plain(text), plain(_NUMBERED.sub("", text, count=1)), plain(original(text))}
        return not self._questions.isdisjoint(forms)

    def meant(self, text: str) -> Targets:
        """What the user's mapping says of a heading, or else `targets`."""
        return self._mapped.get(plain(text)) or self.targets(text)

    def holds_item(self, text: str) -> bool:
        """Whether a heading belongs to items, by the codebook or by the user's mapping."""
        return any(target in self.items for target in self.meant(text))

    def names_item(self, text: str, target: str) -> bool:
        """Whether a longer heading mentions an item by one of its names."""
        return target in self.items and any(
            len(name) > 3 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
            for name in self.items[target][1].names
        )

    def is_answer(self, text: str, target: str) -> bool:
        """Whether a cell can be an answer on an item, or a value of a group."""
        return target in self._readers and self._readers[target].place(text) != UNKNOWN

    def is_listed(self, text: str, target: str) -> bool:
        """Whether a cell is an answer of the item's scale, or a value of the group."""
        return target in self._readers and self._readers[target].place(text) >= 0

    def near(self, heading: str, found: Collection[str]) -> str:
        """The target that is not found yet and that a heading nearly spells; empty without one.

        Numbers are never slips: ``statements_1.1`` is not nearly ``statements_11``.
        """
        size = len(plain(heading))
        if not 5 <= size <= 200:
            return ""
        missing = {
            form: next(iter(targets))
            for form, targets in self._forms.items()
            if len(targets) == 1 and targets.isdisjoint(found)
        }
        if "kommune" not in found:
            missing |= {word: role for word, role in self._roles.items() if role == "kommune"}
        nearby = [
            form
            for form in missing
            if abs(len(form) - size) <= max(2, size // 10) and same_numbers(form, plain(heading))
        ]
        match = get_close_matches(plain(heading), nearby, n=1, cutoff=0.9)
        return missing[match[0]] if match else ""


def original(heading: str) -> str:
    """Return a heading without what a program adds when it stands twice.

    Examples
    --------
    >>> [original(text) for text in ("statements_1.1", "Integration...7", "Integration")]
    ['statements_1', 'Integration', 'Integration']
    """
    copy = _COPY.fullmatch(heading.strip())
    return copy[1] if copy else heading


def same_numbers(one: str, other: str) -> bool:
    """Whether two headings have the same numbers in the same order."""
    return re.findall(r"\d+", one) == re.findall(r"\d+", other)
