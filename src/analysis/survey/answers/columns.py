"""Which column of a file is which: found by the codebook's words, or by the user's mapping."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
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

_CURE = (
    "Giv kolonnen et navn som importance_virksomheder, eller angiv den i en kolonnefil "
    '("columns:").'
)


@dataclass(frozen=True)
class FoundColumns:
    """The places of a table's columns by what they hold.

    ``items`` by ``question_item``, ``groups`` by variable; ``kommune`` may be several columns
    (code and name). ``whole`` are questions with any number of options in one column, ``open``
    those answered in words, ``design`` the columns of a design by their heading. ``table`` is
    without a second heading row, ``ignored`` in words.
    """

    table: AnswerTable
    items: dict[str, int]
    groups: dict[str, int]
    kommune: tuple[int, ...]
    staff: int | None
    respondent: int | None
    basis: int | None
    ignored: tuple[str, ...]
    unit: int | None = None
    whole: Mapping[str, int] = field(default_factory=dict)
    open: Mapping[str, int] = field(default_factory=dict)
    design: Mapping[str, int] = field(default_factory=dict)


def find_columns(
    table: AnswerTable,
    codebook: Codebook,
    mapping: AnswerMapping,
    problems: ProblemList,
    design: Sequence[str] = (),
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
    design : sequence of str
        Headings of the columns that describe how the respondents were drawn.
    """
    words = HeadingWords(codebook, mapping)
    table, texts = take_heading_rows(table, words, problems)
    said = _by_mapping(texts, table, mapping, problems)
    drawn = _named_columns(texts, table, design, "[design]", problems)
    column = codebook.about.unit_column
    unit = _named_columns(texts, table, [column] if column else [], "[unit]", problems)
    for place in unit.values():
        said.setdefault(place, "kommune" if codebook.about.kommuner else "unit")
    taken = set(mapping.columns.values())
    targets = [
        (said[place],) if place in said else _by_words(above, words, taken)
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
            refuse(place, f"en overskrift, der kun passer på én kolonne, ikke {several}", _CURE)
        elif place not in drawn.values():
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
        cure = f"Ret overskriften til {near}, eller angiv den som ignore i en kolonnefil."
        if list(likely.values()).count(near) > 1:
            cure = f"Angiv i en kolonnefil, hvilken kolonne der er {near}, og de andre som ignore."
        refuse(place, f"{near}, som den ligner", cure)
    for target, (first, *others) in places.items():
        if others and target not in ("kommune", "respondent", "ignore"):
            also = shorten(table.name(first))
            cure = "Slet den ene kolonne, eller angiv den som ignore i en kolonnefil."
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
        unit=first_of.get("unit"),
        whole=_whole(first_of, codebook),
        open={name: first_of[name] for name in codebook.open_questions if name in first_of},
        design=drawn,
        ignored=tuple(
            table.name(place)
            for place in sorted(ignored)
            if table.headings[place] or (table.cells[place] != "").any()
        ),
    )


def _whole(places: Mapping[str, int], codebook: Codebook) -> dict[str, int]:
    """The columns that hold all options of a question, where these have no columns of their own."""
    return {
        key: places[key]
        for key, question in codebook.questions.items()
        if question.kind == "multiple"
        and key in places
        and not any(question.column(item.key) in places for item in question.items)
    }


def _named_columns(
    texts: Sequence[tuple[str, ...]],
    table: AnswerTable,
    headings: Sequence[str],
    named_in: str,
    problems: ProblemList,
) -> dict[str, int]:
    """The columns with these headings, which ``survey.toml`` names."""
    exactly = _places_by([[_line(text) for text in of_column] for of_column in texts])
    plainly = _places_by([[plain(text) for text in of_column] for of_column in texts])
    found = {}
    for heading in headings:
        places = exactly.get(_line(heading)) or plainly.get(plain(heading), [])
        if places:
            found[heading] = places[0]
            continue
        near = get_close_matches(heading, table.headings, n=1)
        cure = f'Mente du "{near[0]}"? ' if near else ""
        expected = f'kolonnen "{shorten(heading)}", som survey.toml nævner under {named_in}'
        problems.add_cell("ingen sådan kolonne", expected, f"{cure}Ret survey.toml.", row=1)
    return found


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
    asked = {*items, *codebook.open_questions, *codebook.questions}
    if not asked & named:
        missing.append((f"mindst én kolonne med svar, fx {next(iter(items))}", _CURE))
    for group in codebook.groups:
        if group not in named:
            cure = f"Kald kolonnen {group}, eller angiv den i en kolonnefil."
            missing.append((f"kolonnen {group} fra kodebogens groups.csv", cure))
    if "kommune" not in named and codebook.asks_kommune:
        cure = "Tilføj kolonnen kommune med navn eller kode, fx Odder eller 0727."
        missing.append(("en kolonne med kommunen", cure))
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
    said: dict[int, str] = {}
    for heading, target in mapping.columns.items():
        places = exactly.get(_line(heading)) or plainly.get(plain(heading), [])
        for place in places:
            if said.setdefault(place, target) != target:
                expected = f"kolonnen én gang i kolonnefilen, ikke som {said[place]} og {target}"
                name = table.name(place)
                problems.add_cell(name, expected, "Slet den ene linje.", 1, name, place)
        if not places:
            alike = [name for name in table.headings if same_numbers(name, heading)]
            near = get_close_matches(heading, alike, n=1)
            cure = f'Mente du "{near[0]}"? ' if near else ""
            cure += "Ret kolonnefilen eller filen."
            expected = f'overskriften "{shorten(heading)}", som kolonnefilen giver til {target}'
            problems.add_cell("ingen sådan kolonne", expected, cure, row=1)
    return said


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
    if len(items) > 1 or (items and clear[0] in words.whole):
        return tuple(items)
    return (clear[0],) if clear else next(filter(None, found), ())
