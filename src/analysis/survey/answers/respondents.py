"""Who answered: respondents, their kommuner, and the job centres' staff."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from analysis.survey.answers.answer_table import Column, ProblemList, shorten
from analysis.survey.answers.columns import Found
from analysis.survey.checks import InputError
from analysis.survey.codebook import Codebook
from analysis.survey.kommuner import Kommune, find_kommune, read_kommuner
from analysis.survey.published import read_published

#: No job centre has more staff than this; København had 2,345.
MAX_STAFF = 9999
#: With more different unknown names than this, the column does not hold kommuner.
_MAX_UNKNOWN_NAMES = 100
_COLUMNS = "name staff answers region landsdel kommunegruppe population size_band".split()


def note_cells(
    found: Found,
    column: Column,
    where: np.ndarray,
    expected: str,
    cure: str | Callable[[str], str],
    problems: ProblemList,
) -> None:
    """Note a problem in each row of a column for which ``where`` is true."""
    at = np.flatnonzero(where)
    if len(at):
        place = found.place(column)
        rows = found.table.rows[at]
        heading = column.heading or column.label
        problems.add_rows(rows, heading, lambda i: column.text(at[i]), expected, cure, place)


def check_respondents(found: Found, problems: ProblemList) -> None:
    column = found.respondent
    if column is None:
        return
    filled = column.where(bool)
    keys = pd.Series(column.texts, dtype=object).str.casefold().to_numpy()[column.codes]
    again = pd.Series(keys).duplicated().to_numpy() & filled
    if not again.any():
        return
    first = pd.Series(found.table.rows).groupby(keys).first()

    def cure(text: str) -> str:
        row = first[text.casefold()]
        return f"Nummeret står også i række {row}: slet den ene række, eller ret nummeret."

    note_cells(found, column, again, "hver respondent én gang", cure, problems)


def kommune_codes(found: Found, book: Codebook, problems: ProblemList) -> np.ndarray | None:
    """Code of each row's kommune; None when the file has no such column."""
    codes: np.ndarray | None = None
    for column in found.kommune:
        own = _codes_in(found, column, problems)
        if codes is not None:
            differ = (own != codes) & (own != "") & (codes != "")
            expected = f'samme kommune som i kolonnen "{shorten(found.kommune[0].heading)}"'
            note_cells(found, column, differ, expected, "Ret den ene af de to celler.", problems)
            own = np.where(codes == "", own, codes)
        codes = own
    if codes is not None and not book.groups:
        cure = "Skriv kommunens navn eller kode, fx Odder eller 0727."
        blank = np.ones(len(codes), dtype=bool)
        for column in found.kommune:
            blank &= np.array([not word for word in column.words()], dtype=bool)[column.codes]
        note_cells(found, found.kommune[0], blank, "en kommune", cure, problems)
    return codes


def _codes_in(found: Found, column: Column, problems: ProblemList) -> np.ndarray:
    """Code of each row's kommune by one column; blank where it holds none."""
    codes: list[str] = []
    cures: dict[str, str] = {}
    for text, word in zip(column.texts, column.words(), strict=True):
        codes.append("")
        if word and len(cures) <= _MAX_UNKNOWN_NAMES:
            try:
                codes[-1] = _kommune(word).code
            except InputError as error:
                cures[text] = str(error).partition("98. ")[2]
    if len(cures) > _MAX_UNKNOWN_NAMES:
        problems.add(
            None,
            column.heading,
            ", ".join(list(cures)[:3]),
            f"en kommune i hver række; over {_MAX_UNKNOWN_NAMES} forskellige celler er ingen",
            "Vælg den rigtige kolonne i en mapping-fil, eller ret kolonnen.",
            found.place(column),
        )
    else:
        unknown = column.where(cures.__contains__)
        expected = "en af Danmarks 98 kommuner"
        note_cells(found, column, unknown, expected, cures.__getitem__, problems)
    by_text: np.ndarray = np.array(codes, dtype=object)[column.codes]
    return by_text


