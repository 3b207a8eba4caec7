"""Problems of a job centre's workbook, gathered with sheet, row and column.

What stands on the sheet of employees, or on a sheet that is not known, is never repeated: a message
may be kept in a log.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.competence.workbook_model import Column
from analysis.survey.answers.workbook_cells import SheetCells
from analysis.survey.checks import Problem, ProblemList, shorten
from analysis.words import text

#: What gives the form anew.
COMMAND = "fagligheder own --template"
#: Numbers of so few digits say nothing of a person.
_SHORT_NUMBER = re.compile(r"-?\d{1,3}(?:[.,]\d)?")


@dataclass(frozen=True)
class Page:
    """One sheet of the workbook: what it is, its cells, and its headings by column."""

    key: str
    cells: SheetCells

    headings: Mapping[str, str] = field(default_factory=dict)

    def heading(self, column: Column, lang: str) -> str:
        """Return a column's heading as it stands on the sheet."""
        return self.headings.get(column.key, column.heading(lang))

    @property
    def private(self) -> bool:
        """Whether its cells may tell of an employee."""
        return self.key in ("employees", "")


@dataclass
class CentreProblems:
    """The problems found so far in a workbook."""

    file: str
    lang: str
    found: ProblemList = field(init=False)

    def __post_init__(self) -> None:
        self.found = ProblemList(lang=self.lang)

    def say(self, key: str, **fields: object) -> str:
        """Return a text of ``[centre_file]``."""
        return text(f"centre_file.{key}", self.lang, command=COMMAND, **fields)

    def cell(
        self, page: Page, row: int, column: Column, words: str, expected: str, cure: str
    ) -> None:
        """Add a cell: what was found there, or only of what kind it is where it is private."""
        found, message = shorten(words), ""
        shows = _SHORT_NUMBER.fullmatch(words) and column.kind != "code"
        if page.private and words and not shows:
            number = re.fullmatch(r"[\d.,\s]+", words)
            kind = self.say("found_number" if number else "found_text", number=len(words))
            found, message = "", self.say("hidden_found", found=kind, expected=expected)
        elif not words:
            message = self.say("hidden_found", found=self.say("blank"), expected=expected)
        self.found.add(
            Problem(
                message, cure, self.file, page.cells.name, row,
                column=page.heading(column, self.lang), found=found, expected=expected,
                lang=self.lang,
            )
        )  # fmt: skip

    def place(
        self,
        key: str,
        sheet: str,
        row: int | None = None,
        column: str | None = None,
        **fields: object,
    ) -> None:
        """Add what is wrong with a place: the text of this key, and its cure."""
        message, cure = self.say(key, **fields), self.say(f"{key}_cure", **fields)
        column = None if column is None else shorten(column)
        place = Problem(message, cure, self.file, sheet, row, column=column, lang=self.lang)
        self.found.add(place)
