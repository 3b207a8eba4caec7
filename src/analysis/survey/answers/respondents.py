"""Who answered: respondents, their kommuner, and the job centres' staff."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.survey.answers.codes import code_of
from analysis.survey.answers.columns import FoundColumns
from analysis.survey.answers.spreadsheet_cells import cell_cure
from analysis.survey.checks import InputError, Problem, ProblemList, shorten
from analysis.survey.codebook import MOST_STAFF, Codebook
from analysis.survey.kommuner import Kommune, find_kommune, kommune_frame, read_kommuner
from analysis.survey.published import read_published
from analysis.words import said

#: With more different unknown names than this, the column does not hold kommuner.
_MOST_UNKNOWN = 100


def check_respondents(found: FoundColumns, problems: ProblemList) -> None:
    """Add a problem for each row whose respondent stands in an earlier row too."""
    if found.respondent is None:
        return
    keys = pd.Series(found.table.map_words(found.respondent, _respondent), found.table.cells.index)
    again = (keys.duplicated() & (keys != "")).to_numpy()
    first = keys.drop_duplicates()
    row_of = dict(zip(first, first.index, strict=True))

    def cure(text: str) -> str:
        row = row_of[_respondent(text)]
        return said("answers.respondent_cure", row=row)

    expected = said("answers.respondent")
    found.table.add_problems(problems, found.respondent, again, expected, cure)


def _respondent(text: str) -> str:
    """A respondent's number: 7 and 7.0 are the same, 007 is another."""
    return re.sub(r"(?<=\d)[.,]0$", "", text.casefold())


def kommune_codes(
    found: FoundColumns, codebook: Codebook, problems: ProblemList
) -> np.ndarray | None:
    """Code of each row's kommune; None when the file has no such column."""
    if not found.kommune:
        return None
    table, first = found.table, found.kommune[0]
    codes = _codes_in(found, first, problems)
    for place in found.kommune[1:]:
        own = _codes_in(found, place, problems)
        differ = (own != codes) & (own != "") & (codes != "")
        expected = said("answers.same_kommune", column=shorten(table.headings[first]))
        table.add_problems(problems, place, differ, expected, said("answers.same_kommune_cure"))
        codes = np.where(codes == "", own, codes)
    if not codebook.groups:
        cure = said("answers.kommune_cure", name="Odder", code="0727")
        filled = [table.map_words(place, bool, bool) for place in found.kommune]
        expected = said("answers.kommune")
        table.add_problems(problems, first, ~np.any(filled, axis=0), expected, cure)
    return codes


def _codes_in(found: FoundColumns, place: int, problems: ProblemList) -> np.ndarray:
    """Code of each row's kommune by one column; blank where it holds none."""
    table = found.table
    codes: dict[str, str] = {}
    cures: dict[str, str] = {}
    for text, word in table.words(place).items():
        codes[text] = ""
        if word and len(cures) <= _MOST_UNKNOWN:
            try:
                codes[text] = _kommune(word).code
            except InputError as error:
                cures[text] = error.problems[0].cure
    if len(cures) > _MOST_UNKNOWN:
        expected = said("answers.kommuner", number=_MOST_UNKNOWN)
        cure = cell_cure(next(iter(cures))) or said("answers.kommuner_cure")
        some = ", ".join(list(cures)[:3])
        problems.add_cell(some, expected, cure, None, table.headings[place], place)
    else:
        unknown = table.map_cells(place, {text: text in cures for text in codes}, bool)
        expected = said("answers.known_kommune", of=len(read_kommuner()))
        table.add_problems(problems, place, unknown, expected, cures.__getitem__)
    return table.map_cells(place, codes)


def _kommune(text: str) -> Kommune:
    """A kommune by name, by code, or by both (``727 Odder``) when they agree."""
    both = re.fullmatch(r"(?:([0-9]{3,4})[\s:–-]+(\D+)|(\D+?)\s*\(([0-9]{3,4})\))", text)
    if not both:
        return find_kommune(code_of(text) or text)
    by_code = find_kommune(both[1] or both[4])
    if find_kommune(both[2] or both[3]).code != by_code.code:
        message = said("kommuner.unknown", asked=shorten(text, 58), of=len(read_kommuner()))
        cure = said("answers.code_cure", name=by_code.name)
        raise InputError(Problem(message, cure))
    return by_code


def staff_by_kommune(
    found: FoundColumns, codes: np.ndarray | None, problems: ProblemList
) -> dict[str, int]:
    """Staff by code of the kommune, from the file."""
    if found.staff is None or codes is None:
        return {}
    table, place = found.table, found.staff
    numbers = table.map_cells(place, {text: _staff(text) for text in table.different(place)}, int)
    cure: str = said("answers.staff_cure")
    expected = said("answers.staff", low=1, high=MOST_STAFF)
    table.add_problems(problems, place, numbers == -1, expected, cure)
    known = (numbers > 0) & (codes != "")
    first = pd.Series(numbers[known]).groupby(codes[known]).first()
    differ = known & (numbers != pd.Series(codes).map(first).to_numpy())
    expected = said("answers.same_staff")
    cure = said("answers.same_staff_cure")
    table.add_problems(problems, place, differ, expected, cure)
    return {str(code): int(number) for code, number in first.items()}


def _staff(text: str) -> int:
    """A number of staff; 0 for an empty cell and −1 for anything else."""
    number = int(code_of(text) or -1)
    return number if 1 <= number <= MOST_STAFF else -bool(text)


def kommuner_of_answers(
    codes: np.ndarray | None, staff: Mapping[str, int], codebook: Codebook, problems: ProblemList
) -> tuple[pd.DataFrame, list[str]]:
    """One row per kommune in the file, and notes on what the report had to supply."""
    there = [] if codes is None else codes[codes != ""]
    answered = pd.Series(there, dtype=object).value_counts().sort_index()
    published = read_published().kommuner
    rows, borrowed, unknown, many = [], [], [], []
    for code, count in answered.items():
        kommune = read_kommuner()[str(code)]
        printed = published["staff"].get(kommune.code)
        number: float = staff.get(kommune.code, np.nan if printed is None else printed)
        if kommune.code not in staff and printed is not None:
            borrowed.append(kommune.name)
        if np.isnan(number):
            unknown.append(kommune.name)
        if count > published["answers"].get(kommune.code, 1):
            many.append(f"{kommune.name} ({count})")
        if codebook.size_bands and not np.isnan(number):
            try:
                codebook.size_band(int(number))
            except InputError as error:
                expected = said("answers.size_band")
                problems.add_cell(f"{int(number)}", expected, str(error), column="staff")
                number = np.nan
        rows.append((kommune, number, int(count)))
    notes: list[str] = []
    if borrowed:
        notes.append(said("answers.note_borrowed", names=listed(borrowed)))
    if unknown:
        notes.append(said("answers.note_no_staff", names=listed(unknown)))
    if many:
        notes.append(said("answers.note_many", names=listed(many)))
    return kommune_frame(rows, codebook), notes


def listed(names: list[str], limit: int = 12) -> str:
    """The first of many names, and how many more there are."""
    shown = ", ".join(shorten(name, 40) for name in names[:limit])
    more = len(names) - limit
    return said("answers.more", shown=shown, number=more) if more > 0 else shown
