"""Rows of a job centre's workbook as frames: needs in people, codes once, offers that exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import count
from math import ceil, floor
from typing import Any

import pandas as pd

from analysis.competence.workbook_model import Column
from analysis.competence.workbook_problems import CentreProblems, Page
from analysis.competence.workbook_tables import Row
from analysis.competence.workbook_values import Reading

_NEEDS = ("low", "middle", "high")
_HUNDRED = 100
#: Steps that are behind us may name an offer that is no longer there.
_ONGOING = ("planned", "moved")
#: What the id of a step begins with that was added by hand.
_ADDED = "ny-"


@dataclass(frozen=True)
class Table:
    """A sheet with its columns and rows, and what its checks need."""

    page: Page
    columns: Sequence[Column]
    rows: Sequence[Row]
    reading: Reading
    problems: CentreProblems

    def wrong(self, row: Row, key: str, expected: str, cure: str, **fields: object) -> None:
        """Add a problem with one cell of a row."""
        error = self.reading.wrong(expected, cure, **fields)
        column = next(each for each in self.columns if each.key == key)
        words = row.words.get(key, "")
        self.problems.cell(self.page, row.number, column, words, error.expected, error.cure)

    def refuse_twice(self, keys: Sequence[str]) -> None:
        """Add a problem for each row that repeats an earlier one."""
        first: dict[tuple[str, ...], int] = {}
        for row in self.rows:
            key = tuple(str(row.cells[each]).casefold() for each in keys)
            if not key[0] or row.wrong & set(keys):
                continue
            if key in first:
                self.wrong(row, keys[0], "once", "cure_once", first=first[key])
            first.setdefault(key, row.number)

    def frame(self, rows: Iterable[Mapping[str, Any]], without: Sequence[str] = ()) -> pd.DataFrame:
        """Return checked rows as a frame, each column with the type of its kind."""
        columns = [column for column in self.columns if column.key not in without]
        frame = pd.DataFrame(
            [[row[column.key] for column in columns] for row in rows],
            columns=[column.key for column in columns],
        )
        return frame.astype({column.key: column.dtype for column in columns})


def needs_rows(table: Table, staff: int | None) -> list[dict[str, Any]]:
    """Return the needs in people: shares and bands are taken of the staff."""
    table.refuse_twice(("profile", "horizon"))
    rows = []
    for row in table.rows:
        people = _people(table, row, staff)
        weight = 1.0 if pd.isna(row.cells["weight"]) else row.cells["weight"]
        if people is not None:
            rows.append({**row.cells, **people, "weight": weight})
    return rows


def _people(table: Table, row: Row, staff: int | None) -> dict[str, int] | None:
    """Return low, middle and high of a row in people; None where they cannot be had."""
    given = [key for key in _NEEDS if not pd.isna(row.cells[key])]
    band = row.cells["band"]
    if row.wrong & {*_NEEDS, "band"} or staff is None:
        return None
    if isinstance(band, str):
        if given:
            table.wrong(row, given[0], "band_alone", "cure_blank")
            return None
        return people_of_band(table.reading, band, staff)
    if "middle" not in given:
        table.wrong(row, "middle", "need", "cure")
        return None
    middle = row.cells["middle"]
    shares = [row.cells[key] if key in given else middle for key in _NEEDS]
    people = [_of_staff(share, staff) for share in shares]
    if people != sorted(people):
        table.wrong(row, "low" if people[0] > people[1] else "high", "rising", "cure_row")
        return None
    return dict(zip(_NEEDS, people, strict=True))


def _of_staff(need: int | Decimal, staff: int) -> int:
    """Return a need in people; a share is rounded half up."""
    if isinstance(need, Decimal):
        return int((need * staff).quantize(Decimal(1), ROUND_HALF_UP))
    return need


def people_of_band(reading: Reading, band: str, staff: int) -> dict[str, int]:
    """Return the whole numbers of people that a band of the staff allows.

    Where it allows none, as 5 to 10 per cent of six, the numbers on both sides are the range.
    """
    share = next(each.band for each in reading.bands.scale.answers if each.key == band)
    assert share is not None  # the bands of the staff all have their edges
    shares = [Decimal(str(edge)) * staff / _HUNDRED for edge in share]
    low, high = ceil(shares[0]), floor(shares[-1])
    if low > high:
        low, high = high, low
    middle = int(shares[1].quantize(Decimal(1), ROUND_HALF_UP))
    return {"low": low, "middle": min(max(middle, low), high), "high": high}


def employees_rows(table: Table, staff: int | None, centre: str) -> list[Mapping[str, Any]]:
    """Return the employees; more of them than the staff are a problem."""
    table.refuse_twice(("code",))
    if staff is not None and len(table.rows) > staff:
        first = table.rows[staff]
        table.wrong(first, "code", "staff_rows", "cure_staff", staff=staff, centre=centre)
    return [row.cells for row in table.rows]


def offers_rows(table: Table) -> list[Mapping[str, Any]]:
    """Return the offers; classes and dates must be possible, and a gain have its basis."""
    table.refuse_twice(("offer",))
    for row in table.rows:
        values = row.cells
        if values["class_max"] < values["class_min"]:
            table.wrong(row, "class_max", "class_size", "cure_row")
        seen, last = values["date"], values["expires"]
        if isinstance(seen, str) and isinstance(last, str) and last < seen:
            table.wrong(row, "expires", "expires", "cure_row")
        raises = any(values[each.key] > 0 for each in table.columns if each.word == "gain")
        if raises and "gain_basis" not in row.wrong and not isinstance(values["gain_basis"], str):
            table.wrong(row, "gain_basis", "basis_given", "cure_list")
    return [row.cells for row in table.rows]


def limits_rows(table: Table) -> list[Mapping[str, Any]]:
    """Return the limits; one for each agreement and day."""
    table.refuse_twice(("limit", "agreement", "valid_from"))
    return [row.cells for row in table.rows]


def steps_rows(table: Table) -> list[dict[str, Any]]:
    """Return the steps; a row that was added by hand is given an id that no other has."""
    table.refuse_twice(("step",))
    offers = table.reading.offers
    taken = {str(row.cells["step"]).casefold() for row in table.rows}
    free = (f"{_ADDED}{number}" for number in count(1) if f"{_ADDED}{number}" not in taken)
    rows = []
    for row in table.rows:
        status = row.cells["status"] if isinstance(row.cells["status"], str) else _ONGOING[0]
        offer = row.cells["offer"].casefold()
        if offer and offer not in offers and status in _ONGOING:
            table.wrong(row, "offer", "offer", "cure_offer")
        named = {"offer": offers.get(offer, row.cells["offer"]), "status": status}
        rows.append({**row.cells, **named, "step": row.cells["step"] or next(free)})
    return rows
