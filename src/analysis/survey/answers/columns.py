"""Which column of a file is which: found by the codebook's words, or by the user's mapping."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches

import numpy as np

from analysis.survey.answers.answer_table import AnswerTable
from analysis.survey.answers.mapping import AnswerMapping
from analysis.survey.checks import ProblemList, shorten
from analysis.survey.codebook import Codebook
from analysis.survey.names import plain

_CURE = (
    "Giv kolonnen et navn som importance_virksomheder, eller angiv den i en mapping-fil "
    '("columns:").'
)
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
#: What a column holds: names of items or groups, or one of the roles; several when it is unclear.
Targets = tuple[str, ...]


@dataclass(frozen=True)
class FoundColumns:
    """The places of a table's columns by what they hold.

    ``items`` by ``question_item``, ``groups`` by variable; ``kommune`` may be several columns
    (code and name). ``table`` is without a second heading row, ``ignored`` in words.
    """

    table: AnswerTable
    items: dict[str, int]
    groups: dict[str, int]
    kommune: tuple[int, ...]
    staff: int | None
    respondent: int | None
    basis: int | None
    ignored: tuple[str, ...]


def find_columns(
    table: AnswerTable, codebook: Codebook, mapping: AnswerMapping, problems: ProblemList
) -> FoundColumns:
    """Find what each column of a table holds.

    Parameters
    ----------
    table : AnswerTable
    codebook : Codebook
    mapping : AnswerMapping
        Comes before everything else.
    problems : ProblemList
        Headings that are unclear, missing, or there twice are added here.
    """
    words = _HeadingWords(codebook, mapping)
    table, targets = _without_second_heading(table, words)
    _check_mapping(table, mapping, problems)
    clear = {found[0] for found in targets if len(found) == 1}
    places: dict[str, list[int]] = {}
    ignored = []
    named: set[str] = set()

    def refuse(place: int, expected: str, cure: str) -> None:
        heading = table.name(place)
        problems.add_cell(heading, expected, cure, 1, heading, place)

    for place, found in enumerate(targets):
        possible = [target for target in found if target not in clear]
        if len(found) == 1:
            places.setdefault(found[0], []).append(place)
        elif possible:
            named |= set(possible)
            several = ", ".join(possible)
            refuse(place, f"en overskrift, der kun passer på én kolonne, ikke {several}", _CURE)
        else:
            ignored.append(place)
    for place in ignored[:200]:
        near = words.near(table.headings[place], clear)
        if near:
            named.add(near)
            cure = f"Ret overskriften til {near}, eller angiv den som ignore i en mapping-fil."
            refuse(place, f"{near}, som den ligner", cure)
    for target, (first, *others) in places.items():
        if others and target not in ("kommune", "respondent", "ignore"):
            also = shorten(table.name(first))
            cure = "Slet den ene kolonne, eller angiv den som ignore i en mapping-fil."
            refuse(others[0], f'{target} i én kolonne; den er også fundet i "{also}"', cure)
    _check_missing({*places, *named}, codebook, table, problems)
    ignored += places.get("ignore", [])
    first_of = {target: found[0] for target, found in places.items()}
    return FoundColumns(
        table=table,
        items={name: first_of[name] for name in codebook.columns() if name in first_of},
        groups={name: first_of[name] for name in codebook.groups if name in first_of},
        kommune=tuple(places.get("kommune", ())),
        staff=first_of.get("staff"),
        respondent=_best_respondent(table, places.get("respondent", [])),
        basis=first_of.get("basis"),
        ignored=tuple(
            table.name(place)
            for place in sorted(ignored)
            if table.headings[place] or (table.cells[place] != "").any()
        ),
    )


def _best_respondent(table: AnswerTable, places: list[int]) -> int | None:
    """The column that identifies respondents best, by the order of the known names."""
    order = _ROLE_WORDS["respondent"].split()

    def rank(place: int) -> int:
        form = plain(table.headings[place])
        return order.index(form) if form in order else -1

    return min(places, key=rank, default=None)


def _check_missing(
    named: set[str], codebook: Codebook, table: AnswerTable, problems: ProblemList
) -> None:
    found = ", ".join(shorten(heading, 30) for heading in table.headings[:8])
    missing = []
    items = codebook.columns()
    if not set(items) & named:
        missing.append((f"mindst én kolonne med svar, fx {next(iter(items))}", _CURE))
    for group in codebook.groups:
        if group not in named:
            cure = f"Kald kolonnen {group}, eller angiv den i en mapping-fil."
            missing.append((f"kolonnen {group} fra kodebogens groups.csv", cure))
    if "kommune" not in named and not codebook.groups:
        cure = "Tilføj kolonnen kommune med navn eller kode, fx Odder eller 0727."
        missing.append(("en kolonne med kommunen", cure))
    for expected, cure in missing:
        problems.add_cell(found, expected, cure, row=1)


def _check_mapping(table: AnswerTable, mapping: AnswerMapping, problems: ProblemList) -> None:
    there = {plain(text) for text in (*table.headings, *table.labels.values())}
    for heading, target in mapping.columns.items():
        if plain(heading) not in there:
            near = get_close_matches(heading, table.headings, n=1)
            cure = f'Mente du "{near[0]}"? ' if near else ""
            cure += "Ret mapping-filen eller filen."
            expected = f'overskriften "{shorten(heading)}", som mapping-filen giver til {target}'
            problems.add_cell("ingen sådan kolonne", expected, cure, row=1)


def _without_second_heading(
    table: AnswerTable, words: _HeadingWords
) -> tuple[AnswerTable, list[Targets]]:
    """Take the first data row as headings when it reads like headings in the item columns."""
    headings = table.headings
    targets = [words.targets(heading, table.label(i)) for i, heading in enumerate(headings)]
    if not len(table.cells):
        return table, targets
    second = [str(text) for text in table.cells.iloc[0]]
    from_second = [words.targets(text) for text in second]
    items = [i for i, found in enumerate(targets) if words.holds_item(found)]
    like_headings = [
        i
        for i in items or range(len(second))
        if words.holds_item(from_second[i]) or plain(second[i]) in words.questions
    ]
    if len(like_headings) < max(1, len(items) / 2):
        return table, targets
    merged = [a if len(a) == 1 else b or a for a, b in zip(targets, from_second, strict=True)]
    table = replace(table, labels=dict(enumerate(second)))
    return table.take(np.arange(len(table.cells)) > 0), merged


class _HeadingWords:
    """The headings that a codebook and a mapping know, in their plain form."""

    def __init__(self, codebook: Codebook, mapping: AnswerMapping) -> None:
        self.mapped = {plain(heading): target for heading, target in mapping.columns.items()}
        self.items = codebook.columns()
        self.order = (*self.items, *codebook.groups)
        self.forms: dict[str, set[str]] = {}
        self.questions: set[str] = set()
        for target, (question, item) in self.items.items():
            texts = {question.text.da, question.text.en, question.title.da, question.title.en}
            self.questions |= {plain(text) for text in texts}
            forms = {target, target[:_STATA], *item.names}
            forms |= {form for t in texts for name in item.names for form in (t + name, name + t)}
            for form in forms:
                self.forms.setdefault(plain(form), set()).add(target)
        for group in codebook.groups:
            self.forms[plain(group)] = {group}
        self.forms.pop("", None)
        self.roles = {
            word: role
            for role, text in _ROLE_WORDS.items()
            for word in text.split()
            if role not in mapping.columns.values() and word not in self.forms
        }

    def targets(self, heading: str, label: str = "") -> Targets:
        """What a column can hold: one target when it is clear."""
        for text in (heading, label):
            if plain(text) in self.mapped:
                return (self.mapped[plain(text)],)
        best: Targets = ()
        for text in (heading, label):
            found = tuple(t for t in self._by_words(text) if t not in self.mapped.values())
            if len(found) == 1:
                return found
            best = best or found
        return best

    def _by_words(self, text: str) -> Targets:
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
            texts = (plain(question.text.da), plain(question.text.en))
            if plain(tail) in map(plain, item.names) and any(
                full.startswith(plain(head)) for full in texts
            ):
                yield target

    def holds_item(self, found: Targets) -> bool:
        """Whether the targets of a column are items."""
        return any(target in self.items for target in found)

    def near(self, heading: str, found: set[str]) -> str | None:
        """The target that is not found yet and that a heading nearly spells."""
        size = len(plain(heading))
        if not 5 <= size <= 200:
            return None
        missing = {
            form: next(iter(targets))
            for form, targets in self.forms.items()
            if len(targets) == 1 and not targets & found
        }
        if "kommune" not in found:
            missing |= {word: role for word, role in self.roles.items() if role == "kommune"}
        nearby = [form for form in missing if abs(len(form) - size) <= max(2, size // 10)]
        match = get_close_matches(plain(heading), nearby, n=1, cutoff=0.9)
        return missing[match[0]] if match else None
