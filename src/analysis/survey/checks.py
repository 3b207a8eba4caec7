"""Problems found in the input, and the project's own CSV files read and checked."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from analysis.survey.worded import Worded, in_language

#: So many problems are listed; the others are counted.
MOST_LISTED = 50
LANGUAGES = ("da", "en")
#: How a problem says where it is; the printed words need this module, so these stand here.
_PLACES = {
    "da": ("ark", "celle", "række", "linje", "kolonne", "fandt {found!r}, forventede {expected}."),
    "en": ("sheet", "cell", "row", "line", "column", "found {found!r}, expected {expected}."),
}
_MORE = ("{number} problemer til er ikke vist.", "{number} more problems are not shown.")
_ONE_MORE = ("Ét problem til er ikke vist.", "One more problem is not shown.")
_MORE_CURE = Worded(
    "Ret de viste først, og prøv igen; ofte har de samme årsag.",
    "Correct those shown first, and try again; they often have one cause.",
)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with the input; `in_language` words it, and ``str`` does in its own.

    Attributes
    ----------
    message : str
        What is wrong, as a sentence; made of ``found`` and ``expected`` when empty. It and they
        and the cure may be `Worded`: then the reader's language is chosen at the edge.
    cure : str
        What the user can do.
    file, sheet : str
    row : int or None
        Counted as a spreadsheet does: the heading is row 1.
    line : int or None
        Line of a YAML file that cannot be parsed.
    column : str or None
    keys : tuple of str
        Names that lead to the place in a YAML file, outermost first.
    found, expected : str
    cell : str
        Of a workbook: ``B7``.
    lang : {"da", "en"}
        Language of the message, and of the words for the place.
    """

    message: str = ""
    cure: str = ""
    file: str = ""
    sheet: str = ""
    row: int | None = None
    line: int | None = None
    column: str | None = None
    keys: tuple[str, ...] = ()
    found: str = ""
    expected: str = ""
    cell: str = ""
    lang: str = "da"

    def __str__(self) -> str:
        return self.in_language(self.lang)

    def in_language(self, lang: str) -> str:
        """Word the problem in a language, where it has words in it; else in its own."""
        told = (self.message, self.found, self.expected, self.cure)
        lang = lang if any(isinstance(words, Worded) for words in told) else self.lang
        sheet, cell, row, line, column, template = _PLACES[lang]
        where = [self.file] if self.file else []
        where += [f'{sheet} "{self.sheet}"'] if self.sheet else []
        where += [f"{cell} {self.cell}"] if self.cell else []
        where += [f"{row} {self.row}"] if self.row is not None else []
        where += [f"{line} {self.line}"] if self.line is not None else []
        where += [f'{column} "{self.column}"'] if self.column is not None else []
        where += [f'"{key}"' for key in self.keys]
        place = f"{', '.join(where)}: " if where else ""
        own, found, expected, cure = (in_language(words, lang) for words in told)
        message = own or template.format(found=found, expected=expected)
        return f"{place}{message} {cure}".rstrip()


