"""A user's own mapping: which column is which item, and what the answers in a file mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from analysis.survey.answers.answer_table import ProblemList
from analysis.survey.answers.files import read_table
from analysis.survey.answers.wording import BLANK, OUTSIDE, UNKNOWN, AnswerReader
from analysis.survey.checks import InputError
from analysis.survey.codebook import Codebook
from analysis.survey.file_limits import check_ordinary

#: Columns that are no items; ``ignore`` keeps a column out.
ROLES = ("kommune", "staff", "respondent", "ignore")


@dataclass(frozen=True)
class AnswerMapping:
    """What the user says a file's words mean.

    Attributes
    ----------
    columns : mapping of str to str
        Heading in the file → ``question_item``, ``kommune``, ``staff``, ``respondent``, a group
        variable of the codebook, or ``ignore``.
    answers : mapping of str to mapping of str to str
        Per question: text in the file → key or label of an answer, ``ved ikke``, or nothing.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


#: Row, scope (None: a column; "": every question; else a question), text, meaning.
_Entry = tuple[int | None, str | None, str, str]
_SHAPE = (
    'YAML med "columns:" (overskrift: question_item) og "answers:" (tekst: svar), '
    "eller CSV med kolonnerne column, value, meaning"
)
_CURE = "Skriv fx linjen Q1: importance_virksomheder under columns."


def read_mapping(
    source: Path | str | Mapping[str, Any] | None, codebook: Codebook
) -> AnswerMapping:
    """Read a mapping file, or take a mapping as it is, and check it against the codebook.

    Parameters
    ----------
    source : path, mapping or None
        YAML with ``columns:`` and ``answers:``; CSV with the columns ``column``, ``value`` and
        ``meaning``; or the same as a Python mapping. An entry of ``answers`` holds for every
        question whose scale has the answer, or for one question when it stands under its key
        (in CSV: when ``column`` holds the question's key).
    codebook : Codebook

    Returns
    -------
    AnswerMapping

    Raises
    ------
    InputError
        The file is missing or damaged, or names a column or an answer that does not exist.
    """
    if source is None:
        return AnswerMapping()
    problems = ProblemList("mapping")
    if isinstance(source, Mapping):
        entries: list[_Entry] = [(None, *entry) for entry in _from_mapping(source, problems)]
    else:
        path = Path(source)
        problems = ProblemList(path.name)
        if path.suffix.lower() in (".yaml", ".yml"):
            entries = _from_yaml(path, problems)
        else:
            entries = _from_csv(path, problems)
    columns: dict[str, str] = {}
    answers: dict[str, dict[str, str]] = {question: {} for question in codebook.questions}
    for row, scope, text, meaning in entries:
        if scope is None:
            _add_column(columns, row, text, meaning, codebook, problems)
        else:
            _add_answer(answers, row, scope, text, meaning, codebook, problems)
    problems.raise_if_any()
    return AnswerMapping(columns, answers)


def _add_column(
    columns: dict[str, str],
    row: int | None,
    heading: str,
    target: str,
    codebook: Codebook,
    problems: ProblemList,
) -> None:
    items = [
        f"{question.key}_{item.key}"
        for question in codebook.questions.values()
        for item in question.items
    ]
    if target not in (*items, *codebook.groups, *ROLES):
        problems.add(
            row,
            heading,
            target,
            f"en kolonne som {items[0]}, eller {', '.join([*codebook.groups, *ROLES])}",
            "Ret navnet; det består af spørgsmålets og profilens nøgle fra kodebogen.",
        )
    elif heading in columns:
        problems.add(row, heading, target, "hver overskrift én gang", "Slet den ene linje.")
    elif target != "ignore" and target in columns.values():
        problems.add(row, heading, target, "hvert mål én gang", "Slet den ene linje.")
    else:
        columns[heading] = target


