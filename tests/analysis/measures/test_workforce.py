"""The workforce gap: the reference values, the ranges, one municipality, and answers."""

from __future__ import annotations

import dataclasses
import doctest
import itertools

import numpy as np
import pandas as pd
import pytest
from printed import COUNTS, STAFF
from scipy.stats import beta

from analysis.display.text.statements import contradiction_sentence, wish_statements
from analysis.measures import assumptions
from analysis.measures import wishes as wishes_module
from analysis.measures.bounds import Contradiction, identified_set
from analysis.measures.job_centre import job_centre
from analysis.measures.parametric import parametric_gap
from analysis.measures.staff_bands import IDEAL, NOW, band_values, shown_unit, staff_margins
from analysis.measures.synthetic import synthesize
from analysis.measures.wishes import proven_wishes, wishes
from analysis.measures.workforce import gap_sensitivity, kommune_gap, workforce_gap
from analysis.survey.checks import InputError
from analysis.survey.published import read_published

PROFILES = [
    "virksomheder",
    "borgernes_kompetencer",
    "koordination",
    "inddragelse",
    "integration",
    "udvikling",
]
CENTRAL = np.array([0.25, 0.175, 0.125, 0.075, 0.025])

# statistics.md §6: people of 8,675, central band values
PEOPLE = [
    (-381.7, 1116.4),
    (-508.8, 929.9),
    (-454.8, 1099.2),
    (-416.1, 1011.4),
    (-810.3, 1069.0),
    (-715.4, 1285.7),
]
UNRELATED = [396, 221, 380, 313, 209, 400]
WANT_MORE = [(15, 27), (9, 21), (17, 31), (15, 27), (8, 35), (14, 40)]


@pytest.fixture(scope="module")
def report():
    return read_published()


def only(frame: pd.DataFrame, measure: str = "gap", unit: str = "people") -> pd.DataFrame:
    return frame[(frame["measure"] == measure) & (frame["unit"] == unit)]


def printed(value: float, digits: int) -> float:
    """Half up, away from the noise of binary fractions."""
    return float(np.sign(value) * np.floor(abs(value) * 10**digits + 0.5 + 1e-6) / 10**digits)


def test_gap_in_people_is_the_reference_value(report):
    gap = only(workforce_gap(report))
    assert gap["item"].tolist() == PROFILES
    ranges = zip(gap["low"], gap["high"], strict=True)
    assert [(printed(low, 1), printed(high, 1)) for low, high in ranges] == PEOPLE
    assert [round(value) for value in gap["central"]] == UNRELATED
    assert set(gap["basis"]) == {"bounded"}
    assert gap["feasible"].all()


def test_nobody_wants_fewer_narrows_the_range_or_is_disproven(report):
    gap = only(workforce_gap(report, restriction="no_fewer")).set_index("item")
    row = gap.loc["virksomheder"]
    assert (printed(row["low"], 1), printed(row["high"], 1)) == (116.5, 1012.5)
    assert round(row["central"]) == 396
    lost = gap.loc["integration"]
    assert not lost["feasible"]
    assert np.isnan([lost["central"], lost["low"], lost["high"]]).all()
    assert lost["reason"] == "no_fewer"
    why = Contradiction("too_many", ("no_fewer",), reached=1, limit=0)
    assert contradiction_sentence(why) == (
        "Forudsætningen »ingen chef ønsker færre end nu« kan ikke holde: tallene beviser "
        "mindst 1, og den tillader højst 0."
    )
    free = only(workforce_gap(report)).set_index("item")
    others = gap.index != "integration"
    assert (gap.loc[others, "low"] >= free.loc[others, "low"]).all()
    assert (gap.loc[others, "high"] <= free.loc[others, "high"]).all()