def _kommune(text: str) -> Kommune:
    """A kommune by name, by code, or by both (``727 Odder``) when they agree."""
    both = re.fullmatch(r"(?:([0-9]{3,4})[\s:–-]+(\D+)|(\D+?)\s*\(([0-9]{3,4})\))", text)
    if not both:
        return find_kommune(re.sub(r"^([0-9]{3,4})[.,]0$", r"\1", text))
    by_code = find_kommune(both[1] or both[4])
    if find_kommune(both[2] or both[3]).code != by_code.code:
        raise InputError(
            f'Kommunen "{text}" findes ikke blandt Danmarks 98. '
            f"Koden hører til {by_code.name}; ret kode eller navn."
        )
    return by_code


def staff_by_kommune(
    found: Found, codes: np.ndarray | None, problems: ProblemList
) -> dict[str, int]:
    """Staff by kommune, from the file."""
    column = found.staff
    if column is None or codes is None:
        return {}
    cure = "Skriv jobcentrets antal medarbejdere som et helt tal uden punktum, eller slet tallet."
    number_of_text = np.zeros(len(column.texts), dtype=np.int64)
    for place, text in enumerate(column.texts):
        whole = re.fullmatch(r"([0-9]{1,4})(?:[.,]0)?", text)
        if whole and 1 <= int(whole[1]) <= MAX_STAFF:
            number_of_text[place] = int(whole[1])
        elif text:
            number_of_text[place] = -1
    numbers = number_of_text[column.codes]
    expected = f"et antal medarbejdere, 1 til {MAX_STAFF}"
    note_cells(found, column, numbers == -1, expected, cure, problems)
    known = (numbers > 0) & (codes != "")
    first = pd.Series(numbers[known]).groupby(codes[known]).first()
    agreed = pd.Series(codes).map(first).to_numpy()
    note_cells(
        found,
        column,
        known & (numbers != agreed),
        "samme antal medarbejdere i alle kommunens rækker",
        "Antallet gælder hele jobcentret; skriv det samme tal i hver række.",
        problems,
    )
    return {str(code): int(number) for code, number in first.items()}


def kommune_frame(
    codes: np.ndarray | None, staff: Mapping[str, int], book: Codebook, problems: ProblemList
) -> tuple[pd.DataFrame, list[str]]:
    """One row per kommune in the file, and notes on what the report had to supply."""
    there = [] if codes is None else [code for code in codes if code]
    answered = pd.Series(there, dtype=object).value_counts().sort_index()
    if not len(answered):
        return pd.DataFrame(columns=_COLUMNS).rename_axis("code"), []
    published = read_published().kommuner
    staff_in_report = published["staff"].to_dict()
    answers_in_report = published["answers"].to_dict()
    rows, borrowed, unknown, many = [], [], [], []
    for code, count in zip(map(str, answered.index), answered, strict=True):
        kommune = read_kommuner()[code]
        number: float = staff.get(code, staff_in_report.get(code, np.nan))
        if code not in staff and code in staff_in_report:
            borrowed.append(kommune.name)
        if np.isnan(number):
            unknown.append(kommune.name)
        if count > answers_in_report.get(code, 1):
            many.append(f"{kommune.name} ({count})")
        band = None
        if book.size_bands and not np.isnan(number):
            try:
                band = book.size_band(int(number)).key
            except InputError as error:
                problems.add(None, "staff", f"{int(number)}", "en størrelsesgruppe", str(error))
        rows.append(
            {
                "code": code,
                "name": kommune.name,
                "staff": number,
                "answers": int(count),
                "region": kommune.region,
                "landsdel": kommune.landsdel,
                "kommunegruppe": kommune.kommunegruppe,
                "population": kommune.population,
                "size_band": band,
            }
        )
    frame = pd.DataFrame(rows).set_index("code")
    if not unknown:
        frame["staff"] = frame["staff"].astype(np.int64)
    notes = {
        "Antal medarbejdere er rapportens (2017) for": borrowed,
        "Antal medarbejdere kendes ikke for": unknown,
        "Flere svar end i rapporten (ét pr. kommune, fire fra København) fra": many,
    }
    return frame, [listing(text, names) for text, names in notes.items() if names]


def listing(text: str, names: list[str], limit: int = 12) -> str:
    """A sentence that names the first of many."""
    shown = ", ".join(shorten(name, 40) for name in names[:limit])
    return f"{text} {shown}{f' og {len(names) - limit} til' if len(names) > limit else ''}."
