"""Personal numbers (CPR): they stop the reading, and no message repeats them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from unicodedata import normalize

from analysis.survey.answers.answer_table import column_letters
from analysis.survey.answers.workbook_cells import SheetCells
from analysis.survey.checks import Problem, ProblemList
from analysis.words import text

#: Day, month and year of birth, and four digits more, as people write them.
_WRITTEN = re.compile(
    r"(?<!\d)(\d{2})[-./ ]?(\d{2})[-./ ]?(\d{2})\s*[-./\u2010-\u2015\u2212]?\s*(\d{4})(?!\d)"
)
#: A number loses the zero that it began with.
_NUMBER = re.compile(r"(\d)(\d{2})(\d{2})(\d{4})")


def looks_like_cpr(words: str) -> bool:
    """Whether a text holds a CPR number: a day that exists, and four digits.

    The check digit is not looked at: since 2007 numbers are given out without one.

    Examples
    --------
    >>> [looks_like_cpr(each) for each in ("010180-1234", "101801234", "311180 1234", "12345678")]
    [True, True, False, False]
    """
    words = normalize("NFKC", words)
    found = [match.groups() for match in _WRITTEN.finditer(words)]
    if (match := _NUMBER.fullmatch(words.strip())) is not None:
        found.append(match.groups())
    return any(_is_day(int(day), int(month), int(year)) for day, month, year, _ in found)


def _is_day(day: int, month: int, year: int) -> bool:
    """Whether a day exists in a year of this or the last century."""
    for century in (1900, 2000):
        try:
            date(century + year, month, day)
        except ValueError:
            continue
        return True
    return False


def refuse_cpr(sheets: Iterable[SheetCells], file: str, *, lang: str = "da") -> None:
    """Stop at cells that look like CPR numbers, and at tabs that do.

    Raises
    ------
    InputError
        Names the sheet, the row and the column of each, and none of the values.
    """
    message, cure = (text(f"centre_file.{key}", lang) for key in ("cpr", "cpr_cure"))
    problems = ProblemList(lang=lang)
    for number, sheet in enumerate(sheets, start=1):
        name = sheet.name
        if looks_like_cpr(name):
            name = text("centre_file.sheet_number", lang, number=number)
            problems.add(Problem(message, cure, file, name, lang=lang))
        for (row, column), words in sorted(sheet.texts.items()):
            if looks_like_cpr(words):
                letters = column_letters(column - 1)
                problems.add(Problem(message, cure, file, name, row, column=letters, lang=lang))
    problems.raise_if_any()