@pytest.mark.parametrize("bands", ["central", "range"])
@pytest.mark.parametrize("by", [None, "size_band"])
def test_on_answers_nobody_wants_fewer_changes_no_column(bands, by):
    answers = synthesize(4, 0.3)
    free, never = (
        workforce_gap(answers, by, restriction=restriction, bands=bands)
        for restriction in (None, "no_fewer")
    )
    pd.testing.assert_frame_equal(free, never)
    known = never.dropna(subset=["low"])
    assert (known["low"] <= known["central"]).all() and (known["central"] <= known["high"]).all()
    free, never = wishes(answers, by), wishes(answers, by, restriction="no_fewer")
    pd.testing.assert_frame_equal(free, never)


def test_share_of_all_is_a_point(report):
    frame = workforce_gap(report)
    for question, measure in (("current_share", "now"), ("ideal_share", "ideal")):
        rows = only(frame, measure, "share").set_index("item")
        for item, counts in COUNTS[question].items():
            mean = np.array(counts) @ CENTRAL / 52
            assert rows.loc[item, ["low", "central", "high"]].tolist() == pytest.approx([mean] * 3)


def test_share_of_all_within_the_bands(report):
    low = np.array([0.2, 0.15, 0.1, 0.05, 0])
    high = np.array([0.3, 0.2, 0.15, 0.1, 0.05])
    rows = only(workforce_gap(report, bands="range"), "gap", "share").set_index("item")
    for item in PROFILES:
        now = np.array(COUNTS["current_share"][item])
        ideal = np.array(COUNTS["ideal_share"][item])
        assert rows.loc[item, "low"] == pytest.approx((ideal @ low - now @ high) / 52)
        assert rows.loc[item, "high"] == pytest.approx((ideal @ high - now @ low) / 52)
    narrow, wide = (only(workforce_gap(report, bands=b)) for b in ("central", "range"))
    assert (wide["low"].to_numpy() < narrow["low"].to_numpy()).all()
    assert (wide["high"].to_numpy() > narrow["high"].to_numpy()).all()
    assert (wide["central"].to_numpy() == narrow["central"].to_numpy()).all()


def test_within_the_bands_nobody_who_wants_no_fewer_has_a_negative_gap(report):
    rows = workforce_gap(report, "size_band", restriction="no_fewer", bands="range")
    gap = rows[(rows["measure"] == "gap") & rows["feasible"]]
    assert (gap["low"] >= -1e-9).all()
    assert (gap["low"] <= gap["central"]).all()


def test_range_of_a_group_by_hand(report):
    """Small job centres, 14 of 52: the 14 highest ideal answers less the 14 highest of today."""
    rows = workforce_gap(report, "size_band")
    row = only(rows, "gap", "share").query("group == 'small' and item == 'virksomheder'").iloc[0]
    now = np.repeat(CENTRAL, COUNTS["current_share"]["virksomheder"])
    ideal = np.repeat(CENTRAL, COUNTS["ideal_share"]["virksomheder"])
    assert row["high"] == pytest.approx((ideal[:14].sum() - np.sort(now)[:14].sum()) / 14)
    assert row["low"] == pytest.approx((np.sort(ideal)[:14].sum() - now[:14].sum()) / 14)
    assert row["base"] == 14


def test_central_values_of_the_groups_add_up_to_all(report):
    by_band = only(workforce_gap(report, "size_band")).groupby("item", observed=True)["central"]
    assert by_band.sum().tolist() == pytest.approx(only(workforce_gap(report))["central"].tolist())


@pytest.mark.parametrize(("seed", "association"), [(0, 0.0), (1, 0.0), (2, 1.0)])
def test_every_survey_with_these_margins_lies_within_the_ranges(report, seed, association):
    made_up = synthesize(seed, association)
    for by in (None, "size_band", "region"):
        real, allowed = workforce_gap(made_up, by), workforce_gap(report, by)
        assert (real["central"] >= allowed["low"] - 1e-9).all()
        assert (real["central"] <= allowed["high"] + 1e-9).all()
        assert (wishes(made_up, by)["n"] >= wishes(report, by)["n_low"]).all()
        assert (wishes(made_up, by)["n"] <= wishes(report, by)["n_high"]).all()


