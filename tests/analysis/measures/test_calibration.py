"""Calibrated weights beside R: every figure was computed there once and is kept as a literal.

R 4.2.2, survey 4.1-1, on ``public/nhanes2.csv``. No R is needed to run the tests::

    post <- postStratify(des, ~race, R); linear <- calibrate(des, ~race+region, total)
    rake <- calibrate(des, ~race+region, total, calfun="raking", epsilon=1e-12, maxit=100)
    limited <- calibrate(des, ~race+region, total, bounds=c(0.85, 1.25)); svymean(~highbp, post)

``rake(des, list(~race, ~region), list(R, G))`` gives the weights of ``calfun="raking"``, but
standard errors of unweighted residuals; ours are the weighted ones of ``calibrate``.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from public_surveys import DESIGN, nhanes

from analysis.measures.crosstab import crosstab
from analysis.measures.disclosure import protect
from analysis.measures.shares import likert_summary, likert_table
from analysis.measures.synthetic import synthesize
from analysis.measures.weighting.calibration import calibrate
from analysis.survey.checks import InputError
from analysis.survey.design import SurveyDesign

STRATA = dict(zip("12345678", [3000, 2000, 4000, 5000, 3000, 3500, 6000, 4200], strict=True))
FPC = SurveyDesign("weight", "stratum", population=STRATA)
RACE = {"race": {"1": 5e6, "2": 9e5, "3": 4e5}}
BOTH = {**RACE, "region": {"2": 7e5, "3": 2.6e6, "4": 3e6}}
#: method, margins, limits: share and se with clusters, se with a finite population; mean and its
#: se; smallest weight and sum of squares; se of a group's share.
IN_R = {
    ("poststratify", None): (
        (0.33812683825, 0.02758561779, 0.02345392002),
        (2.64243584496, 0.11478057284),
        (2674.590616, 1.082521843e11),
        0.05617835165,
    ),
    ("rake", None): (
        (0.33809232686, 0.02759085697, 0.02329891139),
        (2.63652694359, 0.10965524467),
        (2430.968184, 1.073962588e11),
        0.05512802772,
    ),
    ("linear", None): (
        (0.33807558459, 0.02759292892, 0.02330295189),
        (2.63654380352, 0.10955234657),
        (2429.665674, 1.074335755e11),
        0.05512256038,
    ),
    ("linear", (0.85, 1.25)): (
        (0.33800083635, 0.02759986779, 0.02331270909),
        (2.63656269181, 0.10930139901),
        (2426.266381, 1.075300708e11),
        0.05510854909,
    ),
    ("rake", (0.85, 1.25)): (
        (0.33798085591, 0.02760107192, 0.02331254388),
        (2.63655264623, 0.10929047026),
        (2426.010381, 1.075330960e11),
        0.05510762142,
    ),
}


@pytest.mark.parametrize(("method", "limits"), IN_R)
def test_weights_estimates_and_standard_errors(method, limits):
    shares, mean, weights, of_group = IN_R[method, limits]
    margins = RACE if method == "poststratify" else BOTH
    clusters, finite = (
        calibrate(nhanes(design), margins, method=method, limits=limits) for design in (DESIGN, FPC)
    )
    first, other = (likert_table(survey, "health").iloc[0] for survey in (clusters, finite))
    assert [first["share"], first["se"], other["se"]] == pytest.approx(shares, rel=1e-7)
    zinc = likert_summary(clusters, "zinc").iloc[0]
    assert zinc[["mean", "mean_se"]].tolist() == pytest.approx(mean, rel=1e-7)
    found = clusters.answers["calibrated_weight"]
    assert [found.min(), (found**2).sum()] == pytest.approx(weights, rel=1e-7)
    rows = crosstab(clusters, "health", "race").query("item == 'highbp' and answer == 'yes'")
    assert rows["se"].iloc[1] == pytest.approx(of_group, rel=1e-7)
    for name, totals in margins.items():
        sums = found.groupby(clusters.answers[name]).sum()
        assert sums.to_dict() == pytest.approx(totals, rel=1e-8)


def test_a_margin_itself_has_no_sampling_error():
    survey = calibrate(nhanes(), {"health_highbp": {"yes": 2e6, "no": 4e6}}, method="poststratify")
    row = likert_table(survey, "health").iloc[0]
    assert row["share"] == pytest.approx(1 / 3) and row["se"] == pytest.approx(0, abs=1e-12)


def test_calibrating_again_starts_from_the_weights_before():
    once = calibrate(nhanes(), RACE)
    again = calibrate(calibrate(nhanes(), {"region": BOTH["region"]}), RACE)
    pd.testing.assert_series_equal(
        once.answers["calibrated_weight"], again.answers["calibrated_weight"]
    )


def test_margins_are_counted_in_a_frame():
    frame = pd.DataFrame({"race": list("1112233333"), "region": list("2342342342")})
    survey = nhanes()
    in_frame = survey.answers["race"] + survey.answers["region"] != "24"
    survey = survey.subset(in_frame.to_numpy() & (survey.answers["race"] != "3").to_numpy())
    frame = frame[frame["race"] != "3"]
    found = calibrate(survey, ["race", "region"], frame=frame).answers
    assert found.groupby("race")["calibrated_weight"].sum().to_dict() == pytest.approx(
        {"1": 3, "2": 2}
    )
    assert found.groupby("region")["calibrated_weight"].sum().tolist() == pytest.approx([2, 2, 1])


def test_the_kommuner_of_denmark_are_the_frame_when_none_is_given():
    survey = calibrate(synthesize(seed=1), ["region", "population[30000, 60000]"])
    answers = survey.answers.join(survey.kommuner["region"], on="kommune")
    sums = answers.groupby("region")["calibrated_weight"].sum()
    assert sums["Hovedstaden"] == pytest.approx(29) and sums.sum() == pytest.approx(98)
    assert likert_table(survey, "importance")["se"].notna().all()


IMPOSSIBLE = [
    ({"race": {"1": 5, "2": 1}}, "rake", r"race har svar i gruppen 3, men intet tal"),
    (
        {"race": {"1": 5, "2": 1, "3": 1, "4": 2}},
        "rake",
        r"2 i gruppen 4 i populationen, men ingen",
    ),
    ({"race": {"1": 5, "2": 1, "3": np.nan}}, "rake", r"race 3 er nan, forventede et tal fra 0"),
    ({**RACE, "region": {"2": 1, "3": 1, "4": 1}}, "rake", r"race summer til 6.3e\+06, men region"),
    (BOTH, "poststratify", r"poststratify tager én margin, fandt 2: race, region"),
    (
        {"race": {"1": 1, "2": 1, "3": 8}, "region": {"2": 6, "3": 2, "4": 2}},
        "rake",
        r"ingen vægte giver alle tallene. Nærmest kommer de med",
    ),
    (
        {"race": {"1": 1, "2": 1, "3": 8}, "region": {"2": 1, "3": 1, "4": 8}},
        "linear",
        r"lineær kalibrering gør \d af 8 gruppers vægte negative",
    ),
    (
        {"race": {"1": 6, "2": 0.5, "3": 4}, "region": {"2": 6.5, "3": 2, "4": 2}},
        "rake",
        r"nåede ikke frem, for nogle svar måtte veje 0",
    ),
]


@pytest.mark.parametrize(("margins", "method", "message"), IMPOSSIBLE)
def test_margins_that_cannot_be_met_are_refused(margins, method, message):
    with pytest.raises(InputError, match=message):
        calibrate(nhanes(), margins, method=method)


def test_limits_that_leave_no_room_say_how_near_the_weights_come():
    with pytest.raises(InputError, match="ingen vægte inden for limits"):
        calibrate(nhanes(), BOTH, limits=(0.99, 1.01))
    with pytest.raises(InputError, match="forventede mindste og største faktor"):
        calibrate(nhanes(), BOTH, limits=(2, 1))


def test_a_protected_survey_is_not_calibrated():
    with pytest.raises(InputError, match="har ingen svar at vægte"):
        calibrate(protect(nhanes()), RACE)


def test_a_group_that_is_not_known_of_everyone_is_refused():
    survey = nhanes()
    race = survey.answers["race"].where(np.arange(548) != 7)
    with pytest.raises(InputError, match="race kendes ikke af 1 svar"):
        calibrate(replace(survey, answers=survey.answers.assign(race=race)), RACE)
