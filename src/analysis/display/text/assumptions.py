"""What ranges from the printed tables assume beside the numbers, in words."""

from __future__ import annotations

import pandas as pd

from analysis.measures.staff_bands import IDEAL
from analysis.survey.survey import provenance
from analysis.words import text


def assumption_note(frame: pd.DataFrame, lang: str) -> str:
    """What the ranges of a cross-tab or a gap assume, as a sentence; empty where nothing.

    Examples
    --------
    >>> from analysis.measures.crosstab import crosstab
    >>> from analysis.survey.published import read_published
    >>> survey = read_published()
    >>> assumption_note(crosstab(survey, "ideal_share"), "en")[:50]
    'This assumes that each manager gave exactly one of'
    >>> assumption_note(crosstab(survey, "importance"), "en")
    ''
    """
    if "assumption" not in frame or not frame["assumption"].astype(bool).any():
        return ""
    question = str(frame["question"].iloc[0]) if "question" in frame else IDEAL
    figure = provenance(frame).codebook.question(question).figure
    return text("assumptions.one_each_note", lang, figure=figure)


def if_one_each(sentence: str, figure: str, lang: str) -> str:
    """A sentence that holds if the answers within a figure's bands are one from each manager."""
    words = {"sentence": sentence.rstrip("."), "figure": figure}
    return text("assumptions.one_each_sentence", lang, **words)


def one_each_lead(figure: str, lang: str) -> str:
    """The same condition before the sentences that rest on it, without a stop."""
    return text("assumptions.one_each_lead", lang, figure=figure)