def test_top_band_moves_the_gap(report):
    lower = only(workforce_gap(report, top_band=(20, 20, 20)), unit="share")
    usual = only(workforce_gap(report, top_band=(20, 25, 30)), unit="share")
    pd.testing.assert_frame_equal(usual, only(workforce_gap(report), unit="share"))
    assert (lower["central"].to_numpy() < usual["central"].to_numpy()).all()
    curve = gap_sensitivity(report)
    assert len(curve) == 6 * 2 * 7
    at_25 = curve[(curve["top_value"] == 25) & (curve["unit"] == "people")]
    assert at_25["low"].tolist() == only(workforce_gap(report))["low"].tolist()
    one = curve.query("item == 'integration' and unit == 'people'")
    for column in ("low", "central", "high"):
        steps = np.diff(one[column], 2)
        assert steps == pytest.approx(np.zeros(len(steps)), abs=1e-6), "the curve is straight"


@pytest.mark.parametrize("top_band", [(10, 25, 30), (20, 35, 30), (20, 25, 130), (20, 25)])
def test_a_top_band_out_of_order_is_refused(report, top_band):
    with pytest.raises(InputError) as error:
        workforce_gap(report, top_band=top_band)
    assert str(error.value) == (
        f"top_band: fandt {top_band!r}, forventede tre procenter i stigende orden fra 20 til 100, "
        "fx (20, 25, 30)."
    )


def test_one_kommune_is_its_staff_times_the_mean_of_its_band(report):
    band = workforce_gap(report, "size_band").query("group == 'small'")
    own = workforce_gap(report, kommune="Odder")
    assert set(own["kommune"]) == {"0727"}
    for measure in ("now", "ideal", "gap"):
        share, people = only(own, measure, "share"), only(own, measure, "people")
        assert share["low"].tolist() == pytest.approx(only(band, measure, "share")["low"].tolist())
        for column in ("low", "central", "high"):
            shown = people[column].to_numpy() / STAFF["Odder"]
            assert shown == pytest.approx(share[column].to_numpy())


def test_one_kommune_with_its_own_answers(report):
    own = {
        "current_share": {"virksomheder": "from_5_to_10", "udvikling": "under_5"},
        "ideal_share": {"virksomheder": "over_20"},
    }
    frame = workforce_gap(report, kommune="Odder", own=own).set_index(["item", "measure", "unit"])
    gap = frame.loc[("virksomheder", "gap", "people")]
    assert (gap["basis"], gap["base"]) == ("observed", 1)
    ends = [70 * 0.175, 70 * 0.10, 70 * 0.25]
    assert gap[["central", "low", "high"]].tolist() == pytest.approx(ends)
    now = frame.loc[("virksomheder", "now", "people"), ["low", "high"]]
    assert now.tolist() == pytest.approx([70 * 0.05, 70 * 0.10])
    assert gap[["own_now", "own_ideal", "staff"]].tolist() == ["from_5_to_10", "over_20", 70]
    wide = workforce_gap(report, kommune="Odder", own=own, bands="range")
    row = only(wide).set_index("item").loc["virksomheder"]
    assert row[["central", "low", "high"]].tolist() == pytest.approx(ends)


def test_a_row_is_all_the_kommunes_own_or_all_the_surveys(report):
    """Of one with an answer to only one of the two questions, nothing is its own."""
    own = {"current_share": {"virksomheder": "from_5_to_10", "udvikling": "under_5"},
           "ideal_share": {"virksomheder": "over_20", "inddragelse": "over_20"}}  # fmt: skip
    frame = workforce_gap(report, kommune="Odder", own=own)
    survey = workforce_gap(report, kommune="Odder")
    per_item = frame.groupby("item", observed=True)["basis"].agg(set).to_dict()
    assert per_item.pop("virksomheder") == {"observed"}
    assert list(per_item.values()) == [{"bounded"}] * 5
    others = frame[frame["own_now"] == ""].drop(columns=["own_now", "own_ideal"])
    pd.testing.assert_frame_equal(others, survey[survey["item"] != "virksomheder"])


