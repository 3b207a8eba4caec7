"""A survey as a folder: its codebook, and the files of answers that it names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis.survey.answers.mapping import mapping_beside
from analysis.survey.answers.reader import read_answers
from analysis.survey.checks import InputError, Problem, ProblemList
from analysis.survey.codebook import Codebook, read_described, read_parts
from analysis.survey.description import SURVEY_FILE, SurveyFiles
from analysis.survey.published import read_published
from analysis.survey.survey import Survey


@dataclass(frozen=True)
class SurveyFolder:
    """A survey's folder, read: its codebook and the files that it names."""

    path: Path
    codebook: Codebook
    files: SurveyFiles

    @property
    def answers(self) -> Path | None:
        """The file of answers that ``survey.toml`` names; None without one."""
        return self.path / self.files.answers if self.files.answers else None

    @property
    def theme(self) -> Path | None:
        """The theme that ``survey.toml`` names; None without one."""
        return self.path / self.files.theme if self.files.theme else None


def open_folder(folder: Path | str) -> SurveyFolder:
    """Read a survey's folder; an InputError lists all that is wrong with it.

    Examples
    --------
    >>> from analysis.survey.paths import survey_folder
    >>> open_folder(survey_folder()).codebook.about.wave
    '2017'
    """
    return SurveyFolder(Path(folder), *read_described(folder))


def read_folder(
    folder: Path | str, answers: Path | str | None = None, sheet: str | None = None
) -> Survey:
    """Read a survey's answers, or its published tables where it has no answers.

    Parameters
    ----------
    folder : path
    answers : path, optional
        Another file of answers than ``survey.toml`` names.
    sheet : str, optional
        Sheet of a workbook.

    Raises
    ------
    InputError
        The folder or the answers cannot be used, or it has neither answers nor tables.
    """
    found = open_folder(folder)
    file = found.answers if answers is None else Path(answers)
    if file is None:
        if (found.path / "published").is_dir():
            return read_published(found.path / "published", found.codebook)
        cure = 'Skriv answers = "svar.xlsx" i survey.toml, eller vælg filen med --answers.'
        raise InputError(
            Problem("har hverken svar eller trykte tabeller (published).", cure, found.path.name)
        )
    named = found.files.mapping if answers is None else ""
    mapping = found.path / named if named else mapping_beside(file)
    chosen = sheet or found.files.sheet or None
    return read_answers(file, mapping, found.codebook, chosen, found.files.design)


def survey_files(folder: Path | str) -> list[Path]:
    """List the files that a survey's folder consists of, ``survey.toml`` first if it has one.

    Examples
    --------
    >>> from analysis.survey.paths import survey_folder
    >>> survey_files(survey_folder())[0].name
    'survey.toml'
    """
    path = Path(folder)
    files = open_folder(path).files
    named = [path / name for name in (files.answers, files.mapping, files.theme) if name]
    if files.answers and not files.mapping:
        mapping = mapping_beside(path / files.answers)
        named += [mapping] if mapping else []
    tables = [*sorted(path.glob("*.csv")), *sorted(path.glob("published/*.csv"))]
    found = dict.fromkeys([path / SURVEY_FILE, *tables, *named])
    return [each for each in found if each.is_file()]


def is_survey_folder(path: Path | str) -> bool:
    """Whether this is a folder with the tables of a survey, whole or not."""
    return any((Path(path) / name).is_file() for name in (SURVEY_FILE, "questions.csv"))


def has_numbers(folder: Path | str) -> bool:
    """Whether a survey's folder names answers, or has published tables."""
    return bool(open_folder(folder).files.answers) or (Path(folder) / "published").is_dir()


def folder_problems(folder: Path | str) -> tuple[Problem, ...]:
    """List every problem of a survey's folder: of all its files, its tables and its answers.

    Examples
    --------
    >>> from analysis.survey.paths import survey_folder
    >>> folder_problems(survey_folder())
    ()
    """
    path = Path(folder)
    if not path.is_dir():
        cure = "Ret stien til mappen med survey.toml og questions.csv."
        return (Problem("mappen findes ikke.", cure, str(folder)),)
    problems = ProblemList()
    _, files = read_parts(path, problems)
    if not (path / SURVEY_FILE).exists():
        cure = 'Skriv mindst title_da = "…" i den.'
        problems.add(Problem("filen findes ikke i mappen.", cure, SURVEY_FILE))
    for name in ("answers", "mapping", "theme"):
        named = getattr(files, name)
        if named and not (path / named).is_file():
            cure = "Ret navnet, eller læg filen i mappen."
            expected = "en fil i mappen"
            problems.add(
                Problem("", cure, SURVEY_FILE, keys=(name,), found=named, expected=expected)
            )
    if not problems.total and (files.answers or (path / "published").is_dir()):
        try:
            read_folder(path)
        except InputError as error:
            return error.problems
    try:
        problems.raise_if_any()
    except InputError as error:
        return error.problems
    return ()
