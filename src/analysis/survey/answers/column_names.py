"""The headings that a codebook and a user's mapping know."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

import numpy as np

from analysis.survey.answers.answer_table import Column
from analysis.survey.answers.mapping import AnswerMapping
from analysis.survey.answers.wording import plain
from analysis.survey.codebook import Codebook, Item, Question

_ROLE_WORDS = {
    "kommune": "kommune kommunekode kommunenavn kommunenr kommunenummer municipality "
    "municipalitycode municipalityname",
    "staff": "staff medarbejdere antalmedarbejdere ansatte antalansatte numberofstaff",
    "basis": "basis",
    "respondent": "respondent respondentid respondentnr respondentnummer respondentkey responseid "
    "svarid svarnr id",
}
#: Stata cuts names off here.
_STATA = 32


def item_columns(codebook: Codebook) -> dict[str, tuple[Question, Item]]:
    """Question and item by column name, in the order of the questionnaire."""
    return {
        f"{question.key}_{item.key}": (question, item)
        for question in codebook.questions.values()
        for item in question.items
    }


class HeadingWords:
    """The headings that a codebook and a mapping know, in their plain form."""

    def __init__(self, codebook: Codebook, mapping: AnswerMapping) -> None:
        self.mapped = {plain(heading): target for heading, target in mapping.columns.items()}
        self.items = item_columns(codebook)
        self.order = (*self.items, *codebook.groups)
        self.forms: dict[str, set[str]] = {}
        self.texts = set()
        for target, (question, item) in self.items.items():
            labels = {item.label.da, item.label.en, item.short.da, item.short.en}
            texts = {question.text.da, question.text.en, question.title.da, question.title.en}
            self.texts |= {plain(text) for text in texts}
            forms = {target, target[:_STATA], *labels}
            forms |= {form for t in texts for label in labels for form in (t + label, label + t)}
            for form in forms:
                self.forms.setdefault(plain(form), set()).add(target)
        for group in codebook.groups:
            self.forms[plain(group)] = {group}
        self.roles = {word: role for role, text in _ROLE_WORDS.items() for word in text.split()}
        taken = set(mapping.columns.values())
        self.roles = {
            word: role
            for word, role in self.roles.items()
            if role not in taken and word not in self.forms
        }
        self.forms.pop("", None)

    def targets(self, column: Column) -> tuple[str, ...]:
        """What the column can be: one target when it is clear."""
        for text in (column.heading, column.label):
            if plain(text) in self.mapped:
                return (self.mapped[plain(text)],)
        best: tuple[str, ...] = ()
        for text in (column.heading, column.label):
            found = tuple(t for t in self._by_words(text) if t not in self.mapped.values())
            if len(found) == 1:
                return found
            best = best or found
        return best

    def _by_words(self, text: str) -> tuple[str, ...]:
        form = plain(text)
        if form in self.roles:
            return (self.roles[form],)
        if form in self.forms:
            return tuple(target for target in self.order if target in self.forms[form])
        return tuple(self._by_shortened(text))

    def _by_shortened(self, text: str) -> Iterator[str]:
        """Headings with a cut question: ``Hvor vigtige er … - Integration``."""
        head, cut, tail = text.partition("…") if "…" in text else text.partition("...")
        if not cut or len(plain(head)) < 8:
            return
        for target, (question, item) in self.items.items():
            labels = {
                plain(label[lang]) for label in (item.label, item.short) for lang in ("da", "en")
            }
            starts = any(
                plain(question.text[lang]).startswith(plain(head)) for lang in ("da", "en")
            )
            if starts and plain(tail) in labels:
                yield target

    def holds_item(self, found: tuple[str, ...]) -> bool:
        """Whether the targets of a column are items."""
        return any(target in self.items for target in found)

    def reads_as_heading(self, text: str, found: tuple[str, ...]) -> bool:
        """Whether a cell is a heading: one that is found, or a question's own text."""
        form = plain(text)
        return self.holds_item(found) or form in self.texts

    def near(self, column: Column, found: set[str]) -> str | None:
        """The target that is not found yet and that a heading nearly spells."""
        form = plain(column.heading)
        if not 5 <= len(form) <= 200:
            return None
        open_forms = {
            form: next(iter(targets))
            for form, targets in self.forms.items()
            if len(targets) == 1 and not targets & found
        }
        if "kommune" not in found:
            open_forms |= {word: role for word, role in self.roles.items() if role == "kommune"}
        size = len(form)
        nearby = [each for each in open_forms if abs(len(each) - size) <= max(2, size // 10)]
        match = get_close_matches(form, nearby, n=1, cutoff=0.9)
        return open_forms[match[0]] if match else None

    def respondent(self, columns: list[Column]) -> Column | None:
        """The column that identifies respondents best, by the order of the known names."""
        order = _ROLE_WORDS["respondent"].split()
        rank = [
            order.index(plain(column.heading)) if plain(column.heading) in order else -1
            for column in columns
        ]
        return columns[int(np.argmin(rank))] if columns else None
