"""One common factor of items, fitted by maximum likelihood to their covariance matrix."""

from __future__ import annotations

import numpy as np

#: A uniqueness is at least this part of an item's variance; there the factor explains too much.
LEAST_UNIQUENESS = 0.005


def one_factor(covariance: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Fit one factor; give the items' loadings and uniquenesses, on the scale of their scores.

    None where there are fewer than three items, an item does not vary, the matrix is singular, or
    a uniqueness ends at its limit (a Heywood case). Source: Jöreskog, Psychometrika 32 (1967),
    443–482; the same as R's ``factanal`` and ``psych::fa(fm="ml")``.

    Examples
    --------
    >>> loadings, rest = one_factor(np.array([[1, 0.42, 0.48], [0.42, 1, 0.56], [0.48, 0.56, 1]]))
    >>> loadings.round(3).tolist(), rest.round(3).tolist()
    ([0.6, 0.7, 0.8], [0.64, 0.51, 0.36])
    """
    from scipy.optimize import minimize

    spread = np.sqrt(np.diag(covariance))
    if len(spread) < 3 or (spread <= 1e-12).any():
        return None
    correlation = covariance / np.outer(spread, spread)
    if np.linalg.eigvalsh(correlation)[0] < 1e-10:
        return None

    def scaled(rest: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        root = np.sqrt(rest)
        values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
        return values, vectors[:, -1]

    def loadings(rest: np.ndarray) -> np.ndarray:
        values, vector = scaled(rest)
        found: np.ndarray = np.sqrt(rest) * vector * np.sqrt(max(values[-1] - 1, 0.0))
        return found

    def badness(rest: np.ndarray) -> float:
        values = scaled(rest)[0][:-1]
        return float((values - np.log(values) - 1).sum())

    def slope(rest: np.ndarray) -> np.ndarray:
        own = loadings(rest)
        away: np.ndarray = np.diag(np.outer(own, own)) + rest - np.diag(correlation)
        steps: np.ndarray = away / rest**2
        return steps

    start = 0.5 / np.diag(np.linalg.inv(correlation))
    found = minimize(
        badness,
        start,
        jac=slope,
        method="L-BFGS-B",
        bounds=[(LEAST_UNIQUENESS, 1.0)] * len(spread),
        options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 2_000},
    )
    rest = np.asarray(found.x)
    own = loadings(rest)
    if (rest <= LEAST_UNIQUENESS * (1 + 1e-9)).any() or not own.any():
        return None
    return own * np.sign(own.sum()) * spread, rest * spread**2
