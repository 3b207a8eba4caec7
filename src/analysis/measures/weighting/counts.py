"""Weighted counts of a survey's answers, and the covariance of whatever is computed from them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from analysis.measures.counts import answer_codes
from analysis.measures.groups import grouping
from analysis.measures.weighting.sample_design import SampleDesign, sample_design
from analysis.survey.survey import Survey, once_per_survey


@dataclass(frozen=True, eq=False)
class WeightedCounts:
    """Sums over the respondents of each block by cell: all that estimates of an item need.

    A cell is a group × answer; the answers are the listed ones in order, don't-know, and no
    answer. Every array has one row per block and one column per cell.

    Attributes
    ----------
    design : SampleDesign
    shape : (int, int)
        Groups, and answers with don't-know and no answer.
    n : array of int
        Respondents whose weight is above 0.
    total, squares, base_total : array of float
        Sums of weights, of their squares (of people who were drawn themselves), and of the weights
        before calibration (where there is one).
    """

    design: SampleDesign
    shape: tuple[int, int]
    n: np.ndarray = field(repr=False)
    total: np.ndarray = field(repr=False)
    squares: np.ndarray | None = field(repr=False)
    base_total: np.ndarray | None = field(repr=False)

    @property
    def answers(self) -> int:
        """Listed answers."""
        return self.shape[1] - 2

    def by_cell(self, sums: np.ndarray) -> np.ndarray:
        """Group × answer sums over all blocks."""
        summed: np.ndarray = sums.sum(axis=0).reshape(self.shape)
        return summed

    def freedom(self, cells: np.ndarray) -> int:
        """Units less strata, counted where anyone with a weight is in the marked cells."""
        n = self.n[:, cells.ravel()].sum(axis=1)
        strata = len(np.unique(self.design.stratum_of_block[n > 0]))
        if not self.design.clustered:
            return int(n.sum()) - strata
        return len(np.unique(self.design.unit_of_block[n > 0])) - strata

    def covariance(self, values: np.ndarray) -> np.ndarray:
        """Covariance matrix of weighted totals, by Taylor linearisation.

        ``values`` has one row per total: the linearised value of a respondent in each cell.
        With-replacement variance between the units of a stratum, with its finite population
        correction; after a calibration, of the residuals from the margins. NaN where a stratum
        has one unit of several: it has no variance.
        Source: Särndal, Swensson & Wretman, Model Assisted Survey Sampling (1992), §5.5 and §6.6.
        """
        size = len(values)
        if self.design.lonely:
            return np.full((size, size), np.nan)
        fitted = self._fitted(values)
        sums = self.total @ values.T - self.total.sum(axis=1)[:, None] * fitted
        strata, drawn = self.design.stratum_of_block, self.design.drawn
        if self.design.clustered:
            units = self.design.unit_of_block
            by_unit = _sum_rows(sums, units, units.max() + 1)
            of_unit = np.zeros(len(by_unit), dtype=np.int64)
            of_unit[units] = strata
            products = by_unit[:, :, None] * by_unit[:, None, :]
            second = _sum_rows(products.reshape(len(by_unit), -1), of_unit, len(drawn))
        else:
            second = _sum_rows(self._products(values, fitted), strata, len(drawn))
        first = _sum_rows(sums, strata, len(drawn))
        between = second.reshape(-1, size, size)
        between = between - first[:, :, None] * first[:, None, :] / drawn[:, None, None]
        scale = np.where(drawn > 1, self.design.unseen * drawn / np.maximum(drawn - 1, 1), 0.0)
        found: np.ndarray = np.tensordot(scale, between, axes=1)
        return found

    def _fitted(self, values: np.ndarray) -> np.ndarray:
        """What the margins explain of each value, block × total; 0 without calibration."""
        margins = self.design.margins_of_block
        if margins is None or self.base_total is None:
            return np.zeros((self.design.blocks, len(values)))
        weights = self.base_total.sum(axis=1)
        moments = margins.T @ (weights[:, None] * margins)
        coefficients = np.linalg.pinv(moments) @ (margins.T @ (self.base_total @ values.T))
        fitted: np.ndarray = margins @ coefficients
        return fitted

    def _products(self, values: np.ndarray, fitted: np.ndarray) -> np.ndarray:
        """Sums of squares and products of the respondents' own values, block × pair of totals."""
        assert self.squares is not None
        size = len(values)
        pairs = (values[:, None, :] * values[None, :, :]).reshape(size * size, -1)
        sums = (self.squares @ pairs.T).reshape(-1, size, size)
        if self.design.margins_of_block is not None:
            mixed = fitted[:, :, None] * (self.squares @ values.T)[:, None, :]
            both = fitted[:, :, None] * fitted[:, None, :]
            sums = sums - mixed - mixed.transpose(0, 2, 1)
            sums = sums + both * self.squares.sum(axis=1)[:, None, None]
        products: np.ndarray = sums.reshape(-1, size * size)
        return products


@once_per_survey
def weighted_counts(
    survey: Survey, question: str, item: str, by: str | None = None
) -> WeightedCounts:
    """Sum the weights of a survey's answers to an item, once; all else is computed from it."""
    design = sample_design(survey)
    width = len(survey.codebook.question(question).scale.keys) + 2
    groups = 1
    cell = answer_codes(survey, question, item)
    cell = np.where(cell < 0, width - 1, cell)
    if by is not None:
        grouped = grouping(survey, by)
        groups = len(grouped.keys)
        cell = cell + width * grouped.codes
    return count_cells_of(design, cell, (groups, width))


def count_cells_of(
    design: SampleDesign, cell: np.ndarray, cells: tuple[int, int]
) -> WeightedCounts:
    """Sum the weights of respondents by cell, from the place of each among all ``cells``."""
    shape = (design.blocks, cells[0] * cells[1])
    place = design.block * shape[1] + cell

    def sums(weights: np.ndarray | None) -> np.ndarray:
        return np.bincount(place, weights, minlength=shape[0] * shape[1]).reshape(shape)

    calibrated = design.margins_of_block is not None
    seen = design.weights > 0
    return WeightedCounts(
        design=design,
        shape=cells,
        n=sums(None if seen.all() else seen.astype(float)).astype(np.int64),
        total=sums(design.weights),
        squares=None if design.clustered else sums(design.weights**2),
        base_total=sums(design.base_weights) if calibrated else None,
    )


def _sum_rows(values: np.ndarray, place: np.ndarray, size: int) -> np.ndarray:
    """Sums of the rows that have the same place."""
    order = np.argsort(place, kind="stable")
    summed = np.zeros((size, values.shape[1]))
    if len(order):
        found, starts = np.unique(place[order], return_index=True)
        summed[found] = np.add.reduceat(values[order], starts, axis=0)
    return summed
