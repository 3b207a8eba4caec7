"""Which column of a file is which: found by the codebook's words, or by the user's mapping."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches

import numpy as np

from analysis.survey.codebook import Codebook, Item, Question
from analysis.survey.mapping import AnswerMapping
from analysis.survey.tables import Column, ProblemList, Table, shorten
from analysis.survey.wording import plain

_ROLE_WORDS = {
    "kommune": "kommune kommunekode kommunenavn kommunenr kommunenummer municipality "
    "municipalitycode municipalityname",
    "staff": "staff medarbejdere antalmedarbejdere ansatte antalansatte numberofstaff",
    "respondent": "respondent respondentid respondentnr respondentnummer respondentkey responseid "
    "svarid svarnr id",
}
#: Stata cuts names off here.
_STATA = 32
_CURE = (
    "Giv kolonnen et navn som importance_virksomheder, eller angiv den i en mapping-fil "
    '("columns:").'
)


@dataclass(frozen=True)
class Found:
    """Columns of a file by what they hold.

    ``items`` by ``question_item``, ``groups`` by variable; ``kommune`` may be several columns
    (code and name). ``table`` is without a second heading row.
    """

    table: Table
    items: dict[str, Column]
    groups: dict[str, Column]
    kommune: tuple[Column, ...]
    staff: Column | None
    respondent: Column | None
    ignored: tuple[str, ...]

    def place(self, column: Column) -> int:
        """The column's place in the file."""
        return next(i for i, each in enumerate(self.table.columns) if each is column)


def item_columns(codebook: Codebook) -> dict[str, tuple[Question, Item]]:
    """Question and item by column name, in the order of the questionnaire."""
    return {
        f"{question.key}_{item.key}": (question, item)
        for question in codebook.questions.values()
        for item in question.items
    }


def find_columns(
    table: Table, codebook: Codebook, mapping: AnswerMapping, problems: ProblemList
) -> Found:
    """Find what each column of a table holds.

    Parameters
    ----------
    table : Table
    codebook : Codebook
    mapping : AnswerMapping
        Comes before everything else.
    problems : ProblemList
        Headings that are unclear, missing, or there twice are noted here.

    Returns
    -------
    Found
    """
    words = _Words(codebook, mapping)
    targets = [words.targets(column) for column in table.columns]
    table, targets = _without_second_heading(table, targets, words)
    names = [_shown(column, i) for i, column in enumerate(table.columns)]
    _check_mapping(table, mapping, problems)
    items = item_columns(codebook)
    clear = {found[0] for found in targets if len(found) == 1}
    places: dict[str, list[int]] = {}
    ignored = []
    for i, found in enumerate(targets):
        open_targets = [target for target in found if target not in clear]
        if len(found) == 1:
            places.setdefault(found[0], []).append(i)
        elif open_targets:
            problems.add(
                1,
                names[i],
                names[i],
                f"en overskrift, der kun passer på én kolonne, ikke {', '.join(open_targets)}",
                _CURE,
                i,
            )
        else:
            ignored.append(i)
    for i in ignored[:200]:
        near = words.near(table.columns[i], clear)
        if near:
            problems.add(
                1,
                names[i],
                names[i],
                f"{near}, som den ligner",
                f"Ret overskriften til {near}, eller angiv den som ignore i en mapping-fil.",
                i,
            )
    for target, at in places.items():
        if len(at) > 1 and target not in ("kommune", "respondent", "ignore"):
            problems.add(
                1,
                names[at[1]],
                names[at[1]],
                f'{target} i én kolonne; den er også fundet i "{shorten(names[at[0]])}"',
                "Slet den ene kolonne, eller angiv den som ignore i en mapping-fil.",
                at[1],
            )
    _check_missing(places, items, codebook, table, problems)
    columns = {target: [table.columns[i] for i in at] for target, at in places.items()}
    ignored += places.get("ignore", [])
    return Found(
        table=table,
        items={target: columns[target][0] for target in items if target in columns},
        groups={group: columns[group][0] for group in codebook.groups if group in columns},
        kommune=tuple(columns.get("kommune", ())),
        staff=columns["staff"][0] if "staff" in columns else None,
        respondent=words.respondent(columns.get("respondent", [])),
        ignored=tuple(
            names[i] for i in sorted(ignored) if table.columns[i].heading or _filled(table, i)
        ),
    )


def _check_missing(
    places: dict[str, list[int]],
    items: dict[str, tuple[Question, Item]],
    codebook: Codebook,
    table: Table,
    problems: ProblemList,
) -> None:
    found = ", ".join(shorten(column.heading, 30) for column in table.columns[:8])
    if not set(items) & set(places):
        problems.add(1, None, found, f"mindst én kolonne med svar, fx {next(iter(items))}", _CURE)
    for group in codebook.groups:
        if group not in places:
            cure = f"Kald kolonnen {group}, eller angiv den i en mapping-fil."
            problems.add(1, None, found, f"kolonnen {group} fra kodebogens groups.csv", cure)
    if "kommune" not in places and not codebook.groups:
        cure = "Tilføj kolonnen kommune med navn eller kode, fx Odder eller 0727."
        problems.add(1, None, found, "en kolonne med kommunen", cure)


def _check_mapping(table: Table, mapping: AnswerMapping, problems: ProblemList) -> None:
    there = {plain(text) for column in table.columns for text in (column.heading, column.label)}
    for heading, target in mapping.columns.items():
        if plain(heading) not in there:
            near = get_close_matches(heading, [column.heading for column in table.columns], n=1)
            cure = f'Mente du "{near[0]}"? ' if near else ""
            expected = f'overskriften "{shorten(heading)}", som mapping-filen giver til {target}'
            problems.add(
                1, None, "ingen sådan kolonne", expected, f"{cure}Ret mapping-filen eller filen."
            )


def _without_second_heading(
    table: Table, targets: list[tuple[str, ...]], words: _Words
) -> tuple[Table, list[tuple[str, ...]]]:
    """Take the first data row as headings when it reads like headings in the item columns."""
    if not len(table.rows):
        return table, targets
    second = [column.text(0) for column in table.columns]
    from_second = [
        words.targets(replace(c, heading=t, label=""))
        for c, t in zip(table.columns, second, strict=True)
    ]
    items = [i for i, found in enumerate(targets) if words.holds_item(found)]
    looks = [
        i for i in items or range(len(second)) if words.reads_as_heading(second[i], from_second[i])
    ]
    if len(looks) < max(1, len(items) / 2):
        return table, targets
    columns = tuple(
        replace(column, label=text) for column, text in zip(table.columns, second, strict=True)
    )
    merged = [a if len(a) == 1 else b or a for a, b in zip(targets, from_second, strict=True)]
    table = replace(table, columns=columns)
    return table.take(np.arange(len(table.rows)) > 0), merged


class _Words:
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


def _shown(column: Column, place: int) -> str:
    """The column's name in messages; columns without heading by their letter."""
    if column.heading:
        return re.sub(r"\s+", " ", column.heading)
    letters = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters} (uden overskrift)"


def _filled(table: Table, place: int) -> bool:
    column = table.columns[place]
    return any(column.texts[code] for code in np.unique(column.codes))
