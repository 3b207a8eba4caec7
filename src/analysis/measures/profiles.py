"""The six profiles side by side across the questions."""

from __future__ import annotations

import pandas as pd

from analysis.measures.counts import base_kind, ordered
from analysis.measures.disclosure import released
from analysis.measures.shares import likert_table
from analysis.survey.survey import Survey, provenance, with_provenance

#: Column of the table → role of the question whose first answer's share it holds.
PROFILE_MEASURES = {
    "importance": "importance",
    "expected_need": "expected_need",
    "match_now": "current_share",
    "match_ideal": "ideal_share",
}


def profile_table(survey: Survey, *, protected: bool = False) -> pd.DataFrame:
    """Put the profiles side by side: importance, expected need, match now and match ideally.

    Parameters
    ----------
    survey : Survey
        One with the four profile questions.
    protected : bool
        As `likert_table` takes it.

    Returns
    -------
    DataFrame
        One row per profile × measure: ``item``, ``measure`` (importance, expected_need,
        match_now, match_ideal), ``question``, ``n`` (answers in the first category: very
        important, more need, over 20 % of the staff), ``base`` (answers), ``share``,
        ``low``, ``high`` (0–1, finite population), ``rank`` (1 is the largest count; equal
        counts share the best rank) and ``basis``. The report's match ideally is re-based to the 52
        listed answers, so that it can stand beside match now.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> table = profile_table(read_published())
    >>> table[table["rank"] == 1].groupby("measure", observed=True)["item"].first()["match_now"]
    'borgernes_kompetencer'
    """
    survey = released(survey, protected)
    frames = []
    for measure, question in PROFILE_MEASURES.items():
        base = base_kind(survey, None, printed="listed")
        likert = likert_table(survey, question, base=base)
        first = likert[likert["answer"] == likert["answer"].cat.categories[0]]
        rank = first["share"].rank(ascending=False, method="min").astype("Int64")
        frames.append(first.assign(measure=measure, rank=rank).drop(columns="answer"))
    table = pd.concat(frames, ignore_index=True)
    table["measure"] = ordered(table["measure"], PROFILE_MEASURES)
    columns = "item measure question n base share low high rank basis".split()
    table = table.sort_values(["item", "measure"], ignore_index=True)
    return with_provenance(table[columns], provenance(likert))
