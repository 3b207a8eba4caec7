"""A user's own mapping: which column is which item, and what the answers in a file mean."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from analysis.survey.answers.codes import exact_form
from analysis.survey.answers.encodings import UTF8
from analysis.survey.answers.file_limits import check_ordinary
from analysis.survey.answers.files import read_table
from analysis.survey.answers.wording import UNKNOWN, AnswerReader
from analysis.survey.checks import InputError, Problem, ProblemList
from analysis.survey.codebook import Codebook
from analysis.words import said

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
        Per question, or per ``question_item``: code or text in the file → key or label of an
        answer, ``ved ikke``, or nothing.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def words(self, question: str, item: str = "") -> dict[str, str]:
        """What is said of a question's answers; what is said of one ``question_item`` wins."""
        return {**self.answers.get(question, {}), **self.answers.get(item, {})}


@dataclass(frozen=True)
class _Entry:
    """One line of a mapping: a column's heading, or a text and its meaning.

    ``question`` is None for a column, and empty for a text of every question.
    """

    row: int | None
    question: str | None
    text: str
    meaning: str


#: Names and values of a YAML mapping with their rows; None for a value of another kind.
_Pairs = list[tuple[int | None, str, "str | _Pairs | None"]]
_EXAMPLE = "Q1: importance_virksomheder"
#: Parts, questions, and their texts: a mapping is no deeper.
_DEPTH = 3


def read_mapping(
    source: Path | str | Mapping[str, Any] | None, codebook: Codebook
) -> AnswerMapping:
    """Read a mapping file, or take a mapping as it is, and check it against the codebook.

    Parameters
    ----------
    source : path, mapping or None
        YAML with ``columns:`` and ``answers:``; CSV with the columns ``column``, ``value`` and
        ``meaning``; or the same as a Python mapping. An entry of ``answers`` holds for every
        question whose scale has the answer, or for one question or ``question_item`` when it
        stands under its key (in CSV: when ``column`` holds the key).
    codebook : Codebook

    Raises
    ------
    InputError
        The file is missing or damaged, or names a column or an answer that does not exist.
    """
    if source is None:
        return AnswerMapping()
    problems = ProblemList("mapping")
    if isinstance(source, Mapping):
        entries = _entries(_pairs_of_mapping(source), problems)
    else:
        path = Path(source)
        problems = ProblemList(path.name)
        if path.suffix.lower() in (".yaml", ".yml"):
            entries = _entries(_read_yaml(path), problems)
            if not entries and not problems.total:
                problems.add_cell(said("answers.no_lines"), *_shape_and_cure())
        else:
            entries = _from_csv(path, problems)
    columns: dict[str, str] = {}
    answers: dict[str, dict[str, str]] = {}
    for entry in entries:
        if entry.question is None:
            _add_column(columns, entry, codebook, problems)
        else:
            _add_answer(answers, entry, codebook, problems)
    problems.raise_if_any()
    return AnswerMapping(columns, answers)


def _add_column(
    columns: dict[str, str], entry: _Entry, codebook: Codebook, problems: ProblemList
) -> None:
    items, others = list(codebook.columns()), [*codebook.groups, *ROLES]
    target = entry.meaning
    expected: str = ""
    cure: str = said("answers.delete_line")
    if target not in (*items, *others):
        expected = said("answers.column_name", example=items[0], others=", ".join(others))
        cure = said("answers.column_name_cure")
    elif entry.text in columns:
        expected = said("answers.heading_once")
    elif target != "ignore" and target in columns.values():
        expected = said("answers.target_once")
    if expected:
        problems.add_cell(target, expected, cure, entry.row, entry.text)
    else:
        columns[entry.text] = target


def _add_answer(
    answers: dict[str, dict[str, str]], entry: _Entry, codebook: Codebook, problems: ProblemList
) -> None:
    key, column = entry.question or "", f"answers, {entry.text}"
    items = codebook.columns()
    if key and key not in codebook.questions and key not in items:
        expected = said("answers.question", keys=", ".join(codebook.questions))
        problems.add_cell(key, expected, said("answers.question_cure"), entry.row, "answers")
        return
    asked = [items[key][0]] if key in items else list(codebook.questions.values())
    asked = [q for q in asked if key in ("", q.key) or key in items]
    having = [q for q in asked if AnswerReader(q.scale.answers).place(entry.meaning) != UNKNOWN]
    if not having:
        known = " · ".join(", ".join(q.scale.keys) for q in asked[:3])
        expected = said("answers.meaning", known=known)
        cure = said("answers.meaning_cure")
        problems.add_cell(entry.meaning, expected, cure, entry.row, column)
    for q in having:
        texts = answers.setdefault(key if key in items else q.key, {})
        if exact_form(entry.text) in texts:
            expected, cure = said("answers.text_once"), said("answers.text_once_cure")
            problems.add_cell(entry.meaning, expected, cure, entry.row, column)
            return
        texts[exact_form(entry.text)] = entry.meaning