def _add_answer(
    answers: dict[str, dict[str, str]],
    row: int | None,
    scope: str,
    text: str,
    meaning: str,
    codebook: Codebook,
    problems: ProblemList,
) -> None:
    if scope and scope not in codebook.questions:
        keys = ", ".join(codebook.questions)
        problems.add(row, "answers", scope, f"et spørgsmål ({keys})", "Ret nøglen.")
        return
    questions = [codebook.questions[scope]] if scope else list(codebook.questions.values())
    places = {q.key: AnswerReader.of_question(q).place(meaning) for q in questions}
    holds = [key for key, place in places.items() if place >= 0 or place in (BLANK, OUTSIDE)]
    if not holds or all(place == UNKNOWN for place in places.values()):
        known = " · ".join(", ".join(question.scale.keys) for question in questions[:3])
        problems.add(
            row,
            f"answers, {text}",
            meaning,
            f'et svar på skalaen ({known}), "ved ikke" eller ingenting',
            "Ret svaret, så det står som i kodebogen.",
        )
    for key in holds:
        if text.casefold() in (known.casefold() for known in answers[key]):
            problems.add(row, f"answers, {text}", meaning, "hver tekst én gang", "Slet en linje.")
            return
        answers[key][text] = meaning


def _from_mapping(
    source: Mapping[str, Any], problems: ProblemList
) -> list[tuple[str | None, str, str]]:
    entries: list[tuple[str | None, str, str]] = []
    for part, content in source.items():
        if part not in ("columns", "answers") or not isinstance(content, Mapping):
            problems.add(None, None, str(part), _SHAPE, _CURE)
            continue
        scope = None if part == "columns" else ""
        for key, value in content.items():
            if scope == "" and isinstance(value, Mapping):
                entries += [(str(key), str(text).strip(), str(v)) for text, v in value.items()]
            else:
                entries.append((scope, str(key).strip(), str(value).strip()))
    return entries


def _from_yaml(path: Path, problems: ProblemList) -> list[_Entry]:
    """Every scalar pair of the two parts with its line; duplicates are kept to be found."""
    try:
        check_ordinary(path)
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except InputError:
        raise
    except OSError:
        raise InputError(f"{path.name}: mapping-filen kan ikke åbnes. Ret stien.") from None
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", linje {mark.line + 1}" if mark else ""
        raise InputError(
            f"{path.name}{where}: er ikke gyldig YAML i UTF-8, forventede {_SHAPE}. {_CURE}"
        ) from None
    entries: list[_Entry] = []

    def pairs(node: yaml.Node, scope: str | None, deeper: bool) -> None:
        if not isinstance(node, yaml.MappingNode):
            problems.add(node.start_mark.line + 1, None, str(node.value), _SHAPE, _CURE)
            return
        for key, value in node.value:
            row = key.start_mark.line + 1
            if deeper and isinstance(value, yaml.MappingNode):
                pairs(value, str(key.value), False)
            elif isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode):
                meaning = "" if value.value in ("~", "null") else value.value.strip()
                entries.append((row, scope, key.value.strip(), meaning))
            else:
                problems.add(row, None, str(key.value), _SHAPE, _CURE)

    for key, value in root.value if isinstance(root, yaml.MappingNode) else []:
        if key.value in ("columns", "answers"):
            pairs(value, None if key.value == "columns" else "", key.value == "answers")
        else:
            problems.add(key.start_mark.line + 1, None, str(key.value), _SHAPE, _CURE)
    if not entries and not problems.total:
        problems.add(None, None, "ingen linjer", _SHAPE, _CURE)
    return entries


def _from_csv(path: Path, problems: ProblemList) -> list[_Entry]:
    table = read_table(path, None, problems)
    by_heading = {column.heading.casefold(): column for column in table.columns}
    if not {"column", "value", "meaning"} <= set(by_heading):
        found = ", ".join(column.heading for column in table.columns)
        problems.add(1, None, found, _SHAPE, _CURE)
        return []
    entries: list[_Entry] = []
    for i, row in enumerate(table.rows):
        column, value, meaning = (
            by_heading[name].text(i) for name in ("column", "value", "meaning")
        )
        if value:
            entries.append((int(row), column, value, meaning))
        else:
            entries.append((int(row), None, column, meaning))
    return entries
