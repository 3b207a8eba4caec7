"""A kommune's own answers and staff, in a small YAML file that people write by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from analysis.survey.answers.file_limits import check_ordinary
from analysis.survey.answers.wording import AnswerReader
from analysis.survey.checks import InputError, Problem, ProblemList
from analysis.survey.codebook import MOST_STAFF, Answer, Codebook, Item, Question, read_codebook
from analysis.survey.control_characters import readable
from analysis.survey.kommuner import find_kommune
from analysis.survey.names import plain
from analysis.survey.survey import Survey

_EXAMPLE = "Se eksemplet i docs/egne-svar.md."
#: Characters of the notes that fit a report.
MOST_NOTES = 10_000
#: Headings of the file, in Danish or English.
_HEADINGS = {
    "kommune": "kommune",
    "medarbejdere": "staff",
    "staff": "staff",
    "svar": "answers",
    "answers": "answers",
    "noter": "notes",
    "notes": "notes",
}


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


def read_own(path: Path | str | None, codebook: Codebook | None = None) -> Own:
    """Read a kommune's own answers and staff.

    Parameters
    ----------
    path : path
        A YAML file, UTF-8: ``kommune``, ``medarbejdere`` (a whole number), ``svar`` (question →
        profile or statement → answer) and ``noter``; each may be left out. Questions are named
        by key or figure (``figur 2``), answers as in the report. Without a path, or when it is
        empty, nothing is given.
    codebook : Codebook, optional
        The project's own when left out.

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
    codebook = codebook or read_codebook()
    problems = ProblemList()

    def refuse(message: str, cure: str, *keys: str) -> None:
        problems.add(Problem(message, cure, path.name, keys=keys))

    found: dict[str, Any] = {}
    for heading, value in _load(path).items():
        name = _HEADINGS.get(_shown(heading).strip().casefold())
        if name is None:
            expected = "kommune, medarbejdere, svar, noter"
            message = f'fandt overskriften "{_shown(heading)}", forventede en af {expected}.'
            refuse(message, "Ret eller slet linjen.")
        elif name in found:
            message = f'"{_shown(heading)}" står der allerede under et andet navn.'
            refuse(message, "Slet den ene af de to linjer.")
        elif value != "":
            found[name] = value
    for name, heading in (("kommune", "kommune"), ("notes", "noter")):
        if not isinstance(found.setdefault(name, ""), str):
            message = "forventede tekst, fandt en liste eller flere linjer med kolon."
            refuse(message, "Sæt teksten i anførselstegn.", heading)
            found[name] = ""
    notes = readable(found["notes"])
    if len(notes) > MOST_NOTES:
        message = f"fandt {len(notes)} tegn, forventede højst {MOST_NOTES}."
        refuse(message, "Forkort teksten.", "noter")
    staff = found.get("staff")
    if staff is not None and not (
        isinstance(staff, str)
        and re.fullmatch(r"[0-9]{1,4}", staff.strip())
        and 1 <= int(staff) <= MOST_STAFF
    ):
        message = f"fandt {_shown(staff)!r}, forventede et helt tal fra 1 til {MOST_STAFF}."
        cure = "Skriv antallet af medarbejdere i jobcentret, fx 70."
        refuse(message, cure, "medarbejdere")
        staff = None
    answers = _answers(found.get("answers", {}), codebook, refuse)
    problems.raise_if_any()
    return Own(found["kommune"], int(staff) if staff else None, answers, notes)


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


class _Twice(Exception):
    def __init__(self, key: str, line: int) -> None:
        super().__init__(key)
        self.key, self.line = key, line


class _Loader(yaml.BaseLoader):
    """Every value stays text (0727 is a code, not a number), and no name may stand twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if not isinstance(key.value, str):
                continue
            if key.value in seen:
                raise _Twice(key.value[:40], key.start_mark.line + 1)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _load(path: Path) -> Mapping[Any, Any]:
    try:
        check_ordinary(path)
        written = path.read_bytes()
    except InputError:
        raise
    except (OSError, ValueError):
        message = "filen med egne svar kan ikke læses."
        raise InputError(Problem(message, "Ret stien, eller udelad den.", str(path))) from None
    line = None
    message, cure = 'forventede YAML ("navn: værdi", med ens indrykning).', _EXAMPLE
    try:
        content = yaml.load(written.decode("utf-8-sig"), Loader=_Loader)
    except UnicodeDecodeError:
        message, cure = "forventede tegnsættet UTF-8.", "Gem filen som UTF-8."
    except _Twice as error:
        line, message = error.line, f'"{error.key}" står der allerede.'
        cure = "Slet den ene af de to linjer."
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
    else:
        if not content:
            return {}
        if isinstance(content, Mapping):
            return content
        message = 'forventede linjer som "medarbejdere: 70", fandt andet indhold.'
    raise InputError(Problem(message, cure, path.name, line=line))


def _answers(
    value: Any, codebook: Codebook, refuse: Callable[..., None]
) -> dict[str, dict[str, str]]:
    given: dict[str, dict[str, str]] = {}
    if not isinstance(value, Mapping):
        refuse("forventede spørgsmål med emner og svar under.", _EXAMPLE, "svar")
        return given
    for name, answers in value.items():
        question = _find_question(codebook, name) if isinstance(name, str) else None
        if question is None or not isinstance(answers, Mapping):
            known = f"{', '.join(codebook.questions)}, eller figur 2 til figur 6"
            expected = f"et spørgsmål ({known}) med svar under"
            refuse(f'fandt "{_shown(name)}", forventede {expected}.', "Ret linjen.", "svar")
            continue
        for item_name, answer_name in answers.items():
            if answer_name == "":
                continue
            item = _find_item(question, item_name) if isinstance(item_name, str) else None
            answer = _find_answer(question, answer_name) if isinstance(answer_name, str) else None
            where = (_shown(name), _shown(item_name))
            if item is None:
                names = ", ".join(item.key for item in question.items)
                refuse(f"forventede en af {names}.", "Ret navnet.", *where)
            elif answer is None:
                names = ", ".join(answer.short.da for answer in question.scale.answers)
                expected = f"et svar på skalaen ({names})"
                message = f'fandt "{_shown(answer_name)}", forventede {expected}.'
                refuse(message, "Ret svaret.", *where)
            elif item.key in given.get(question.key, {}):
                refuse("svaret står der allerede.", "Slet den ene af de to linjer.", *where)
            else:
                given.setdefault(question.key, {})[item.key] = answer.key
    return given


def _shown(value: Any) -> str:
    """A value as a message shows it: its first characters, and never what it is made of."""
    return value[:40] if isinstance(value, str) else "flere linjer"


def _find_question(codebook: Codebook, name: str) -> Question | None:
    """The question with this key or figure number (``figur 2``), whatever its case."""
    for question in codebook.questions.values():
        figure = question.figure
        if plain(name) in (plain(question.key), figure, f"figur{figure}", f"figure{figure}"):
            return question
    return None


def _find_item(question: Question, name: str) -> Item | None:
    """The item with this key or label, whatever its case and spaces."""
    for item in question.items:
        if plain(name) in map(plain, (item.key, *item.names)):
            return item
    return None


def _find_answer(question: Question, name: str) -> Answer | None:
    """The answer with this key or label, whatever its case, spaces and way to write per cent."""
    place = AnswerReader(question.scale.answers).place(name)
    return question.scale.answers[place] if place >= 0 else None