def test_two_equal_answers_of_its_own_are_a_range_around_zero(report):
    same = {"virksomheder": "from_5_to_10"}
    frame = workforce_gap(report, kommune="Odder", own={NOW: same, IDEAL: same})
    gap = only(frame).set_index("item").loc["virksomheder"]
    assert gap[["low", "central", "high"]].tolist() == pytest.approx([-3.5, 0, 3.5])


def test_every_row_says_how_many_staff_it_is_about(report):
    assert set(workforce_gap(report)["staff"]) == {8675}
    of_band = workforce_gap(report, "size_band").groupby("group", observed=True)["staff"].first()
    small = sum(staff for staff in STAFF.values() if staff < 80)
    assert of_band["small"] == small
    assert of_band.sum() == 8675
    assert set(workforce_gap(report, kommune="Odder", staff=71)["staff"]) == {71}
    for survey in (synthesize(1), report):
        assert set(kommune_gap(survey, job_centre(survey, "Ærø"))["staff"]) == {17}


def test_only_a_job_centre_under_20_staff_is_shown_in_shares(report):
    units = {staff: shown_unit(workforce_gap(report, kommune="Odder", staff=staff))
             for staff in (1, 6, 19, 20, 21, 5000)}  # fmt: skip
    assert units == {1: "share", 6: "share", 19: "share", 20: "people", 21: "people",
                     5000: "people"}  # fmt: skip
    assert shown_unit(workforce_gap(report, "size_band")) == "people"


