"""The workforce gap of a protected survey: what its protected counts allow."""

from __future__ import annotations

import numpy as np

from analysis.measures.allowed_tables import AllowedTables, allowed_tables
from analysis.measures.disclosure import GROUPED_BY
from analysis.measures.staff_bands import MEASURES, staff_questions
from analysis.survey.checks import InputError
from analysis.survey.protected_counts import ProtectedCounts
from analysis.survey.survey import Survey

Ends = tuple[float, float, float]


def released_gap_rows(
    survey: Survey, by: str | None, values: np.ndarray, staff: int | None = None
) -> list[dict[str, object]]:
    """The rows of `workforce_gap` that a protected survey allows (basis ``bounded``).

    ``values`` are the low, central and high share of each band. With ``staff``, the rows are one
    municipality's: its staff × the mean of its size band. The gap is the mean ideally less the
    mean now, each over those who gave a listed answer; central is ``modelled``: hidden counts
    spread as elsewhere, answers unrelated to staff within a group.
    """
    released = survey.released
    assert released is not None, "asked of a survey that is not protected"
    rows: dict[str | None, int] = {None: -1}
    if staff is not None:
        rows = {None: _band_row(survey, released, staff)}
    elif by is not None:
        rows = {key: place for place, key in enumerate(released.labels)}
    found: dict[tuple[str, str], list[dict[str, object]]] = {}
    now, ideal = staff_questions(survey)
    for item in now.items:
        tables = {
            "now": allowed_tables(survey, now.column(item.key)),
            "ideal": allowed_tables(survey, ideal.column(item.key)),
        }
        found |= {(item.key, measure): [] for measure in MEASURES}
        for group, row in rows.items():
            for unit in ("share", "people"):
                ends = {
                    measure: _ends(table, row, unit, values, released, staff)
                    for measure, table in tables.items()
                }
                low, central, high = ends["now"]
                ends["gap"] = (
                    ends["ideal"][0] - high,
                    ends["ideal"][1] - central,
                    ends["ideal"][2] - low,
                )
                listed = {name: table.table.listed[row] for name, table in tables.items()}
                listed["gap"] = min(listed.values())
                of = float(released.people[row].sum()) if staff is None else float(staff)
                for measure in MEASURES:
                    numbers = (ends[measure], listed[measure], of)
                    found[item.key, measure].append(
                        _row(item.key, group, measure, unit, *numbers, survey.allowed_basis)
                    )
    return [row for rows_of_measure in found.values() for row in rows_of_measure]


def _band_row(survey: Survey, released: ProtectedCounts, staff: int) -> int:
    band = survey.codebook.size_band(staff).key
    if released.by != GROUPED_BY:
        raise InputError(
            f"Svarene er beskyttet efter {released.by}. Én kommunes tal kræver en udgivelse efter "
            'jobcentrets størrelse: fag.protect(survey, "size_band").'
        )
    return list(released.labels).index(band)


def _ends(
    tables: AllowedTables,
    row: int,
    unit: str,
    values: np.ndarray,
    released: ProtectedCounts,
    staff: int | None,
) -> Ends:
    """Low, central and high of one measure in one row."""
    low, central, high = values
    cells = tables.likely
    if unit == "share" or staff is not None:
        ends = (tables.mean_range(row, low)[0], tables.mean_range(row, high)[1])
        middle = _mean(cells[row], central)
        times = staff if unit == "people" and staff is not None else 1
        least, most = ends
        return (least * times, min(max(middle, least), most) * times, most * times)
    least, most = tables.staff_range(row, released.people, low, high)
    groups = list(tables.groups) if row == -1 else [row]
    middle = sum(
        float(released.people[group].sum())
        * _mean(cells[group], central)
        * float(cells[group, :-1].sum())
        / max(len(released.people[group]), 1)
        for group in groups
        if tables.table.bases[group]
    )
    return (least, min(max(middle, least), most), most)


def _mean(cells: np.ndarray, values: np.ndarray) -> float:
    listed = cells[:-1]
    return float(listed @ values / listed.sum()) if listed.sum() else np.nan


def _row(
    item: str,
    group: str | None,
    measure: str,
    unit: str,
    ends: Ends,
    base: float,
    staff: float,
    basis: str,
) -> dict[str, object]:
    low, central, high = ends
    nobody = base == 0
    unknown = not nobody and bool(np.isnan(central))
    return {
        "item": item,
        "group": group,
        "measure": measure,
        "unit": unit,
        "central": np.nan if nobody else central,
        "low": np.nan if nobody else low,
        "high": np.nan if nobody else high,
        "base": base,
        "staff": staff,
        "basis": basis,
        "feasible": True,
        "reason": "unknown_staff" if unknown else "",
        "assumption": "",
    }
