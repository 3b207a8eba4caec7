"""How many managers have, and want, a large share of the staff to match each profile."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.assumptions import extra_answers
from analysis.measures.counts import ordered
from analysis.measures.disclosure import released
from analysis.measures.shares import reported_shares
from analysis.measures.staff_bands import IDEAL, NOW, staff_margins, staff_questions
from analysis.measures.wishes import wishes
from analysis.survey.survey import Survey, once_per_survey, origin_of, with_provenance


@once_per_survey
def large_shares(survey: Survey, *, protected: bool = False) -> pd.DataFrame:
    """Count the managers with the top band of the staff in each profile, now and ideally.

    Parameters
    ----------
    survey : Survey
    protected : bool
        Compute from the survey's protected counts (`protect`), instead of the answers themselves.
        What is made of answers themselves is for one's own use: exports and reports refuse it.

    Returns
    -------
    DataFrame
        One row per profile, the largest difference first; of equal ones that which more managers
        want, then that which the questionnaire has first; hidden ones last. ``item``; ``now`` and
        ``ideal``, the answers in the top band, and ``base_now`` and ``base_ideal``, of how
        many listed ones; ``difference`` (ideal − now);
        ``more``, how many of ``base_more`` want a larger share than they have, at least;
        ``counted``, whether that is their number; ``majority``, whether most want the top band;
        ``base`` (the larger one); ``extra``, how many more answers ``ideal`` is printed on than
        there are managers; ``suppressed`` and ``basis``. Hidden counts are NaN. From the
        printed tables ``more`` is what the two margins prove whoever gave the answers (`wishes`
        without assumption A). Source: report pp. 47–48; statistics §6 in ``docs/method.md``.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> shares = large_shares(read_published())
    >>> shares["item"].iloc[0], *shares[["now", "ideal", "difference", "more"]].iloc[0].tolist()
    ('koordination', 21.0, 38.0, 17.0, 15.0)
    """
    survey = released(survey, protected)
    now, ideal = (_top_band(survey, key) for key in (NOW, IDEAL))
    items = [item.key for item in staff_questions(survey)[0].items]
    frame = pd.DataFrame(
        {
            "item": ordered(items, items),
            "now": now["n"].to_numpy(float),
            "ideal": ideal["n"].to_numpy(float),
            "base_now": now["base"].to_numpy(float),
            "base_ideal": ideal["base"].to_numpy(float),
            **_wanting_more(survey),
            "counted": survey.answers is not None,
        }
    )
    counts = frame[["now", "ideal"]]
    frame = frame.assign(
        difference=frame["ideal"] - frame["now"],
        majority=2 * frame["ideal"] > frame["base_ideal"],
        base=frame[["base_now", "base_ideal"]].max(axis=1),
        extra=extra_answers(survey, IDEAL),
        suppressed=counts.isna().any(axis=1),
        basis=now["basis"].to_numpy(),
    )
    return with_provenance(_in_order(frame), origin_of(survey))


def _in_order(shares: pd.DataFrame) -> pd.DataFrame:
    """The profiles as every figure and text has them: the largest difference first."""
    return shares.sort_values(
        ["difference", "ideal", "item"], ascending=[False, False, True], ignore_index=True
    )


def _top_band(survey: Survey, question: str) -> pd.DataFrame:
    """The counts of a question's top band, a row per item."""
    rows = reported_shares(survey, question)
    return rows[rows["answer"] == survey.codebook.question(question).scale.keys[0]]


def _wanting_more(survey: Survey) -> dict[str, np.ndarray]:
    """How many managers want a larger share than they have, at least, and of how many."""
    if not survey.is_printed:
        frame = wishes(survey, assumption=None)
        rows = frame[frame["answer"] == "more"]
        return {"more": rows["n_low"].to_numpy(float), "base_more": rows["base"].to_numpy(float)}
    margins, extra = staff_margins(survey).values(), extra_answers(survey, IDEAL)
    fewest = [fewest_rises(now, ideal, extra) for now, ideal in margins]
    return {"more": np.array(fewest), "base_more": np.full(len(fewest), survey.respondents)}


def fewest_rises(now: np.ndarray, ideal: np.ndarray, extra: int = 0) -> int:
    """The fewest whose second answer lies above their first one, by the counts of both.

    So many more give the second answer at or above some band than the first one; of them,
    ``extra`` may be people without a first answer. That many suffice: it is the smallest cut of
    a transport problem, which `wishes` solves as a linear programme.

    Examples
    --------
    >>> fewest_rises(np.array([25, 10, 6, 8, 3]), np.array([40, 8, 2, 2, 0]), extra=2)
    13
    """
    rises = np.cumsum(ideal) - np.cumsum(now)
    return max(int(rises.max()) - extra, 0)
