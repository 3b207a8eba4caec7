"""What a codebook decides for all measures: the base of shares, and whom the answers stand for."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from analysis.survey.checks import CsvRow, ProblemList, check_unique, read_rows

#: Shares of all answers to an item, don't-knows among them, or of the listed ones alone.
BaseKind = Literal["all", "listed"]


def population_rows(folder: Path, project: Path) -> list[CsvRow]:
    """Whom the answers stand for; not what a copied codebook only repeats of the project's."""
    columns = "key,value,unit,source"
    rows = read_rows(folder / "population.csv", columns)
    if folder.resolve() == project.resolve():
        return rows
    own = [row.cells for row in read_rows(project / "population.csv", columns)]
    return [row for row in rows if row.cells not in own]


def read_base_rule(path: Path, problems: ProblemList) -> BaseKind:
    """The base that the codebook declares; all answers where it declares none."""
    rows = read_rows(path, "rule,value,note") if path.exists() else []
    check_unique(rows, ["rule"], problems)
    for row in rows:
        if row["rule"] != "base":
            problems.add(row.problem("rule", "base"))
        elif row["value"] not in get_args(BaseKind):
            problems.add(row.problem("value", " eller ".join(get_args(BaseKind))))
        elif row["value"] == "listed":
            return "listed"
    return "all"
