"""A kommune's own answers and staff, in a small YAML file that people write by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from analysis.survey.checks import InputError, raise_if_any
from analysis.survey.codebook import Answer, Codebook, Item, Question, read_codebook
from analysis.survey.wording import AnswerReader, plain

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
        name = _HEADINGS.get(str(heading).strip().casefold())
        if name is None:
            problems.append(
                f'{path.name}: fandt overskriften "{heading}", forventede en af '
                "kommune, medarbejdere, svar, noter. Ret eller slet linjen."
            )
        elif value != "":
            found[name] = value
    own = Own(
        kommune=str(found.get("kommune", "")),
        staff=_staff(path.name, found.get("staff"), problems),
        answers=_answers(path.name, found.get("answers", {}), codebook, problems),
        notes=str(found.get("notes", "")),
    )
    raise_if_any(problems)
    return own


def _load(path: Path) -> Mapping[Any, Any]:
    try:
        content = yaml.load(
            path.read_bytes().decode("utf-8-sig"), Loader=yaml.BaseLoader
        )  # every value stays text: 0727 is a code, not a number
    except (FileNotFoundError, IsADirectoryError, PermissionError):
        raise InputError(
            f"{path}: filen med egne svar kan ikke læses. Ret stien, eller udelad den."
        ) from None
    except UnicodeDecodeError:
        raise InputError(
            f"{path.name}: forventede tegnsættet UTF-8. Gem filen som UTF-8."
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
    text = str(value).strip()
    if text.isascii() and text.isdigit() and 1 <= int(text[:7]) <= 100_000:
        return int(text)
    problems.append(
        f'{file}, "medarbejdere": fandt {str(value)[:40]!r}, forventede et helt tal fra 1 til '
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
        question = find_question(codebook, str(name))
        if question is None or not isinstance(answers, Mapping):
            problems.append(
                f'{file}, "svar": fandt "{str(name)[:40]}", forventede et spørgsmål '
                f"({', '.join(codebook.questions)}, eller figur 2 til figur 6) med svar under. "
                "Ret linjen."
            )
            continue
        for item_name, answer_name in answers.items():
            if answer_name == "":
                continue
            item = find_item(question, str(item_name))
            answer = find_answer(question, str(answer_name))
            where = f'{file}, "{name}", "{str(item_name)[:40]}"'
            if item is None:
                names = ", ".join(item.key for item in question.items)
                problems.append(f"{where}: forventede en af {names}. Ret navnet.")
            elif answer is None:
                names = ", ".join(answer.short.da for answer in question.scale.answers)
                problems.append(
                    f'{where}: fandt "{str(answer_name)[:40]}", forventede et svar på skalaen '
                    f"({names}). Ret svaret."
                )
            else:
                given.setdefault(question.key, {})[item.key] = answer.key
    return given


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
