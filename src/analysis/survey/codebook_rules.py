"""What a codebook decides for all measures: the base of shares, and whom the answers stand for."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from analysis.survey.checks import CsvRow, ProblemList, rows_or_problems

#: Shares of all answers that count in an item's base, don't-knows among them, or of the listed ones
#: alone.
BaseKind = Literal["all", "listed"]
#: What a codebook says of its shares. ``applicable``: of all answers but those of respondents whom
#: the question does not concern.
BaseRule = Literal["all", "applicable", "listed"]


def population_rows(folder: Path, project: Path, problems: ProblemList) -> list[CsvRow]:
    """Whom the answers stand for; not what a copied codebook only repeats of the project's."""
    columns = "key,value"
    optional = "unit,source,stratum"
    if not (folder / "population.csv").exists():
        return []
    rows = rows_or_problems(folder / "population.csv", columns, problems, optional)
    if folder.resolve() == project.resolve():
        return rows
    own = [row.cells for row in rows_or_problems(
        project / "population.csv", columns, ProblemList(), optional)]  # fmt: skip
    return [row for row in rows if row.cells not in own]
