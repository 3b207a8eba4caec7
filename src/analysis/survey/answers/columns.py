"""Which column of a file is which: found by the codebook's words, or by the user's mapping."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from analysis.survey.answers.answer_table import AnswerTable
from analysis.survey.answers.heading_rows import take_heading_rows
from analysis.survey.answers.heading_words import (
    ROLE_WORDS,
    HeadingWords,
    Targets,
    original,
    same_numbers,
)
from analysis.survey.answers.mapping import AnswerMapping
from analysis.survey.checks import ProblemList, shorten
from analysis.survey.codebook import Codebook
from analysis.survey.names import plain
from analysis.survey.worded import joined
from analysis.words import said

_EXAMPLE = "importance_virksomheder"


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
    words = HeadingWords(codebook, mapping)
    table, texts = take_heading_rows(table, words, problems)
    mapped = _by_mapping(texts, table, mapping, problems)
    taken = set(mapping.columns.values())
    targets = [
        (mapped[place],) if place in mapped else _by_words(above, words, taken)
        for place, above in enumerate(texts)
    ]
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
            expected = said("answers.heading_of_one", several=several)
            refuse(place, expected, said("answers.column_cure", example=_EXAMPLE))
        else:
            ignored.append(place)
    likely: dict[int, str] = {}
    for place in list(ignored):
        copied = _copied_item(texts[place], words, taken)
        if copied in clear:
            ignored.remove(place)
            places[copied].append(place)
        elif copied:
            likely[place] = copied
    for place in ignored[:200]:
        for text in texts[place]:
            if place in likely or words.is_question(text):  # which is no item nearly spelt
                continue
            if near := words.near(text, {*clear, *taken}):
                likely[place] = near
    for place, near in likely.items():
        named.add(near)
        cure = said("answers.near_cure", near=near)
        if list(likely.values()).count(near) > 1:
            cure = said("answers.several_near_cure", near=near)
        refuse(place, said("answers.near", near=near), cure)
    for target, (first, *others) in places.items():
        if others and target not in ("kommune", "respondent", "ignore"):
            also = shorten(table.name(first))
            expected = said("answers.column_once", target=target, also=also)
            refuse(others[0], expected, said("answers.column_once_cure"))
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


def _copied_item(texts: tuple[str, ...], words: HeadingWords, taken: Collection[str]) -> str:
    """The item whose heading a program has numbered, as ``statements_1.1``; empty without one."""
    copied = tuple(original(text) for text in texts if original(text) != text)
    found = _by_words(copied, words, taken)
    return found[0] if len(found) == 1 and found[0] in words.items else ""


def _best_respondent(table: AnswerTable, places: list[int]) -> int | None:
    """The column that identifies respondents best, by the order of the known names."""
    order = ROLE_WORDS["respondent"].split()

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
        cure = said("answers.column_cure", example=_EXAMPLE)
        missing.append((said("answers.some_column", example=next(iter(items))), cure))
    for group in codebook.groups:
        if group not in named:
            expected = said("answers.group_column", group=group, file="groups.csv")
            missing.append((expected, said("answers.group_column_cure", group=group)))
    if "kommune" not in named and not codebook.groups:
        cure = said("answers.kommune_column_cure", column="kommune", name="Odder", code="0727")
        missing.append((said("answers.kommune_column"), cure))
    for expected, cure in missing:
        problems.add_cell(found, expected, cure, row=1)


def _by_mapping(
    texts: Sequence[tuple[str, ...]],
    table: AnswerTable,
    mapping: AnswerMapping,
    problems: ProblemList,
) -> dict[int, str]:
    """What the user's mapping says of each column; a heading written alike comes before others."""
    exactly = _places_by([[_line(text) for text in of_column] for of_column in texts])
    plainly = _places_by([[plain(text) for text in of_column] for of_column in texts])
    chosen: dict[int, str] = {}
    for heading, target in mapping.columns.items():
        places = exactly.get(_line(heading)) or plainly.get(plain(heading), [])
        for place in places:
            if chosen.setdefault(place, target) != target:
                expected = said("answers.mapped_once", one=chosen[place], other=target)
                name = table.name(place)
                cure: str = said("answers.delete_line")
                problems.add_cell(name, expected, cure, 1, name, place)
        if not places:
            alike = [name for name in table.headings if same_numbers(name, heading)]
            near = get_close_matches(heading, alike, n=1)
            cure = said("answers.mapped_cure")
            if near:
                cure = joined([said("answers.meant", near=near[0]), cure], " ")
            expected = said("answers.mapped", heading=shorten(heading), target=target)
            problems.add_cell(said("answers.no_such_column"), expected, cure, row=1)
    return chosen


def _places_by(texts: Sequence[Sequence[str]]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, of_column in enumerate(texts):
        for text in dict.fromkeys(of_column):
            places.setdefault(text, []).append(place)
    return places


def _line(text: str) -> str:
    return " ".join(text.split())


def _by_words(texts: tuple[str, ...], words: HeadingWords, taken: Collection[str]) -> Targets:
    """What a column holds by its headings: the first that is clear; items that differ are both."""
    found = [tuple(t for t in words.targets(text) if t not in taken) for text in texts]
    clear = list(dict.fromkeys(targets[0] for targets in found if len(targets) == 1))
    items = [target for target in clear if target in words.items]
    if len(items) > 1:
        return tuple(items)
    return (clear[0],) if clear else next(filter(None, found), ())
