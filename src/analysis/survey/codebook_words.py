"""Words of a codebook that its questions and items can do without: findings and other names."""

from __future__ import annotations

from pathlib import Path

from analysis.survey.checks import CsvRow, ProblemList, check_unique, rows_or_problems


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


def other_names(folder: Path, problems: ProblemList) -> dict[str, list[str]]:
    """Return the names by which questions and items are read, too, but never printed."""
    path = folder / "other_names.csv"
    names: dict[str, list[str]] = {}
    for row in rows_or_problems(path, "key,name", problems) if path.exists() else []:
        names.setdefault(row["key"], []).append(row["name"])
    return names
