"""Words of a codebook that its questions and items can do without: sentences and other names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from analysis.survey.checks import CsvRow, ProblemList, check_unique, rows_or_problems
from analysis.survey.description import Description
from analysis.survey.labels import Labels
from analysis.survey.questions import Question


def finding_rows(path: Path, problems: ProblemList) -> dict[str, CsvRow]:
    """Return how a finding of each question is said, as far as the codebook says it.

    ``text_da`` and ``text_en`` have the fields ``{percent}`` and ``{items}``, as have
    ``several_da`` and ``several_en``, which say it of several items. A question that is not asked,
    as in a copy with fewer, is no mistake.
    """
    columns, several = "question,text_da,text_en", "several_da,several_en"
    rows = rows_or_problems(path, columns, problems, several) if path.exists() else []
    check_unique(rows, ["question"], problems)
    for row in rows:
        for column in ("text_da", "text_en", "several_da", "several_en"):
            try:
                row[column].format(percent="", items="")
            except (LookupError, ValueError):
                problems.add(row.problem(column, "felterne {percent} og {items}"))
    return {row["question"]: row for row in rows}


def with_words(
    questions: Mapping[str, Question], about: Description, path: Path, problems: ProblemList
) -> dict[str, Question]:
    """Give the questions their roles, and what a respondent says who gives an answer.

    ``path`` is ``answer_sentences.csv``: ``text_da`` and ``text_en`` have the fields ``{item}``
    and ``{answer}``; a row without an answer holds for every answer. A question that is not asked
    is no mistake.
    """
    columns = "question,text_da,text_en"
    rows = rows_or_problems(path, columns, problems, "answer") if path.exists() else []
    check_unique(rows, ["question", "answer"], problems)
    says: dict[str, dict[str, Labels]] = {}
    for row in rows:
        for column in ("text_da", "text_en"):
            try:
                row[column].format(item="", answer="")
            except (LookupError, ValueError):
                problems.add(row.problem(column, "felterne {item} og {answer}"))
        known = questions.get(row["question"])
        if known and row["answer"] and row["answer"] not in known.scale.keys:
            expected = f"et svar på skalaen ({', '.join(known.scale.keys)}) eller en tom celle"
            problems.add(row.problem("answer", expected))
        labels = Labels(row["text_da"] or row["text_en"], row["text_en"] or row["text_da"])
        says.setdefault(row["question"], {})[row["answer"]] = labels
    roles = {key: role for role, key in about.roles.items()}
    return {
        key: replace(question, role=roles.get(key, ""), says=says.get(key, {}))
        for key, question in questions.items()
    }


def other_names(folder: Path, problems: ProblemList) -> dict[str, list[str]]:
    """Return the names by which questions and items are read, too, but never printed."""
    path = folder / "other_names.csv"
    names: dict[str, list[str]] = {}
    for row in rows_or_problems(path, "key,name", problems) if path.exists() else []:
        names.setdefault(row["key"], []).append(row["name"])
    return names
