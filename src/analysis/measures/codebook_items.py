"""Each item of a survey for its codebook: who answered it, who did not, and what weights change."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.counts import base_kind, counts_by_answer
from analysis.measures.disclosure import released
from analysis.measures.missing import missing_summary
from analysis.measures.shares import likert_table, reported_shares
from analysis.survey.survey import Survey, origin_of, provenance, with_provenance

#: The parts that the respondents are told apart by, in the order of the table.
PARTS = ("answered", "dont_know", "not_applicable", "blank")
_EFFECT = ("weight_effect_low", "weight_effect_high")
_COLUMNS = (
    *("question", "item", "variable", "kind", "scale", "respondents"),
    *(*PARTS, "base", *_EFFECT, "basis"),
)


def codebook_items(survey: Survey, *, protected: bool = False) -> pd.DataFrame:
    """Give for each item who answered it, who did not, its base, and what the weights change.

    Parameters
    ----------
    survey : Survey
    protected : bool
        Compute from the survey's protected counts (`protect`), instead of the answers themselves.
        What is made of answers themselves is for one's own use: exports and reports refuse it.

    Returns
    -------
    DataFrame
        One row per question × item: ``question``, ``item``, ``variable`` (the column of a file of
        answers), ``kind``, ``scale``, ``respondents``, ``answered``, ``dont_know``,
        ``not_applicable``, ``blank`` (all counts as `missing_summary` has them), ``base`` (what
        shares in reports are taken of), ``weight_effect_low`` and
        ``weight_effect_high`` (the largest difference, 0–1, between the weighted and the counted
        share of an answer: one number, or the range that protected counts allow; NaN without
        weights, or where a count is hidden) and ``basis``. Of printed tables don't know is what
        lies outside the listed categories, and not applicable and blank are NaN: they were not
        printed. Source: the survey's codebook, and statistics §5 and §8 in ``docs/method.md``.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> items = codebook_items(read_published()).set_index(["question", "item"])
    >>> items.loc[("ideal_share", "virksomheder"), ["answered", "dont_know", "base"]].tolist()
    [52, 2, 52]
    """
    survey = released(survey, protected)
    frame = _printed(survey) if survey.is_printed else missing_summary(survey)
    origin, book = provenance(frame), survey.codebook
    shares = {key: reported_shares(survey, key) for key in book.questions}
    told = []
    for question, item in zip(frame["question"], frame["item"], strict=True):
        asked, own = book.question(question), shares[question]
        rows = own[own["item"] == item]
        told.append(
            {
                "variable": asked.column(item),
                "kind": asked.kind,
                "scale": asked.scale.key,
                "base": rows["base"].iloc[0],
                **_effect(survey, question, item, rows),
            }
        )
    frame = pd.concat([frame, pd.DataFrame(told)], axis=1)
    marked = ["suppressed"] if "suppressed" in frame else []
    return with_provenance(frame[[*_COLUMNS, *marked]], origin)


def effective_respondents(survey: Survey) -> float:
    """Kish's effective number of respondents, (Σw)² / Σw²; NaN of a survey without weights.

    So many respondents drawn one by one give shares that are as certain, if what is asked has
    nothing to do with the weights.

    Examples
    --------
    >>> from analysis.measures.synthetic import synthesize
    >>> effective_respondents(synthesize(seed=1))
    nan
    """
    if survey.released is not None and survey.released.weights is not None:
        weights = survey.released.weights[-1]
    elif survey.answers is not None and survey.design is not None and survey.design.weight:
        weights = survey.answers[survey.design.weight].to_numpy(float)
    else:
        return float("nan")
    return float(weights.sum() ** 2 / (weights**2).sum())


def _printed(survey: Survey) -> pd.DataFrame:
    """What printed tables say: listed answers, and those outside the listed categories."""
    counts = counts_by_answer(survey)
    of_item = counts.groupby(["question", "item"], sort=False, observed=True).first().reset_index()
    frame = pd.DataFrame(
        {
            "question": of_item["question"].astype(str),
            "item": of_item["item"].astype(str),
            "respondents": survey.respondents,
            "answered": of_item["listed"],
            "dont_know": of_item["base"] - of_item["listed"],
            "not_applicable": np.nan,
            "blank": np.nan,
            "basis": of_item["basis"],
        }
    )
    return with_provenance(frame, origin_of(survey))


def _effect(survey: Survey, question: str, item: str, weighted: pd.DataFrame) -> dict[str, float]:
    """The largest difference between weighted and counted shares of an item's answers."""
    if survey.design is None:
        return dict.fromkeys(_EFFECT, np.nan)
    base = base_kind(survey, None, printed="listed")
    counted = likert_table(survey, question, base=base, interval="none", weights=False)
    share = counted.loc[counted["item"] == item, "share"].to_numpy(float)
    ends = [weighted["share"].to_numpy(float)] * 2
    if "share_low" in weighted:
        ends = [weighted[name].to_numpy(float) for name in ("share_low", "share_high")]
    apart = np.array([ends[0] - share, share - ends[1]])
    if np.isnan(apart).any():
        return dict.fromkeys(_EFFECT, np.nan)
    least, most = np.maximum(apart, 0).max(), np.abs(apart).max()
    return dict(zip(_EFFECT, (float(least), float(most)), strict=True))
