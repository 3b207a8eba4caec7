"""Protect tables of supplied answers, and refuse to export those that are not protected."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.suppression import THRESHOLD, suppressions
from analysis.survey.checks import InputError
from analysis.survey.survey import Survey, provenance

#: What is made from the report's own tables tells nothing that the report did not print.
EXEMPT = ("published", "recovered", "bounded", "modelled")

_NUMBERS = ("n", "n_low", "n_high", "share", "low", "high")
_OF_THE_BASE = ("share", "low", "high")
_MEANS = ("central", "low", "high")


def protect(table: pd.DataFrame, threshold: int = THRESHOLD) -> pd.DataFrame:
    """Suppress small cells of a table from answers, and enough others to keep them unknown.

    Parameters
    ----------
    table : DataFrame
        A results frame (`likert_table`, `crosstab`, `wishes`) or a table of means by group
        (`workforce_gap`).
    threshold : int
        Cells with at least one answer and fewer than this are suppressed.

    Returns
    -------
    DataFrame
        The same rows with the column ``suppressed``. Suppressed cells have NaN for n and for all
        made from it; display prints them ``[c]``. A group's base that must not be known is NaN
        too, with the percentages taken of it. Frames of basis ``published``, ``recovered``,
        ``bounded`` or ``modelled``, and frames that are protected already, are returned unchanged.

        Proven: from all that is printed (the cells that stay, true zeros among them; the groups'
        bases; the totals by answer that the same rule leaves in the table of all; the number of
        answers; that a suppressed cell is no zero), every suppressed number can be at least two
        whole numbers, one of them ``threshold`` or more. An item of which that cannot be proven
        is withheld in full, its zeros with it, so that its marks say nothing of where they are.
        Source: statistics §5 in ``docs/method.md``.

    Raises
    ------
    InputError
        The table has neither counts nor means with their bases, or another threshold is asked
        of a table that is protected already.

    Notes
    -----
    Each table is protected by itself, beside the table of all: protect it whole, and choose rows
    after. Two groupings of one question, or a group's means beside its counts, can tell more
    together than alone: print one of them.

    Examples
    --------
    >>> answers = pd.DataFrame({"question": "q", "item": "i", "answer": list("abcd"),
    ...                         "n": [30, 12, 2, 0], "base": 44, "basis": "observed"})
    >>> protect(answers)["n"].tolist()
    [30.0, nan, nan, 0.0]
    """
    if table["basis"].isin(EXEMPT).all():
        return table
    if "suppressed" in table:
        if threshold != THRESHOLD:
            raise InputError(
                f"Tabellen er allerede beskyttet med grænsen {THRESHOLD}. Lav den igen med "
                f"protected=False, og beskyt den så med threshold={threshold}."
            )
        return table
    if "base" not in table or not ({"n", "central"} & set(table.columns)):
        raise InputError(
            "Tabellen kan ikke beskyttes: forventede kolonnerne n og base eller central og base, "
            f"fandt {', '.join(table.columns)}."
        )
    keys = [key for key in ("question", "item", "measure", "unit") if key in table.columns]
    protected = table.reset_index(drop=True).assign(suppressed=False)
    numbers = [name for name in (*_NUMBERS, "central", "base") if name in table.columns]
    protected = protected.astype(dict.fromkeys(numbers, float))
    block_of_row = np.zeros(len(protected), dtype=int)
    if keys:
        block_of_row = protected.groupby(keys, observed=True, sort=False).ngroup().to_numpy()
    for block in np.unique(block_of_row):
        rows = np.flatnonzero(block_of_row == block)
        if protected.loc[rows, "basis"].isin(EXEMPT).all():
            continue
        if "n" in table.columns:
            _protect_counts(protected, rows, threshold)
        else:
            _protect_means(protected, rows, threshold)
    return protected.set_index(table.index)


def _protect_counts(table: pd.DataFrame, rows: np.ndarray, threshold: int) -> None:
    """Suppress within one item's rows of ``table``, which is this module's own copy."""
    block = table.loc[rows]
    group, answer = (
        pd.factorize(block[axis])[0] if axis in block else np.zeros(len(rows), dtype=int)
        for axis in ("group", "answer")
    )
    counts = np.zeros((group.max() + 1, answer.max() + 1))
    counts[group, answer] = block["n"]
    bases = np.zeros(len(counts))
    bases[group] = block["base"]
    of_groups = bool(np.all(bases[group] == block["base"]))
    if counts.shape[1] == 1:
        counts = np.column_stack([counts, bases - counts[:, 0]])
    hidden, hidden_rows, hidden_columns = suppressions(counts, threshold)
    gone = hidden[group, answer]
    of_hidden = hidden_rows[group] if of_groups else hidden_columns[answer]
    table.loc[rows, "suppressed"] = gone
    for name in (*_NUMBERS, "base"):
        if name in table.columns:
            with_base = of_hidden if name in (*_OF_THE_BASE, "base") else False
            unseen = with_base | (gone if name != "base" else False)
            table.loc[rows[np.broadcast_to(unseen, len(rows))], name] = np.nan


def _protect_means(table: pd.DataFrame, rows: np.ndarray, threshold: int) -> None:
    """Suppress the means of small groups, and of enough others that no difference gives them."""
    bases = table.loc[rows, "base"].to_numpy()
    hidden = (bases > 0) & (bases < threshold)
    order = [i for i in np.argsort(bases, kind="stable") if bases[i] >= threshold]
    while hidden.any() and order and (hidden.sum() < 2 or bases[hidden].sum() < threshold):
        hidden[order.pop(0)] = True
    table.loc[rows, "suppressed"] = hidden
    for name in (*_MEANS, "base"):
        table.loc[rows[hidden], name] = np.nan


def protect_supplied(table: pd.DataFrame, protected: bool = True) -> pd.DataFrame:
    """Protect a table of supplied answers unless that was declined; made-up answers stay."""
    return protect(table) if protected and (table["basis"] == "observed").any() else table


def withhold(table: pd.DataFrame, hidden: pd.Series, numbers: list[str]) -> pd.DataFrame:
    """Withhold (NaN) the numbers of the marked rows, which get the column ``suppressed``."""
    floats = [name for name in numbers if pd.api.types.is_numeric_dtype(table[name])]
    withheld = table.astype(dict.fromkeys(floats, float)).assign(suppressed=hidden)
    withheld.loc[hidden, numbers] = np.nan
    return withheld


def is_unprotected(table: pd.DataFrame) -> bool:
    """Whether a table of supplied answers was not protected, so that it may not leave.

    That is so when it was made with ``protected=False``, or when it shows small counts and was
    never protected.

    Examples
    --------
    >>> answers = pd.DataFrame({"n": [30, 2], "base": 32, "basis": "observed"})
    >>> is_unprotected(answers), is_unprotected(answers.assign(basis="recovered"))
    (True, False)
    """
    if "suppressed" in table:
        return False
    if not provenance(table).protected:
        return True
    if "n" not in table or "basis" not in table:
        return False
    n = table.loc[table["basis"] == "observed", "n"]
    return bool(((n > 0) & (n < THRESHOLD)).any())


def refuse_unprotected(table: pd.DataFrame, name: str) -> None:
    """Raise an InputError when a table of supplied answers is not protected."""
    if is_unprotected(table):
        raise InputError(
            f"{name}: tabellen viser svar fra færre end {THRESHOLD} chefer og må ikke forlade "
            "maskinen. Beskyt den først: fag.protect(tabel), eller lav den uden protected=False."
        )


def needs_protection(survey: Survey, protected: bool) -> bool:
    """Whether what is computed from a survey must be protected."""
    return protected and survey.basis == "observed"
