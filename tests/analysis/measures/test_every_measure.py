"""All public measures: what may leave and what may not, and frames that survive being stored."""

from __future__ import annotations

import inspect
import json
import pickle
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import analysis as fag
from analysis.measures.disclosure import is_unprotected, refuse_unprotected, released
from analysis.measures.job_centre import job_centre
from analysis.measures.parametric import parametric_gap
from analysis.measures.shares import reported_shares
from analysis.measures.wishes import wishes
from analysis.measures.workforce import kommune_gap
from analysis.survey import codebook_json
from analysis.survey.checks import InputError
from analysis.survey.codebook import Item, Labels
from analysis.survey.published import read_published
from analysis.survey.survey import Provenance, Survey, provenance, with_provenance

REPORT = read_published()
SUPPLIED = replace(fag.synthesize(1, 0.5), basis="observed", source="svar.csv")

Measure = Callable[..., pd.DataFrame]

#: Every public measure, with arguments that make it give a frame of the survey.
MEASURES: dict[str, Measure] = {
    "likert_table": lambda s, **more: fag.likert_table(s, "importance", **more),
    "likert_table_listed": lambda s, **more: fag.likert_table(
        s, "ideal_share", base="listed", **more
    ),
    "likert_summary": lambda s, **more: fag.likert_summary(s, "statements", **more),
    "reported_shares": lambda s, protected=False: reported_shares(
        released(s, protected), "ideal_share"
    ),
    "crosstab": lambda s, **more: fag.crosstab(s, "importance", **more),
    "crosstab_by_population": lambda s, **more: fag.crosstab(s, "importance", "population", **more),
    "profile_table": fag.profile_table,
    "workforce_gap": fag.workforce_gap,
    "workforce_gap_by": lambda s, **more: fag.workforce_gap(
        s, "landsdel", top_band=(20, 30, 40), **more
    ),
    "workforce_gap_kommune": lambda s, **more: fag.workforce_gap(s, kommune="Odder", **more),
    "kommune_gap": lambda s, protected=False: kommune_gap(
        released(s, protected), job_centre(s, "Odder")
    ),
    "gap_sensitivity": lambda s, **more: fag.gap_sensitivity(s, (20.0, 30.0), **more),
    "parametric_gap": parametric_gap,
    "wishes": wishes,
    "wishes_by": lambda s, **more: wishes(s, "size_band", **more),
    "compare_waves": lambda s, **more: fag.compare_waves(REPORT, s, "importance", **more),
    "wave_changes": lambda s, **more: fag.wave_changes(REPORT, s, **more),
    "codebook_items": fag.codebook_items,
    "check_claims": fag.check_claims,
    "mean_scores": lambda s, **more: fag.mean_scores(s, "importance", **more),
}
#: Of answers alone.
ASSOCIATION = {
    "association": fag.association,
    "missing_summary": fag.missing_summary,
    "unit_changes": lambda s, **more: fag.unit_changes(REPORT, s, **more),
    "printed_change": lambda s, **more: fag.printed_change(REPORT, s, "importance", **more),
    "scale_reliability": lambda s, **more: fag.scale_reliability(s, "statements", **more),
}


def frames(survey: Survey, **more: bool) -> list:
    measures = MEASURES if survey.answers is None else {**MEASURES, **ASSOCIATION}
    return [pytest.param(measure, id=name) for name, measure in measures.items()]


# --- what may leave


@pytest.mark.parametrize("measure", frames(SUPPLIED))
def test_what_is_computed_from_protected_counts_may_leave(measure):
    table = measure(SUPPLIED, protected=True)
    assert not is_unprotected(table)
    for name in {"n", "n_b"} & set(table.columns):
        assert not table[name].between(1, 4).any(), name
    refuse_unprotected(table, "tabel")


@pytest.mark.parametrize("measure", frames(SUPPLIED))
def test_what_is_computed_from_answers_themselves_cannot_leave(measure):
    table = measure(SUPPLIED)
    assert "suppressed" not in table
    assert is_unprotected(table)
    assert is_unprotected(table.query("basis != 'x'")), "a part of it neither"
    with pytest.raises(InputError, match="må ikke forlade maskinen"):
        refuse_unprotected(table, "tabel")


@pytest.mark.parametrize("measure", frames(REPORT))
def test_the_printed_tables_need_no_protection(measure):
    table, same = measure(REPORT, protected=True), measure(REPORT)
    pd.testing.assert_frame_equal(table, same)
    assert not is_unprotected(same)


@pytest.mark.parametrize("measure", frames(SUPPLIED))
def test_made_up_answers_need_no_protection(measure):
    made_up = replace(SUPPLIED, basis="synthetic")
    table, same = measure(made_up, protected=True), measure(made_up)
    assert not is_unprotected(same)
    pd.testing.assert_frame_equal(table, same)


def test_every_public_measure_of_a_survey_has_the_argument():
    # made to find errors in a file, and never exported; what protects, what is refused by it, and
    # who took part, which is public
    without = {"agreement_with_report", "protect", "merge_answers", "calibrate", "response_status"}
    without |= {"open_answers"}  # words are never released, so its protection must be switched off
    for name in dir(fag):
        public = getattr(fag, name)
        module = getattr(public, "__module__", "")
        if not module.startswith("analysis.measures") or name in without:
            continue
        arguments = inspect.signature(public).parameters
        if {"survey", "a"} & set(arguments):
            assert arguments["protected"].default is False, name
            assert arguments["protected"].kind is inspect.Parameter.KEYWORD_ONLY, name


def test_a_comparison_with_the_report_is_never_exported():
    assert is_unprotected(fag.agreement_with_report(SUPPLIED))
    assert not is_unprotected(fag.agreement_with_report(REPORT))


