"""Workbooks of job centres whose employees have codes that stand nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from analysis.competence.centre import Centre
from analysis.competence.workbook_example import example_centre
from analysis.survey.kommuner import find_kommune
from fagligheder.office.centre_book import centre_book

#: Codes of the employees of `centre`.
CODES = [f"Qz{number}Vk" for number in range(11, 23)]


def centre(year: int = 2027, **changes: Any) -> Centre:
    """Return a centre of twelve employees of its own, whose rows are not the example's."""
    made = example_centre(find_kommune("Odder"), year)
    frames = {
        name: getattr(made, name).replace("(?i)opdigtet", "Vores", regex=True)
        for name in ("needs", "offers", "limits", "steps", "employees")
    }
    frames["employees"] = frames["employees"].assign(code=CODES)
    return replace(made, origin="own", **frames | changes)


def write_workbook(path: Path, made: Centre | None = None) -> Path:
    """Write a centre's workbook, and return its path."""
    path.write_bytes(centre_book(made or centre(), datetime(2026, 11, 27)))
    return path