class InputError(ValueError):
    """Input that cannot be used; ``problems`` says what, where and the cure.

    Parameters
    ----------
    problems : str, Problem or sequence of Problem
        A string becomes a problem with only a message.
    """

    def __init__(self, problems: str | Problem | Sequence[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def in_language(self, lang: str) -> str:
        """Word the problems in a language, as far as they have words in it."""
        return "\n".join(problem.in_language(lang) for problem in self.problems)


def row_error(file: str, row: int, found: str, expected: str, cure: str) -> InputError:
    """Return the error of one row of a file."""
    return InputError(Problem("", cure, file, row=row, found=found, expected=expected))


class ProblemList:
    """The problems found so far: all are counted, the first are kept to be listed.

    Parameters
    ----------
    file : str, optional
        List the problems in the order of this file's rows; in the order found when left out.
    lang : {"da", "en"}
        Of the words on the problems that are not listed.
    """

    def __init__(self, file: str = "", lang: str = "da") -> None:
        self.file, self.lang = file, lang
        self.total = 0
        self._kept: list[tuple[int, int, Problem]] = []

    def add(self, problem: Problem, place: int = 0) -> None:
        """Add one problem; ``place`` is the number of its column, for the order in a row."""
        self.total += 1
        self._kept.append((problem.row or 0, place, problem))
        if len(self._kept) > 20 * MOST_LISTED:
            self._kept = self._first()

    def add_cell(
        self,
        found: str,
        expected: str,
        cure: str,
        row: int | None = None,
        column: str | None = None,
        place: int = 0,
    ) -> None:
        """Add a problem with a cell or row of the file; long texts are cut short."""
        column = None if column is None else shorten(column)
        found = found if isinstance(found, Worded) else shorten(found)
        problem = Problem("", cure, self.file, "", row, None, column, (), found, expected)
        self.add(problem, place)

    def raise_if_any(self) -> None:
        """Raise one InputError with the first problems, when there is one."""
        if not self.total:
            return
        listed = [problem for _, _, problem in self._first()]
        if self.total > len(listed):
            number = self.total - len(listed)
            danish, english = _ONE_MORE if number == 1 else _MORE
            more = Worded(danish.format(number=number), english.format(number=number))
            listed.append(Problem(more, _MORE_CURE, self.file, lang=self.lang))
        raise InputError(listed)

    def _first(self) -> list[tuple[int, int, Problem]]:
        kept = self._kept
        if self.file:
            kept = sorted(kept, key=lambda entry: (entry[0], entry[1], str(entry[2])))
        return kept[:MOST_LISTED]


def shorten(text: str, limit: int = 70) -> str:
    """Return text as one line of at most ``limit`` characters, for a message."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def missing_from_folder(path: Path) -> str:
    """Say that a file is missing from its folder.

    Examples
    --------
    >>> missing_from_folder(Path("svar.csv"))
    'filen findes ikke i denne mappe.'
    """
    here = path.parent == Path()
    folder = "denne mappe" if here else f"mappen {path.parent}"
    english = "this folder" if here else f"the folder {path.parent}"
    return Worded(f"filen findes ikke i {folder}.", f"the file is not in {english}.")


def check_lang(lang: str) -> None:
    """Refuse a language that there are no texts in."""
    if lang not in LANGUAGES:
        raise InputError(f'Sproget "{lang}" findes ikke. Vælg da (dansk) eller en (engelsk).')


@dataclass(frozen=True)
class CsvRow:
    """One data row of a CSV file: its cells by column, and its row number in the file."""

    file: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def problem(self, column: str, expected: str, cure: str = "Ret cellen.") -> Problem:
        """A problem with one cell of this row."""
        return Problem(
            file=self.file,
            row=self.number,
            column=column,
            found=self.cells[column],
            expected=expected,
            cure=cure,
        )

    def whole(
        self, column: str, low: int, high: int, problems: ProblemList, cure: str = "Ret cellen."
    ) -> int:
        """A whole number between two limits; a problem is added, and ``low`` given, otherwise."""
        text = self.cells[column]
        if text.isascii() and text.isdigit() and low <= int(text) <= high:
            return int(text)
        problems.add(self.problem(column, f"et helt tal, {low} til {high}", cure))
        return low

    def decimal(self, column: str, problems: ProblemList) -> float:
        """A number with a decimal point; a problem is added, and 0 given, otherwise."""
        try:
            number = float(self.cells[column])
        except ValueError:
            number = math.nan
        if math.isfinite(number):
            return number
        problems.add(self.problem(column, "et tal med decimalpunktum"))
        return 0.0


def read_rows(path: Path, columns: str, optional: str | None = None) -> list[CsvRow]:
    """Read a UTF-8 CSV file with the given columns as a list of rows.

    Parameters
    ----------
    path : Path
        Comma-separated, UTF-8 (with or without BOM), one heading row.
    columns : str
        The heading row that must stand there: ``"alias,code"``.
    optional : str, optional
        Further columns that may be there or not, empty where they are not; the order is then free.
        Left out: the columns are exactly those.

    Raises
    ------
    InputError
        The file is missing, is not UTF-8, has other headings, or has a row of another length.
    """
    file = path.name
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        missing = missing_from_folder(path)
        raise InputError(
            Problem(missing, "Hent projektets data igen, eller ret stien.", file)
        ) from None
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        byte = f"byte 0x{error.object[error.start]:02x}"
        cure = 'Gem filen igen som UTF-8 (i Excel: "CSV UTF-8").'
        raise row_error(file, row, byte, "tegnsættet UTF-8", cure) from None
    lines = csv.reader(io.StringIO(text, newline=""))
    heading = next(lines, [])
    _check_heading(file, heading, columns.split(","), optional)
    rows = []
    for line in filter(None, lines):
        if len(line) != len(heading):
            expected = f"{len(heading)} celler adskilt af komma"
            cure = (
                "Et decimalkomma eller et komma i en tekst skal stå i anførselstegn; "
                "trykte procenter er hele tal."
            )
            raise row_error(file, lines.line_num, ",".join(line), expected, cure)
        cells = dict.fromkeys((optional or "").split(","), "") if optional else {}
        cells |= dict(zip(heading, line, strict=True))
        rows.append(CsvRow(file, lines.line_num, cells))
    return rows


def _check_heading(
    file: str, heading: Sequence[str], columns: Sequence[str], optional: str | None
) -> None:
    """Refuse a heading row without the columns that must be there, or with others."""
    if optional is None:
        if list(heading) != list(columns):
            cure = "Ret overskriftsrækken, og brug komma mellem kolonnerne."
            expected = f"overskrifterne {','.join(columns)}"
            raise row_error(file, 1, ",".join(heading), expected, cure)
        return
    known = [*columns, *optional.split(",")]
    absent = [name for name in columns if name not in heading]
    unknown = [name for name in heading if name not in known]
    twice = [name for name in dict.fromkeys(heading) if heading.count(name) > 1]
    if absent or unknown or twice:
        expected = f"overskrifterne {','.join(columns)}"
        expected += f" (og efter behov {','.join(optional.split(','))})" if optional else ""
        cure = f"Tilføj {', '.join(absent)}. " if absent else ""
        for name in unknown:
            near = get_close_matches(name, [each for each in known if each not in heading], n=1)
            cure += f'Mente du {near[0]} i stedet for "{shorten(name, 30)}"? ' if near else ""
        cure += f"Slet den ene kolonne {twice[0]}. " if twice else ""
        cure += "Ret overskriftsrækken, og brug komma mellem kolonnerne."
        raise row_error(file, 1, shorten(",".join(heading), 200), expected, cure)


def rows_or_problems(
    path: Path, columns: str, problems: ProblemList, optional: str | None = None
) -> list[CsvRow]:
    """The rows of a file as `read_rows`; none, and its problems added, when it cannot be read."""
    try:
        return read_rows(path, columns, optional)
    except InputError as error:
        for problem in error.problems:
            problems.add(problem)
        return []


def check_unique(
    rows: Iterable[CsvRow],
    key: Sequence[str],
    problems: ProblemList,
    expected: str = "en nøgle, der ikke allerede står i række {first}",
    cure: str = "Slet den ene række, eller ret nøglen.",
) -> None:
    """Add a problem for each row with the same key as an earlier one, whatever their case.

    Keys name files, and on Windows and macOS ``Kurser`` and ``kurser`` are one. ``expected`` may
    name the earlier row, ``{first}``, and the row's own cells, ``{name}``.
    """
    for first, later in _duplicates(rows, key):
        words = expected.format(first=first.number, **later.cells)
        problems.add(later.problem(key[-1], words, cure))


def _duplicates(rows: Iterable[CsvRow], key: Sequence[str]) -> Iterator[tuple[CsvRow, CsvRow]]:
    seen: dict[tuple[str, ...], CsvRow] = {}
    for row in rows:
        first = seen.setdefault(tuple(row[column].casefold() for column in key), row)
        if first is not row:
            yield first, row
