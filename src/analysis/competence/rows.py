"""Constraints in whole numbers, as sparse rows; whether a plan fits them, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from typing import Any

import numpy as np


@dataclass(frozen=True, eq=False)
class Rows:
    """Constraints: ``matrix`` @ x ≤ ``most``, in whole numbers."""

    matrix: Any
    most: np.ndarray

    def and_row(self, coefficients: np.ndarray, most: int) -> Rows:
        """Return these rows and one more."""
        return self.and_rows(Rows(_csr(coefficients[None, :]), np.array([most])))

    def and_rows(self, others: Rows) -> Rows:
        """Return these rows and others."""
        from scipy.sparse import vstack

        stacked = vstack([self.matrix, others.matrix], format="csr")
        return Rows(stacked, np.concatenate([self.most, others.most]))


def step_of(costs: np.ndarray) -> int:
    """Return the smallest step between two values of a cost in whole numbers."""
    return gcd(*(int(each) for each in np.unique(costs))) or 1


def fits(rows: Rows, lower: np.ndarray, upper: np.ndarray, plan: np.ndarray) -> bool:
    """Whether whole numbers fit all constraints, in exact arithmetic."""
    within = bool(np.all(plan >= lower) and np.all(plan <= upper))
    return within and bool(np.all(rows.matrix @ plan <= rows.most))


class RowBuilder:
    """Rows of a sparse matrix, added block by block."""

    def __init__(self, size: int) -> None:
        self.size, self.count = size, 0
        self._at: list[np.ndarray] = []
        self._columns: list[np.ndarray] = []
        self._values: list[np.ndarray] = []
        self._most: list[np.ndarray] = []

    def add(self, rows: np.ndarray, columns: np.ndarray, value: int) -> None:
        """Add one value in cells of the block that is open; its rows count from 0."""
        self._at.append(np.asarray(rows, dtype=np.int64) + self.count)
        self._columns.append(np.asarray(columns, dtype=np.int64))
        self._values.append(np.full(len(columns), value, dtype=np.int64))

    def add_dense(self, values: np.ndarray, most: int) -> None:
        """Add one row of values, and end it."""
        columns = np.flatnonzero(values)
        self.add(np.zeros(len(columns), int), columns, 1)
        self._values[-1] = values[columns]
        self.end(np.array([most]))

    def end(self, most: np.ndarray) -> None:
        """End the block with the right sides of its rows."""
        self._most.append(np.asarray(most, dtype=np.int64))
        self.count += len(most)

    def rows(self) -> Rows:
        from scipy.sparse import coo_array

        none = [np.empty(0, np.int64)]
        at, columns, values = (
            np.concatenate([*none, *each]) for each in (self._at, self._columns, self._values)
        )
        made = coo_array((values, (at, columns)), shape=(self.count, self.size))
        return Rows(made.tocsr(), np.concatenate([*none, *self._most]))


def _csr(values: np.ndarray) -> Any:
    from scipy.sparse import csr_array

    return csr_array(values)
