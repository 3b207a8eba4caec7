"""One base for the same answers in every measure, as the codebook declares it."""

from __future__ import annotations

import shutil
from dataclasses import replace

import numpy as np
import pytest

from analysis.display.registry import measure_tables
from analysis.measures.agreement import agreement_with_report
from analysis.measures.crosstab import crosstab
from analysis.measures.profiles import profile_table
from analysis.measures.shares import likert_summary, likert_table, reported_shares
from analysis.measures.synthetic import synthesize
from analysis.survey.answers.reader import read_answers
from analysis.survey.checks import InputError
from analysis.survey.codebook import read_codebook
from analysis.survey.paths import survey_folder
from analysis.survey.published import read_published

#: Virksomheder: 40 first answers, 40 others and 20 don't-knows, so 40 % of all, 50 % of the listed.
CELLS = ["Meget vigtig"] * 40 + ["Vigtig"] * 40 + ["Ved ikke"] * 20
KOMMUNER = ["Odder", "Aarhus", "Vejen", "Lejre"] * 25


@pytest.fixture
def survey(tmp_path):
    path = tmp_path / "svar.csv"
    rows = [f"{a};{b}" for a, b in zip(KOMMUNER, CELLS, strict=True)]
    path.write_text("kommune;importance_virksomheder\n" + "\n".join(rows), encoding="utf-8")
    return read_answers(path)


def first_shares(survey) -> dict[str, tuple[float, float]]:
    """Share and base of the first answer, by every measure that shows one."""
    profiles = profile_table(survey)
    frames = {
        "likert_table": likert_table(survey, "importance"),
        "reported_shares": reported_shares(survey, "importance"),
        "profile_table": profiles[profiles["question"] == "importance"],
    }
    found = {
        name: tuple(frame[frame["item"] == "virksomheder"].iloc[0][["share", "base"]])
        for name, frame in frames.items()
    }
    summary = likert_summary(survey, "importance").iloc[0]
    found["likert_summary"] = (summary["top_box"], summary["base"])
    for by in ("size_band", "population", "region"):
        table = crosstab(survey, "importance", by)
        table = table[(table["item"] == "virksomheder") & (table["answer"] == "very_important")]
        base = table["base"].sum()
        found[f"crosstab by {by}"] = ((table["share"] * table["base"]).sum() / base, base)
    return found


@pytest.mark.parametrize(("rule", "expected"), [("all", (0.4, 100)), ("listed", (0.5, 80))])
def test_the_same_answers_have_one_base(survey, rule, expected):
    found = first_shares(replace(survey, codebook=replace(survey.codebook, base_rule=rule)))
    assert found == {name: pytest.approx(expected) for name in found}


def test_the_base_asked_for_goes_before_the_rule(survey):
    for base, expected in (("all", 100), ("listed", 80)):
        assert likert_table(survey, "importance", base=base)["base"].iloc[0] == expected
        summary = likert_summary(survey, "importance", base=base)
        assert summary["base"].iloc[0] == expected


def test_a_part_and_a_group_have_the_base_of_their_own(survey):
    part = survey.subset(np.arange(100) >= 60)  # 20 others, 20 don't-knows
    assert first_shares(part)["likert_table"] == (0, 40)
    table = crosstab(survey, "importance", "kommunegruppe")
    table = table[table["item"] == "virksomheder"].drop_duplicates("group")
    assert table["base"].sum() == 100
    cells = agreement_with_report(survey)
    assert cells[cells["item"] == "virksomheder"]["base"].iloc[0] == 100


def test_a_question_is_tabled_again_where_some_answered_outside_the_list(survey):
    tabled = [frame["question"].iloc[0] for frame in measure_tables(survey)["likert"]]
    assert tabled.count("importance") == 2 and len(tabled) == 6
    assert len(measure_tables(read_published())["likert"]) == 6


@pytest.mark.parametrize("survey", [read_published(), synthesize(1)], ids=["report", "made up"])
def test_the_reports_figure_5_is_as_printed_and_re_based(survey):
    assert set(likert_table(survey, "ideal_share")["base"]) == {54}
    assert set(likert_table(survey, "ideal_share", base="listed")["base"]) == {52}
    assert set(reported_shares(survey, "ideal_share")["base"].dropna()) == {52}
    assert set(likert_summary(survey, "ideal_share")["base"]) == {52}
    assert set(profile_table(survey).query("measure == 'match_ideal'")["base"]) == {52}
    table = crosstab(survey, "ideal_share").query("answer == 'over_20'")
    assert set(table.groupby("item", observed=True)["base"].sum()) == {52}


@pytest.fixture
def copied(tmp_path):
    return shutil.copytree(survey_folder(), tmp_path / "min_kodebog")


def test_the_rule_is_read_from_the_codebook(copied):
    assert read_codebook(copied).base_rule == "all"
    said = copied / "survey.toml"
    text = said.read_text(encoding="utf-8").replace('base = "all"', 'base = "listed"')
    said.write_text(text, encoding="utf-8")
    assert read_codebook(copied).base_rule == "listed"


def test_a_codebook_without_rules_takes_all_answers(copied):
    (copied / "survey.toml").unlink()
    assert read_codebook(copied).base_rule == "all"


def test_a_rule_that_is_not_there_is_refused(copied):
    said = copied / "survey.toml"
    text = said.read_text(encoding="utf-8").replace('base = "all"', 'base = "some"')
    said.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_codebook(copied)
    assert str(error.value).startswith(
        "survey.toml, \"base\": fandt 'some', forventede all, applicable eller listed."
    )


def test_a_copied_codebook_has_no_population_until_one_is_written(copied):
    assert read_codebook(copied).population == {}
    path = copied / "population.csv"
    path.write_text("key,value,unit,source\npopulation,400,managers,Egen optælling\n", "utf-8")
    assert read_codebook(copied).population == {"population": 400}