def test_a_kommune_outside_the_report_needs_its_staff(report):
    with pytest.raises(InputError, match=r"Randers .* fx staff=100\."):
        workforce_gap(report, kommune="Randers")
    frame = workforce_gap(report, kommune="Randers", staff=300)
    band = workforce_gap(report, "size_band").query("group == 'large'")
    assert only(frame)["low"].tolist() == pytest.approx(
        (300 * only(band, unit="share")["low"]).tolist()
    )


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"importance": {}}, "own: .* Vælg en af: current_share, ideal_share"),
        ({"ideal_share": {"kultur": "over_20"}}, 'own, ideal_share: "kultur" findes ikke'),
        ({"ideal_share": {"udvikling": "25"}}, 'own, ideal_share, udvikling: "25" findes ikke'),
    ],
)
def test_own_answers_that_are_not_there_are_refused(report, own, words):
    with pytest.raises(InputError, match=words):
        workforce_gap(report, kommune="Odder", own=own)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"kommune": "Odder", "by": "region"}, "ikke begge"),
        ({"staff": 10}, "angiv også kommune"),
        ({"restriction": "more"}, 'restriction: "more" findes ikke'),
        ({"by": "farve"}, 'by: "farve" findes ikke'),
        ({"kommune": "Odder", "staff": 0}, "et helt tal fra 1"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(report, arguments, words):
    with pytest.raises(InputError, match=words):
        workforce_gap(report, **arguments)


def test_answers_give_the_exact_gap():
    survey = synthesize(3, 0.5)
    answers, staff = survey.answers, survey.kommuner["staff"]
    value = dict(zip(survey.codebook.question("current_share").scale.keys, CENTRAL, strict=True))
    people = share = 0.0
    for _, row in answers.iterrows():
        gap = value[row["ideal_share_integration"]] - value[row["current_share_integration"]]
        number = (answers["kommune"] == row["kommune"]).sum()
        people += gap * staff[row["kommune"]] / number
        share += gap / len(answers)
    rows = workforce_gap(survey).set_index(["item", "measure", "unit"])
    found = rows.loc[("integration", "gap", "people")]
    assert found[["low", "central", "high"]].tolist() == pytest.approx([people] * 3)
    assert rows.loc[("integration", "gap", "share"), "central"] == pytest.approx(share)
    assert set(rows["basis"]) == {"synthetic"}
    once = only(workforce_gap(survey, "size_band")).groupby("item", observed=True)["central"].sum()
    assert once["integration"] == pytest.approx(people)


def test_a_kommune_among_the_answers_is_its_own():
    survey = synthesize(3)
    answer = survey.answers.set_index("kommune").loc["0727", "current_share_integration"]
    keys = survey.codebook.question("current_share").scale.keys
    rows = workforce_gap(survey, kommune="Odder").set_index(["item", "measure", "unit"])
    own = rows.loc[("integration", "now", "share")]
    assert own["central"] == CENTRAL[keys.index(answer)]
    assert (own["base"], own["basis"]) == (1, "synthetic")
    other = workforce_gap(survey, kommune="Randers", staff=300)
    assert set(other["basis"]) == {"modelled"}
    assert other["low"].isna().all()
    large = workforce_gap(survey, "size_band").query("group == 'large'")
    assert only(other)["central"].tolist() == pytest.approx(
        (300 * only(large, unit="share")["central"]).tolist()
    )


def test_blank_answers_leave_the_gap_and_unknown_staff_is_not_zero():
    survey = synthesize(3)
    answers = survey.answers.copy()
    answers.loc[answers.index[:10], "ideal_share_udvikling"] = None
    partly = workforce_gap(dataclasses.replace(survey, answers=answers))
    bases = partly.set_index(["item", "measure", "unit"])["base"]
    assert bases.loc[("udvikling", "now", "share")] == 52
    assert bases.loc[("udvikling", "gap", "share")] == 42
    kommuner = survey.kommuner.assign(staff=survey.kommuner["staff"].astype(float))
    kommuner.loc["0727", ["staff", "size_band"]] = [np.nan, None]
    rows = workforce_gap(dataclasses.replace(survey, kommuner=kommuner), "size_band")
    unknown = only(rows)[only(rows)["group"] == "unknown"]
    assert unknown["central"].isna().all()
    assert unknown["reason"].eq("unknown_staff").all()
    assert only(rows)[only(rows)["group"] == "large"]["central"].notna().all()


@pytest.mark.parametrize("module", [assumptions, wishes_module])
def test_the_examples_hold(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed


def test_how_many_want_more(report):
    more = wishes(report).query("answer == 'more'")
    found = zip(more["n_low"], more["n_high"], strict=True)
    assert [(int(low), int(high)) for low, high in found] == WANT_MORE
    assert more["low"].tolist() == pytest.approx([low / 52 for low, _ in WANT_MORE])
    fewer = wishes(report).query("answer == 'fewer'").set_index("item")["n_low"]
    assert fewer.to_dict() == dict(zip(PROFILES, [0, 0, 0, 0, 1, 0], strict=True))
    never = wishes(report, restriction="no_fewer").set_index(["item", "answer"])
    assert not never.loc[("integration", "more"), "feasible"]
    assert never.loc[("virksomheder", "fewer"), "n_high"] == 0


def test_the_printed_numbers_alone_prove_fewer(report):
    """Two people more answered figure 5, or two of the 52 answered outside its bands."""
    assumed, alone = wishes(report), wishes(report, assumption=None)
    assert set(assumed["assumption"]) == {"one_each"}
    assert set(alone["assumption"]) == {""}
    more = alone[alone["answer"] == "more"]
    assert more["n_low"].tolist() == [13, 7, 15, 13, 6, 12]
    assert more["n_high"].tolist() == [high for _, high in WANT_MORE]
    assert (alone.loc[alone["answer"] == "fewer", "n_low"] == 0).all()
    assert wishes(report, assumption=None, restriction="no_fewer")["feasible"].all()
    by_size = wishes(report, "size_band"), wishes(report, "size_band", assumption=None)
    assert (by_size[1]["n_low"] <= by_size[0]["n_low"]).all()
    assert (by_size[1]["n_high"] >= by_size[0]["n_high"]).all()
    assert (by_size[1]["n_high"] <= by_size[1]["base"]).all()


def test_the_smallest_numbers_are_those_of_every_way_to_deal_two_answers(report):
    """By hand: take any two answers out of each figure, and pair the other fifty."""
    now, ideal = staff_margins(report)["integration"]

    def without_two(counts):
        for first, second in itertools.combinations_with_replacement(range(5), 2):
            left = np.array(counts)
            left[first] -= 1
            left[second] -= 1
            if left.min() >= 0:
                yield left

    marks = np.array([[float(to < of) for to in range(5)] for of in range(5)])  # most first
    lows = [
        identified_set(marks, [of, to]).low
        for of, to in itertools.product(without_two(now), without_two(ideal))
    ]
    assert min(lows) == 6


def test_proven_wishes_say_both(report):
    proven = proven_wishes(report)
    assert proven["n"].tolist() == [13, 7, 15, 13, 6, 0, 12]
    assert proven["n_one_each"].tolist() == [15, 9, 17, 15, 8, 1, 14]
    assert proven_wishes(synthesize(1)).empty


def test_the_gap_says_what_it_assumes(report):
    gap = workforce_gap(report)
    assert set(gap.loc[gap["measure"] == "now", "assumption"]) == {""}
    assert set(gap.loc[gap["measure"] != "now", "assumption"]) == {"one_each"}
    assert set(workforce_gap(synthesize(1))["assumption"]) == {""}
    own = {NOW: {"integration": "over_20"}, IDEAL: {"integration": "over_20"}}
    mine = workforce_gap(report, kommune="Odder", own=own).query("item == 'integration'")
    assert set(mine["assumption"]) == {""}


def test_wishes_in_words(report):
    texts = wish_statements(report)["text"].tolist()
    assert texts[0] == (
        "Mindst 13 af 52 chefer ønsker, at en større andel af medarbejderne matcher profilen "
        "Virksomheder end i dag; mindst 15, hvis hver chef står bag netop ét af de viste svar i "
        "figur 5 i KL's rapport."
    )
    assert (
        "Mindst én af 52 chefer ønsker, at en mindre andel af medarbejderne matcher profilen "
        "Integration end i dag, hvis hver chef står bag netop ét af de viste svar i figur 5 i "
        "KL's rapport."
    ) in texts
    assert len(texts) == 7
    assert wish_statements(synthesize(1)).empty


def test_parametric_view_is_the_most_likely_beta(report):
    fitted = parametric_gap(report)
    assert set(fitted["basis"]) == {"modelled"}
    assert fitted["gap"].to_numpy() == pytest.approx((fitted["ideal"] - fitted["now"]).to_numpy())
    edges = np.array([1, 0.2, 0.15, 0.1, 0.05, 0])

    def likelihood(a: float, b: float, counts: list[int]) -> float:
        return float(np.array(counts) @ np.log(-np.diff(beta.cdf(edges, a, b))))

    for row in fitted.to_dict("records"):
        for name, question in (("now", "current_share"), ("ideal", "ideal_share")):
            a, b = row[f"{name}_a"], row[f"{name}_b"]
            counts = COUNTS[question][row["item"]]
            best = likelihood(a, b, counts)
            assert row[name] == pytest.approx(a / (a + b))
            for step_a, step_b in ((1.03, 1), (0.97, 1), (1, 1.03), (1, 0.97), (1.05, 1.05)):
                assert likelihood(a * step_a, b * step_b, counts) < best


def test_bands_are_the_codebooks(report):
    assert band_values(report).tolist() == [
        [0.2, 0.15, 0.1, 0.05, 0],
        [0.25, 0.175, 0.125, 0.075, 0.025],
        [0.3, 0.2, 0.15, 0.1, 0.05],
    ]
