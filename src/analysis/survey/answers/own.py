"""A kommune's own answers and staff: a workbook that it fills in, or a small YAML file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from analysis.survey.answers.file_limits import MOST_BY_HAND, check_ordinary
from analysis.survey.answers.own_draft import OwnDraft
from analysis.survey.answers.own_workbook import is_workbook, read_own_workbook
from analysis.survey.answers.own_yaml import read_own_yaml
from analysis.survey.checks import InputError, Problem
from analysis.survey.codebook import Codebook, read_codebook
from analysis.survey.kommuner import find_kommune
from analysis.survey.survey import Survey
from analysis.words import text

#: Bytes of a workbook of own answers; programs add pictures and styles of their own.
MOST_WORKBOOK = 5_000_000


@dataclass(frozen=True)
class Own:
    """What a kommune says of itself; everything is optional.

    Attributes
    ----------
    kommune : str
        Name or code, as written; empty when left out.
    staff : int or None
        People in the job centre.
    answers : mapping
        Question key → item key → answer key.
    notes : str
        Free text of the kommune's own.
    """

    kommune: str = ""
    staff: int | None = None
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    notes: str = ""

    @property
    def number(self) -> int:
        """How many answers are given."""
        return sum(len(items) for items in self.answers.values())

    @property
    def tells_nothing(self) -> bool:
        """Whether neither answers, staff nor notes are given."""
        return not self.number and self.staff is None and not self.notes.strip()


def read_own(path: Path | str | None, codebook: Codebook | None = None, *, lang: str = "da") -> Own:
    """Read a kommune's own answers and staff.

    Parameters
    ----------
    path : path
        The workbook that ``fagligheder own --template`` makes, filled in and saved as .xlsx or
        .ods by any program. Or a YAML file, UTF-8: ``kommune``, ``medarbejdere`` (a whole
        number), ``svar`` (question → profile or statement → answer) and ``noter``; each may be
        left out. Questions are named by figure (``figur 2``), title or key, answers as in the
        report. Without a path, or when it is empty, nothing is given.
    codebook : Codebook, optional
        The project's own when left out.
    lang : {"da", "en"}
        Of the messages.

    Returns
    -------
    Own

    Raises
    ------
    InputError
        The file cannot be read, or holds something else. All problems are listed.
    """
    if not path:
        return Own()
    path = Path(path)
    draft = OwnDraft(path.name, codebook or read_codebook(), lang)
    written = _read_bytes(path, lang)
    if is_workbook(path, written):
        read_own_workbook(path, written, draft)
    else:
        read_own_yaml(written, draft)
    draft.problems.raise_if_any()
    return Own(draft.kommune, draft.staff, draft.answers, draft.notes)


def read_filled_own(
    path: Path | str | None, codebook: Codebook | None = None, *, lang: str = "da"
) -> Own:
    """Read as `read_own` does, and refuse a file that tells nothing, such as an empty form.

    Raises
    ------
    InputError
        As `read_own`, or nothing is filled in.
    """
    own = read_own(path, codebook, lang=lang)
    if path:
        refuse_empty(own, path, lang=lang)
    return own


def refuse_empty(own: Own, path: Path | str, *, lang: str = "da") -> None:
    """Raise InputError when nothing is filled in a file of own answers."""
    if own.tells_nothing:
        message, cure = (text(f"own_file.{key}", lang) for key in ("empty", "empty_cure"))
        raise InputError(Problem(message, cure, Path(path).name, lang=lang))


def _read_bytes(path: Path, lang: str) -> bytes:
    try:
        check_ordinary(path, MOST_WORKBOOK if is_workbook(path, b"") else MOST_BY_HAND)
        written = path.read_bytes()
    except InputError:
        raise
    except (OSError, ValueError):
        message, cure = (text(f"own_file.{key}", lang) for key in ("unreadable", "unreadable_cure"))
        raise InputError(Problem(message, cure, str(path), lang=lang)) from None
    return written


def own_from_answers(
    survey: Survey, kommune: str, own: Own | None = None, *, wanted: bool = True
) -> Own:
    """Add to what a kommune says of itself the answers of its own row in a file of answers.

    Parameters
    ----------
    survey : Survey
        With the answers as they were given (``read_survey(…, protected=False)``); of any other
        nothing is added.
    kommune : str
        Name, alias or code.
    own : Own, optional
        From `read_own`; what stands there goes before the file.
    wanted : bool
        False adds nothing: the page is not for the kommune alone.

    Returns
    -------
    Own
        Nothing is added where the file has several answers of the kommune, for then none of them
        is the kommune's, or none.

    Raises
    ------
    InputError
        The kommune is unknown.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> own_from_answers(read_published(), "Odder", Own(staff=71))
    Own(kommune='', staff=71, answers={}, notes='')
    """
    own = own or Own()
    if not wanted or survey.answers is None or survey.basis != "observed":
        return own
    rows = survey.answers[survey.answers["kommune"] == find_kommune(kommune).code]
    if len(rows) != 1:
        return own
    row = rows.iloc[0].to_dict()
    answers: dict[str, dict[str, str]] = {}
    for question in survey.codebook.questions.values():
        cells = {item.key: row.get(f"{question.key}_{item.key}") for item in question.items}
        told = {item: str(cell) for item, cell in cells.items() if isinstance(cell, str)}
        if told or own.answers.get(question.key):
            answers[question.key] = {**told, **own.answers.get(question.key, {})}
    return replace(own, answers=answers)
