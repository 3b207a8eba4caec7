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
        return f"Nummeret står også i række {row}: slet den ene række, eller ret nummeret."

    found.table.add_problems(problems, found.respondent, again, "hver respondent én gang", cure)


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
        expected = f'samme kommune som i kolonnen "{shorten(table.headings[first])}"'
        table.add_problems(problems, place, differ, expected, "Ret den ene af de to celler.")
        codes = np.where(codes == "", own, codes)
    if codebook.asks_kommune:
        cure = "Skriv kommunens navn eller kode, fx Odder eller 0727."
        filled = [table.map_words(place, bool, bool) for place in found.kommune]
        table.add_problems(problems, first, ~np.any(filled, axis=0), "en kommune", cure)
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
        expected = f"en kommune i hver række; over {_MOST_UNKNOWN} forskellige celler er ingen"
        cure = "Vælg den rigtige kolonne i en kolonnefil, eller ret kolonnen."
        cure = cell_cure(next(iter(cures))) or cure
        some = ", ".join(list(cures)[:3])
        problems.add_cell(some, expected, cure, None, table.headings[place], place)
    else:
        unknown = table.map_cells(place, {text: text in cures for text in codes}, bool)
        expected = "en af Danmarks 98 kommuner"
        table.add_problems(problems, place, unknown, expected, cures.__getitem__)
    return table.map_cells(place, codes)


def _kommune(text: str) -> Kommune:
    """A kommune by name, by code, or by both (``727 Odder``) when they agree."""
    both = re.fullmatch(r"(?:([0-9]{3,4})[\s:–-]+(\D+)|(\D+?)\s*\(([0-9]{3,4})\))", text)
    if not both:
        return find_kommune(code_of(text) or text)
    by_code = find_kommune(both[1] or both[4])
    if find_kommune(both[2] or both[3]).code != by_code.code:
        message = f'Kommunen "{text}" findes ikke blandt Danmarks 98.'
        cure = f"Koden hører til {by_code.name}; ret kode eller navn."
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
    cure = "Skriv jobcentrets antal medarbejdere som et helt tal uden punktum, eller slet tallet."
    expected = f"et antal medarbejdere, 1 til {MOST_STAFF}"
    table.add_problems(problems, place, numbers == -1, expected, cure)
    known = (numbers > 0) & (codes != "")
    first = pd.Series(numbers[known]).groupby(codes[known]).first()
    differ = known & (numbers != pd.Series(codes).map(first).to_numpy())
    expected = "samme antal medarbejdere i alle kommunens rækker"
    cure = "Antallet gælder hele jobcentret; skriv det samme tal i hver række."
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
        listed = published["staff"].get(kommune.code)
        number: float = staff.get(kommune.code, np.nan if listed is None else listed)
        if kommune.code not in staff and listed is not None:
            borrowed.append(kommune.name)
        if np.isnan(number):
            unknown.append(kommune.name)
        if count > published["answers"].get(kommune.code, 1):
            many.append(f"{kommune.name} ({count})")
        if codebook.size_bands and not np.isnan(number):
            try:
                codebook.size_band(int(number))
            except InputError as error:
                expected = "en størrelsesgruppe"
                problems.add_cell(f"{int(number)}", expected, str(error), column="staff")
                number = np.nan
        rows.append((kommune, number, int(count)))
    notes = {
        "Antal medarbejdere er rapportens (2017) for": borrowed,
        "Antal medarbejdere kendes ikke for": unknown,
        "Flere svar end i rapporten (ét pr. kommune, fire fra København) fra": many,
    }
    return kommune_frame(rows, codebook), [
        listing(text, names) for text, names in notes.items() if names
    ]


def listing(text: str, names: list[str], limit: int = 12) -> str:
    """A sentence that names the first of many."""
    shown = ", ".join(shorten(name, 40) for name in names[:limit])
    return f"{text} {shown}{f' og {len(names) - limit} til' if len(names) > limit else ''}."