def test_a_municipality_of_one_answer_is_not_shown_by_itself():
    shown = fag.workforce_gap(SUPPLIED, kommune="Odder", protected=True)
    band = fag.workforce_gap(SUPPLIED, by="size_band", protected=True)
    small = band[(band["group"] == "small") & (band["unit"] == "share")]
    own = shown[shown["unit"] == "share"]
    assert np.allclose(own[["low", "high"]], small[["low", "high"]]), "all of its size, not its own"
    assert set(shown["basis"]) == {"bounded"}


def test_a_municipalitys_own_answers_are_its_own_to_show():
    own = {"current_share": {"virksomheder": "over_20"}, "ideal_share": {"virksomheder": "over_20"}}
    table = fag.workforce_gap(SUPPLIED, kommune="Odder", own=own, protected=True).set_index("item")
    assert (table.loc["virksomheder", "basis"] == "observed").all()
    assert (table.loc["udvikling", "basis"] == "bounded").all()


def test_a_fit_gives_nothing_away_of_a_profile_with_a_hidden_answer():
    table = parametric_gap(SUPPLIED, protected=True).set_index("item")
    hidden = {
        item
        for question in ("current_share", "ideal_share")
        for item, rows in fag.likert_table(SUPPLIED, question, protected=True).groupby(
            "item", observed=True
        )
        if rows["suppressed"].any()
    }
    assert hidden
    assert table.loc[sorted(hidden), ["gap", "people"]].isna().all(axis=None)


def test_a_claim_that_a_hidden_cell_decides_is_left_undecided():
    checked, open_ones = (fag.check_claims(SUPPLIED, protected=p) for p in (True, False))
    lost = open_ones["low"].notna() & checked["low"].isna()
    assert lost.any()
    assert set(checked.loc[lost, "verdict"]) <= {"undecided", "does_not_hold"}


def test_few_answers_are_not_tested():
    answers = SUPPLIED.answers.copy()
    answers.loc[answers.index[3:], "importance_virksomheder"] = None
    survey = replace(SUPPLIED, answers=answers)
    tested = fag.association(survey, "importance", protected=True).set_index("item")
    assert tested.loc["virksomheder", ["n", "p", "estimate"]].isna().all()


# --- results frames are kept whole


def forget_codebooks() -> None:
    """As in a new process, which has only what is stored."""
    codebook_json._codebooks.clear()
    codebook_json._texts.clear()


@pytest.mark.parametrize("measure", frames(REPORT))
@pytest.mark.parametrize("survey", [REPORT, SUPPLIED], ids=["report", "answers"])
def test_a_results_frame_survives_parquet(survey, measure, tmp_path):
    check_parquet(measure(survey), tmp_path / "tabel.parquet")


@pytest.mark.parametrize("name", ["association", "agreement_with_report"])
def test_the_other_frames_survive_parquet(name, tmp_path):
    check_parquet(getattr(fag, name)(SUPPLIED), tmp_path / "tabel.parquet")


def check_parquet(table: pd.DataFrame, path) -> None:
    before = provenance(table)
    table.to_parquet(path)
    forget_codebooks()
    back = pd.read_parquet(path)
    pd.testing.assert_frame_equal(back, table)
    for name in table.select_dtypes("category"):
        assert back[name].cat.ordered
        assert back[name].cat.categories.tolist() == table[name].cat.categories.tolist()
    assert provenance(back) == before


@pytest.mark.parametrize("measure", frames(SUPPLIED))
def test_a_results_frame_survives_pickle_csv_query_and_merge(measure, tmp_path):
    table = measure(SUPPLIED)
    before = provenance(table)
    assert json.loads(json.dumps(table.attrs)) == table.attrs
    table.to_csv(tmp_path / "tabel.csv", index=False)
    assert list(pd.read_csv(tmp_path / "tabel.csv").columns) == list(table.columns)
    keys = [name for name in ("question", "item", "claim", "basis") if name in table]
    parts = (
        pickle.loads(pickle.dumps(table)),
        table.query("basis == 'observed'"),
        table.merge(table[keys].drop_duplicates(), on=keys),
        table.copy(),
        table.head(2),
        pd.concat([table, table]),
    )
    forget_codebooks()
    for part in parts:
        assert provenance(part) == before


def test_provenance_of_another_survey_is_kept_with_its_groups_and_codebook():
    role = {"role": (Item("chief", Labels("chef", "chief"), Labels("chef", "chief")),)}
    codebook = replace(REPORT.codebook, groups=role, population={"population": 5})
    origin = Provenance(
        codebook, "svar.csv", "none", np.float64(0.9), np.int64(5), True, "answers.csv",
        {"chief": Labels("chef", "chief")}, (20, 25, 30), False,
    )  # fmt: skip
    frame = with_provenance(pd.DataFrame({"n": [1]}), origin)
    assert provenance(frame).codebook is codebook
    forget_codebooks()
    assert provenance(frame) == origin


@pytest.mark.parametrize("stored", [None, {}, "tekst", {"codebook": "{}"}, {"codebook": "["}])
def test_lost_provenance_is_the_projects_codebook_without_a_source(stored):
    frame = pd.DataFrame({"n": [1]})
    frame.attrs["provenance"] = stored
    assert provenance(frame) == Provenance(REPORT.codebook)


@pytest.mark.parametrize("survey", [REPORT, SUPPLIED], ids=["report", "answers"])
def test_a_survey_is_written_in_a_few_lines(survey):
    written = repr(survey)
    assert len(written.splitlines()) == 4
    assert len(written) < 500
    for word in (survey.source, survey.basis, "52", "49", "importance (6)", "statements (11)"):
        assert word in written
    assert len(repr(provenance(fag.likert_table(survey, "importance")))) < 500
