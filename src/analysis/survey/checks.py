"""Reading and checking tables: one clear message says what, where and the cure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

#: So many problems of a file are listed.
MOST_LISTED = 50


class InputError(ValueError):
    """Input that cannot be used; the message states what was expected and found, where, the cure.

    Parameters
    ----------
    problems : sequence of str
        One complete message per problem, in the order of the file.
    """

    def __init__(self, problems: str | Sequence[str]) -> None:
        self.problems = (problems,) if isinstance(problems, str) else tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class Row:
    """One data row of a CSV file: its cells by column and where it stands.

    ``number`` counts as a spreadsheet does: the heading is row 1.
    """

    file: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def problem(self, column: str, expected: str, cure: str) -> str:
        """One message about one cell of this row."""
        return problem(self.file, self.number, column, self.cells[column], expected, cure)


def problem(
    file: str, row: int | None, column: str | None, found: str, expected: str, cure: str
) -> str:
    """Write one message: where, what was found, what was expected, and the cure."""
    where = [file]
    if row is not None:
        where.append(f"række {row}")
    if column is not None:
        where.append(f'kolonne "{column}"')
    return f"{', '.join(where)}: fandt {found!r}, forventede {expected}. {cure}"


def read_rows(path: Path, columns: Sequence[str]) -> list[Row]:
    """Read a UTF-8 CSV file with exactly the given columns as a list of rows.

    Parameters
    ----------
    path : Path
        Comma-separated, UTF-8 (with or without BOM), one heading row.
    columns : sequence of str
        The headings that must stand there, in this order.

    Returns
    -------
    list of Row

    Raises
    ------
    InputError
        The file is missing, is not UTF-8, has other headings, or has a row of another length.
    """
    name = path.name
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError(
            f"{name}: filen findes ikke i mappen {path.parent}. "
            "Hent projektets data igen, eller ret stien."
        ) from None
    except UnicodeDecodeError as error:
        number = error.object[: error.start].count(b"\n") + 1
        raise InputError(
            problem(
                name,
                number,
                None,
                f"byte 0x{error.object[error.start]:02x}",
                "tegnsættet UTF-8",
                'Gem filen igen som UTF-8 (i Excel: "CSV UTF-8").',
            )
        ) from None
    lines = csv.reader(io.StringIO(text, newline=""))
    heading = next(lines, [])
    if heading != list(columns):
        raise InputError(
            problem(
                name,
                1,
                None,
                ",".join(heading),
                f"overskrifterne {','.join(columns)}",
                "Ret overskriftsrækken, og brug komma mellem kolonnerne.",
            )
        )
    rows = []
    for line in lines:
        if not line:
            continue
        if len(line) != len(heading):
            raise InputError(
                problem(
                    name,
                    lines.line_num,
                    None,
                    ",".join(line),
                    f"{len(heading)} celler adskilt af komma",
                    "Et decimalkomma eller et komma i en tekst skal stå i anførselstegn; "
                    "trykte procenter er hele tal.",
                )
            )
        rows.append(Row(name, lines.line_num, dict(zip(heading, line, strict=True))))
    return rows


def parse_int(row: Row, column: str, low: int, high: int, problems: list[str], cure: str) -> int:
    """Read a whole number between two limits; note a problem and give ``low`` when it is not."""
    text = row[column]
    if text.isascii() and text.isdigit() and low <= int(text) <= high:
        return int(text)
    limit = f"{low} til {high}" if high < 10**9 else f"{low} eller derover"
    problems.append(row.problem(column, f"et helt tal, {limit}", cure))
    return low


def duplicates(rows: Iterable[Row], *columns: str) -> Iterator[tuple[Row, Row]]:
    """Pairs of rows (first, later) that share the values of the given columns."""
    seen: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = tuple(row[column] for column in columns)
        if key in seen:
            yield seen[key], row
        else:
            seen[key] = row


def raise_if_any(problems: Sequence[str]) -> None:
    """Raise one InputError that lists the problems, when there is one; of many the first."""
    if not problems:
        return
    listed = list(problems[:MOST_LISTED])
    if len(problems) > len(listed):
        listed.append(
            f"{len(problems) - len(listed)} problemer til er ikke vist. "
            "Ret de viste først, og prøv igen; ofte har de samme årsag."
        )
    raise InputError(listed)
