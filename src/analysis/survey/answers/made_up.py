"""The column that says of a file's answers that they are made up, and of whose no row can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from analysis.survey.answers.columns import FoundColumns
from analysis.survey.checks import ProblemList
from analysis.words import said

#: What the column ``basis`` says of made-up answers, as `synthesize` writes it.
_MADE_UP = ("synthetic", "syntetisk")
#: After it, the columns of don't-knows that people beside the respondents gave.
_UNPLACED = " + ved ikke: "


def basis_column(unplaced: Mapping[str, int], respondents: int) -> list[str]:
    """Write the column ``basis`` of made-up answers, a cell per respondent.

    ``unplaced`` are don't-knows of people who are not among the respondents, by column: each
    stands behind the word in one of the first rows.

    Examples
    --------
    >>> basis_column({"ideal_share_integration": 2}, 3)[1:]
    ['synthetic + ved ikke: ideal_share_integration', 'synthetic']
    """
    cells = []
    for row in range(respondents):
        names = " ".join(name for name, number in unplaced.items() if number > row)
        cells.append(_MADE_UP[0] + (_UNPLACED + names if names else ""))
    return cells


def read_basis(found: FoundColumns, problems: ProblemList) -> tuple[bool, dict[str, int]]:
    """Whether a file says that its answers are made up, and the don't-knows behind the word.

    All answers are made up, or none.
    """
    if found.basis is None:
        return False, {}
    cells = found.table.cells[found.basis].astype(str)
    parts = {cell: cell.strip().split(_UNPLACED, 1) for cell in cells.unique()}
    says = {cell: words[0].strip().casefold() in _MADE_UP for cell, words in parts.items()}
    if not any(says.values()):
        return False, {}
    names = {cell: words[1].split() if len(words) > 1 else [] for cell, words in parts.items()}
    known = {cell: says[cell] and set(names[cell]) <= set(found.items) for cell in parts}
    wrong = np.array([not known[cell] for cell in cells])
    expected = said("answers.all_made_up", word=_MADE_UP[0])
    cure = said("answers.all_made_up_cure", column="basis")
    found.table.add_problems(problems, found.basis, wrong, expected, cure)
    return True, dict(Counter(name for cell in cells for name in names[cell]))
