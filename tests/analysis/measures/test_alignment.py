"""Groups and staff line up with the respondents, whatever is unknown: against plain pandas."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.crosstab import crosstab
from analysis.measures.groups import UNKNOWN, grouping
from analysis.measures.job_centre import job_centre
from analysis.measures.parametric import parametric_gap
from analysis.measures.staff_bands import band_values
from analysis.measures.synthetic import synthesize
from analysis.measures.wishes import wishes
from analysis.measures.workforce import workforce_gap

MADE_UP = synthesize(3, 0.7)
NUMBERS, NAMES = ("staff", "population"), ("size_band", "region", "kommunegruppe")


@st.composite
def gaps(draw):
    """Answers with random gaps: unknown staff, population and kommuner, blanks, and any order."""
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    part = draw(st.floats(0, 0.6))
    kommuner = MADE_UP.kommuner.sample(frac=1, random_state=draw(st.integers(0, 99)))
    unknown = {name: rng.random(len(kommuner)) < part for name in (*NUMBERS, "region")}
    kommuner = kommuner.assign(
        **{name: kommuner[name].where(~unknown[name]) for name in unknown},
        size_band=kommuner["size_band"].where(~unknown["staff"], None),
    )
    answers = MADE_UP.answers.copy()
    for name in answers.columns.drop("basis"):
        answers.loc[rng.random(len(answers)) < part * 0.5, name] = None
    order = rng.permutation(len(answers))
    index = np.arange(1000, 1000 + len(answers)) if draw(st.booleans()) else answers.index
    answers = answers.iloc[order].set_axis(index)
    return replace(MADE_UP, kommuner=kommuner, answers=answers, unplaced={})


def plain_group(survey, by: str) -> pd.Series:
    """Each respondent's group, looked up one by one by the municipality's code."""
    column = survey.kommuner[by]
    if by in NUMBERS and column.min() < column.max():
        parts = pd.qcut(column, 3, labels=False, duplicates="drop")  # unknown stays unknown
        ends = {part: column[parts == part].agg(["min", "max"]) for part in parts.dropna().unique()}
        column = parts.map(lambda part: "{:.0f}-{:.0f}".format(*ends[part]), na_action="ignore")
    lookup = {code: value for code, value in column.items() if pd.notna(value)}
    return survey.answers["kommune"].map(lambda code: str(lookup.get(code, UNKNOWN)))


@given(gaps(), st.sampled_from((*NUMBERS, *NAMES)))
@settings(max_examples=30, deadline=None)
def test_every_respondent_is_in_its_own_group(survey, by):
    group = plain_group(survey, by)
    found = grouping(survey, by)
    assert [found.keys[code] for code in found.codes] == group.tolist()
    table = crosstab(survey, "importance", by, protected=False)
    for row in table.itertuples():
        own = survey.answers[f"importance_{row.item}"][group == row.group]
        assert (row.n, row.base) == ((own == row.answer).sum(), own.notna().sum())


@given(gaps(), st.sampled_from((*NUMBERS, *NAMES)))
@settings(max_examples=12, deadline=None)
def test_wishes_and_gaps_are_those_of_the_group(survey, by):
    group = plain_group(survey, by)
    keys = survey.codebook.question("current_share").scale.keys
    value = dict(zip(keys, band_values(survey)[1], strict=True))
    staff = survey.answers["kommune"].map(survey.kommuner["staff"])
    wanted = wishes(survey, by).set_index(["item", "group", "answer"])["n"]
    gap = workforce_gap(survey, by).query("measure == 'gap'")
    gap = gap.set_index(["item", "group", "unit"])["central"]
    for item in ("virksomheder", "integration"):
        now = survey.answers[f"current_share_{item}"].astype(object).map(value).astype(float)
        ideal = survey.answers[f"ideal_share_{item}"].astype(object).map(value).astype(float)
        both = now.notna() & ideal.notna()
        share = (ideal - now)[both]
        weight = staff[both] / survey.answers["kommune"][both].map(
            survey.answers["kommune"][both].value_counts()
        )
        for key in grouping(survey, by).keys:
            mine = group[both] == key
            assert wanted[item, key, "more"] == (share[mine] > 0).sum()
            if mine.any():
                assert gap[item, key, "share"] == pytest.approx(share[mine].mean())
                people = (share * weight)[mine].sum(skipna=False)
                assert gap[item, key, "people"] == pytest.approx(people, nan_ok=True)


def test_numbers_with_decimals_keep_their_groups_apart():
    kommuner = MADE_UP.kommuner.assign(rate=np.linspace(0.1, 0.4, 49))
    labels = grouping(replace(MADE_UP, kommuner=kommuner), "rate").labels
    assert list(labels) == ["0.10-0.20", "0.21-0.30", "0.31-0.40"]
    assert labels["0.10-0.20"].da == "0,10–0,20"


def test_people_of_unknown_staff_are_not_left_out_of_a_sum():
    kommuner = MADE_UP.kommuner.copy()
    kommuner.loc["0727", "staff"] = np.nan
    survey = replace(MADE_UP, kommuner=kommuner)
    assert parametric_gap(survey)["people"].isna().all()
    assert parametric_gap(survey)["gap"].notna().all()
    centre = job_centre(survey, "Skive")
    assert (centre.rank, centre.of) == (job_centre(MADE_UP, "Skive").rank, 48)
