"""Which column of a file is which: found by the codebook's words, or by the user's mapping."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches

import numpy as np

from analysis.survey.answers.answer_table import Column, ProblemList, Table, shorten
from analysis.survey.answers.column_names import HeadingWords, item_columns
from analysis.survey.answers.mapping import AnswerMapping
from analysis.survey.answers.wording import plain
from analysis.survey.codebook import Codebook, Item, Question

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
    basis: Column | None
    ignored: tuple[str, ...]

    def place(self, column: Column) -> int:
        """The column's place in the file."""
        return next(i for i, each in enumerate(self.table.columns) if each is column)


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
    words = HeadingWords(codebook, mapping)
    targets = [words.targets(column) for column in table.columns]
    table, targets = _without_second_heading(table, targets, words)
    names = [_shown(column, i) for i, column in enumerate(table.columns)]
    _check_mapping(table, mapping, problems)
    items = item_columns(codebook)
    clear = {found[0] for found in targets if len(found) == 1}
    places: dict[str, list[int]] = {}
    ignored = []
    unclear: set[str] = set()
    for i, found in enumerate(targets):
        open_targets = [target for target in found if target not in clear]
        if len(found) == 1:
            places.setdefault(found[0], []).append(i)
        elif open_targets:
            unclear |= set(open_targets)
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
    likely = set()
    for i in ignored[:200]:
        near = words.near(table.columns[i], clear)
        if near:
            likely.add(near)
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
    _check_missing({*places, *likely, *unclear}, items, codebook, table, problems)
    columns = {target: [table.columns[i] for i in at] for target, at in places.items()}
    ignored += places.get("ignore", [])
    return Found(
        table=table,
        items={target: columns[target][0] for target in items if target in columns},
        groups={group: columns[group][0] for group in codebook.groups if group in columns},
        kommune=tuple(columns.get("kommune", ())),
        staff=columns["staff"][0] if "staff" in columns else None,
        respondent=words.respondent(columns.get("respondent", [])),
        basis=columns["basis"][0] if "basis" in columns else None,
        ignored=tuple(
            names[i] for i in sorted(ignored) if table.columns[i].heading or _filled(table, i)
        ),
    )


def _check_missing(
    places: set[str],
    items: dict[str, tuple[Question, Item]],
    codebook: Codebook,
    table: Table,
    problems: ProblemList,
) -> None:
    found = ", ".join(shorten(column.heading, 30) for column in table.columns[:8])
    if not set(items) & places:
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
    table: Table, targets: list[tuple[str, ...]], words: HeadingWords
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