def _entries(parts: _Pairs, problems: ProblemList) -> list[_Entry]:
    """The entries of a mapping; what has another shape is added as a problem."""
    entries = []
    for part_row, part, content in parts:
        if part not in ("columns", "answers") or not isinstance(content, list):
            problems.add_cell(part, *_shape_and_cure(), part_row)
            continue
        question = None if part == "columns" else ""
        for row, name, value in content:
            nested = isinstance(value, list) and question == ""
            pairs = value if nested and isinstance(value, list) else [(row, name, value)]
            for entry_row, text, meaning in pairs:
                if isinstance(meaning, str):
                    entries.append(_Entry(entry_row, name if nested else question, text, meaning))
                else:
                    problems.add_cell(text, *_shape_and_cure(), entry_row)
    return entries


def _shape_and_cure() -> tuple[str, str]:
    """What a mapping file is expected to look like, and an example of a line."""
    shape = said("answers.shape", target="question_item", part="answers")
    return shape, said("answers.shape_cure", example=_EXAMPLE)


def _pairs_of_mapping(source: Mapping[str, Any]) -> _Pairs:
    return [
        (
            None,
            str(name).strip(),
            _pairs_of_mapping(value) if isinstance(value, Mapping) else str(value).strip(),
        )
        for name, value in source.items()
    ]


def _read_yaml(path: Path) -> _Pairs:
    """Every pair of the file with its line; names that stand twice are kept to be found."""
    try:
        check_ordinary(path)
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except InputError:
        raise
    except OSError:
        closed = Problem(
            said("answers.mapping_closed"), said("answers.mapping_closed_cure"), path.name
        )
        raise InputError(closed) from None
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        shape, cure = _shape_and_cure()
        raise InputError(
            Problem(
                said("answers.not_yaml", charset=UTF8, shape=shape),
                cure,
                path.name,
                line=mark.line + 1 if mark else None,
            )
        ) from None
    return _pairs_of_node(root, _DEPTH) if isinstance(root, yaml.MappingNode) else []


def _pairs_of_node(node: yaml.MappingNode, depth: int) -> _Pairs:
    pairs: _Pairs = []
    for name, node_value in node.value:
        value: str | _Pairs | None = None
        if isinstance(node_value, yaml.ScalarNode):
            value = "" if node_value.value in ("~", "null") else node_value.value.strip()
        elif isinstance(node_value, yaml.MappingNode) and depth > 1:
            value = _pairs_of_node(node_value, depth - 1)
        if isinstance(name, yaml.ScalarNode):
            pairs.append((name.start_mark.line + 1, name.value.strip(), value))
        else:
            pairs.append((name.start_mark.line + 1, said("answers.several_lines"), None))
    return pairs


def _from_csv(path: Path, problems: ProblemList) -> list[_Entry]:
    table = read_table(path, None, problems)
    places = {heading.casefold(): place for place, heading in enumerate(table.headings)}
    if not {"column", "value", "meaning"} <= set(places):
        problems.add_cell(", ".join(table.headings), *_shape_and_cure(), 1)
        return []
    named = (table.cells[places[name]] for name in ("column", "value", "meaning"))
    return [
        _Entry(int(row), column if value else None, value or column, meaning)
        for row, column, value, meaning in zip(table.cells.index, *named, strict=True)
    ]


def mapping_beside(answers: Path) -> Path | None:
    """``svar.kolonner.yml`` or ``svar.kolonner.csv`` beside ``svar.xlsx``, when there is one."""
    for suffix in (".kolonner.yml", ".kolonner.csv"):
        mapping = answers.parent / f"{answers.stem}{suffix}"
        # Not Path.is_file: it raises where a name is longer than the disk allows.
        if os.path.isfile(mapping):  # noqa: PTH113
            return mapping
    return None
