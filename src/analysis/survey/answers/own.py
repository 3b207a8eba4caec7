"""A kommune's own answers and staff, in a small YAML file that people write by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from analysis.survey.answers.wording import AnswerReader, plain
from analysis.survey.checks import InputError, raise_if_any
from analysis.survey.codebook import Answer, Codebook, Item, Question, read_codebook
from analysis.survey.control_characters import readable
from analysis.survey.file_limits import check_ordinary

#: Characters of the notes; the report is no place for more.
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
    """What a kommune tells about itself; everything is optional.

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
        by key or figure (``figur 2``), answers as they stand in the report. None or empty: nothing
        is told.
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
    content = _load(path)
    problems: list[str] = []
    found: dict[str, Any] = {}
    for heading, value in content.items():
        name = _HEADINGS.get(_shown(heading).strip().casefold())
        if name is None:
            problems.append(
                f'{path.name}: fandt overskriften "{_shown(heading)}", forventede en af '
                "kommune, medarbejdere, svar, noter. Ret eller slet linjen."
            )
        elif name in found:
            problems.append(
                f'{path.name}: "{_shown(heading)}" står der allerede under et andet navn. '
                "Slet den ene af de to linjer."
            )
        elif value != "":
            found[name] = value
    for heading in ("kommune", "notes"):
        if not isinstance(found.get(heading, ""), str):
            problems.append(
                f'{path.name}, "{"noter" if heading == "notes" else heading}": forventede tekst, '
                "fandt en liste eller flere linjer med kolon. Sæt teksten i anførselstegn."
            )
            found[heading] = ""
    notes = readable(found.get("notes", ""))
    if len(notes) > MOST_NOTES:
        problems.append(
            f'{path.name}, "noter": fandt {len(notes)} tegn, forventede højst {MOST_NOTES}. '
            "Forkort teksten."
        )
    own = Own(
        kommune=found.get("kommune", ""),
        staff=_staff(path.name, found.get("staff"), problems),
        answers=_answers(path.name, found.get("answers", {}), codebook, problems),
        notes=notes,
    )
    raise_if_any(problems)
    return own


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
        raise InputError(
            f"{path}: filen med egne svar kan ikke læses. Ret stien, eller udelad den."
        ) from None
    try:
        content = yaml.load(written.decode("utf-8-sig"), Loader=_Loader)
    except UnicodeDecodeError:
        raise InputError(
            f"{path.name}: forventede tegnsættet UTF-8. Gem filen som UTF-8."
        ) from None
    except _Twice as error:
        raise InputError(
            f'{path.name}, linje {error.line}: "{error.key}" står der allerede. '
            "Slet den ene af de to linjer."
        ) from None
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", linje {mark.line + 1}" if mark else ""
        raise InputError(
            f'{path.name}{where}: forventede YAML ("navn: værdi", med ens indrykning). '
            "Se eksemplet i docs/egne-svar.md."
        ) from None
    if not content:
        return {}
    if not isinstance(content, Mapping):
        raise InputError(
            f'{path.name}: forventede linjer som "medarbejdere: 70", fandt andet indhold. '
            "Se eksemplet i docs/egne-svar.md."
        )
    return content


def _staff(file: str, value: Any, problems: list[str]) -> int | None:
    if value is None:
        return None
    text = value.strip() if isinstance(value, str) else ""
    if re.fullmatch(r"[0-9]{1,6}", text) and 1 <= int(text) <= 100_000:
        return int(text)
    problems.append(
        f'{file}, "medarbejdere": fandt {_shown(value)!r}, forventede et helt tal fra 1 til '
        "100000. Skriv antallet af medarbejdere i jobcentret, fx 70."
    )
    return None


def _answers(
    file: str, value: Any, codebook: Codebook, problems: list[str]
) -> dict[str, dict[str, str]]:
    given: dict[str, dict[str, str]] = {}
    if not isinstance(value, Mapping):
        problems.append(
            f'{file}, "svar": forventede spørgsmål med emner og svar under. '
            "Se eksemplet i docs/egne-svar.md."
        )
        return given
    for name, answers in value.items():
        question = find_question(codebook, name) if isinstance(name, str) else None
        if question is None or not isinstance(answers, Mapping):
            problems.append(
                f'{file}, "svar": fandt "{_shown(name)}", forventede et spørgsmål '
                f"({', '.join(codebook.questions)}, eller figur 2 til figur 6) med svar under. "
                "Ret linjen."
            )
            continue
        for item_name, answer_name in answers.items():
            if answer_name == "":
                continue
            item = find_item(question, item_name) if isinstance(item_name, str) else None
            answer = find_answer(question, answer_name) if isinstance(answer_name, str) else None
            where = f'{file}, "{_shown(name)}", "{_shown(item_name)}"'
            if item is None:
                names = ", ".join(item.key for item in question.items)
                problems.append(f"{where}: forventede en af {names}. Ret navnet.")
            elif answer is None:
                names = ", ".join(answer.short.da for answer in question.scale.answers)
                problems.append(
                    f'{where}: fandt "{_shown(answer_name)}", forventede et svar på skalaen '
                    f"({names}). Ret svaret."
                )
            elif item.key in given.get(question.key, {}):
                problems.append(f"{where}: svaret står der allerede. Slet den ene af de to linjer.")
            else:
                given.setdefault(question.key, {})[item.key] = answer.key
    return given


def _shown(value: Any) -> str:
    """A value as a message shows it: its first characters, and never what it is made of."""
    return value[:40] if isinstance(value, str) else "flere linjer"


def find_question(codebook: Codebook, name: str) -> Question | None:
    """The question with this key or figure number (``figur 2``), forgiving of case."""
    key = plain(name)
    for question in codebook.questions.values():
        figure = question.figure
        if key in (plain(question.key), figure, f"figur{figure}", f"figure{figure}"):
            return question
    return None


def find_item(question: Question, name: str) -> Item | None:
    """The item with this key or label, forgiving of case and space."""
    for item in question.items:
        labels = (item.key, item.label.da, item.label.en, item.short.da, item.short.en)
        if plain(name) in {plain(label) for label in labels}:
            return item
    return None


def find_answer(question: Question, name: str) -> Answer | None:
    """The answer with this key or label, forgiving of case, space and ways to write per cent."""
    place = AnswerReader.of_question(question).place(name)
    return question.scale.answers[place] if place >= 0 else None
