"""A group's page: what it says beside the others is proven, protected, and weighted where it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.helpers.foreign_folders import education_folder, renamed_copy
from tests.helpers.public_surveys import nhanes

from analysis.display.figures.group_comparison import draw_group
from analysis.display.pages.group import group_page
from analysis.display.pages.kommune import kommune_page
from analysis.display.pages.national import national_page
from analysis.display.pages.survey import survey_page
from analysis.display.tables.blocks import Text
from analysis.measures.disclosure import protect
from analysis.measures.group_comparison import compare_group, group_shares
from analysis.measures.sources import read_survey
from analysis.measures.waves import difference_interval
from analysis.survey.answers.own import Own
from analysis.survey.checks import InputError
from analysis.survey.design import SurveyDesign
from analysis.survey.folder import read_folder
from analysis.survey.published import read_published


@pytest.fixture(scope="module")
def students(tmp_path_factory):
    """The answers of a survey of students, in three educations of which none is small."""
    folder = tmp_path_factory.mktemp("s") / "uddannelse"
    return read_folder(education_folder(folder, ("short", "middle", "long")))


@pytest.fixture(scope="module")
def weighted():
    """548 persons in four regions, weighted alike within each."""
    survey = nhanes(None)
    weights = survey.answers["region"].map({"1": 0.5, "2": 2.0, "3": 1.0, "4": 1.5}).astype(float)
    return replace(
        survey, answers=survey.answers.assign(weight=weights), design=SurveyDesign("weight")
    )


# --- the comparison


def test_the_group_and_the_others_are_counted_apart(students):
    row = compare_group(students, "Lang uddannelse").set_index("item").loc["teachers"]
    answers = students.answers
    mine = answers["education"] == "long"
    top = answers["content_teachers"] == "5"
    counted = [(mine & top).sum(), mine.sum(), (~mine & top).sum(), (~mine).sum()]
    assert row[["n", "base", "n_others", "base_others"]].tolist() == counted
    others, own = counted[2:], counted[:2]
    together = difference_interval(*others, *own, level=1 - 0.05 / 3)
    assert (row["difference_low"], row["difference_high"]) == pytest.approx(together)
    assert row["difference_low"] > 0, "they like their teachers better, made so"


def test_all_intervals_hold_together(students):
    """The more items are compared, the wider each interval."""
    one = replace(
        students,
        codebook=replace(
            students.codebook, questions={"views": students.codebook.question("views")}
        ),
    )
    wide = [
        table["difference_high"] - table["difference_low"]
        for table in (
            compare_group(survey, "long").query("question == 'views'") for survey in (one, students)
        )
    ]
    assert wide[0].iloc[0] < wide[1].iloc[0]


def test_a_part_that_is_hidden_stays_so(tmp_path):
    survey = read_survey(education_folder(tmp_path / "u"))
    table = compare_group(survey, "long")
    hidden = table["n"].isna()
    assert hidden.any()
    assert not hidden.all()
    numbers = ["n", "share", "low", "high", "difference", "difference_low", "difference_high"]
    assert table.loc[hidden, numbers].isna().all(axis=None)
    page = group_page(survey, "long")
    alt = page.front_figure().figure.alt
    assert "Lokalerne" in alt
    assert "Underviserne" not in alt, "a hidden item is no finding"
    assert "på det ene emne, der må vises" in alt
    assert not page.title().unprotected


def test_the_printed_tables_tell_nothing_of_groups():
    with pytest.raises(InputError, match="siger ikke, hvem der svarede hvad"):
        group_page(read_published(), "large", "size_band")


def test_an_unknown_group_is_refused_by_the_names_of_the_known(students):
    with pytest.raises(InputError, match="Kort uddannelse, Mellemlang uddannelse"):
        group_page(students, "Kandidat")


# --- weights


def test_weighted_shares_are_those_of_the_weights(weighted):
    answers = weighted.answers
    mine = answers["region"] == "2"
    yes = answers["health_highbp"] == "yes"
    weight = answers["weight"].to_numpy()
    row = compare_group(weighted, "2", "region").set_index("item").loc["highbp"]
    for side, members in (("", mine), ("_others", ~mine)):
        asked = members & answers["health_highbp"].notna()
        assert row[f"share{side}"] == pytest.approx(weight[asked & yes].sum() / weight[asked].sum())
        assert row[f"base{side}"] == asked.sum(), "unweighted"


def test_protected_weighted_shares_are_known_where_a_groups_weights_are_alike(weighted):
    exact = compare_group(weighted, "2", "region")
    table = compare_group(protect(weighted, "region"), "2", "region")
    known = table["share"].notna()
    assert known.all()
    assert np.allclose(table.loc[known, "share"], exact.loc[known, "share"])
    assert (table["low"] < table["share"]).all()


def test_where_weights_differ_the_range_holds_the_share_and_says_so():
    survey = nhanes()
    exact = compare_group(survey, "2", "region")
    table = compare_group(protect(survey, "region"), "2", "region")
    assert table["share"].isna().all()
    for side in ("", "_others"):
        assert (table[f"share_low{side}"] <= exact[f"share{side}"]).all()
        assert (table[f"share_high{side}"] >= exact[f"share{side}"]).all()
    assert table["difference_low"].isna().all(), "persons were drawn in clusters"
    page = group_page(protect(survey, "region"), "2", "region")
    cells = page.table("zinc").rows[0].cells
    assert cells[0] == "13–57 pct. (22)"
    assert "tilfældig" in page.known().body


def test_figures_and_tables_print_weighted_shares_with_unweighted_n(weighted):
    page = group_page(protect(weighted, "region"), "2", "region")
    own = group_shares(page.survey, "health", "2", "region").set_index(["item", "answer"])
    share, n = own.loc[("highbp", "yes"), ["share", "n"]]
    written = f"{round(100 * share)} pct. ({n:.0f})"
    assert page.table("health").rows[0].cells[0] == written
    axes = page.figure("health")
    assert f"{round(100 * share)} pct." in [text.get_text() for text in axes.texts]
    whole = survey_page(page.survey)
    everyone = whole.likert("health").set_index(["item", "answer"]).loc[("highbp", "yes")]
    counted = everyone["n"] / everyone["base"]
    assert round(100 * everyone["share"]) != round(100 * counted), "or nothing is shown"
    assert f"{round(100 * everyone['share'])} pct." in whole.sentence("health")


# --- the figure


def test_a_dot_stands_for_each_side_of_each_item(students):
    compared = compare_group(students, "long")
    axes = draw_group(compared)
    dots = [line for line in axes.get_lines() if line.get_marker() == "o"]
    assert len(dots) == 2 * len(compared)
    shown = sorted(float(line.get_xdata()[0]) for line in dots)
    expected = pd.concat([compared["share"], compared["share_others"]])
    assert shown == pytest.approx(sorted(expected))


def test_a_long_survey_shows_the_items_that_differ_most(students):
    axes = draw_group(compare_group(students, "long"), most=1)
    assert "Underviserne" in axes.figure.alt
    assert "Lokalerne" not in axes.figure.alt


# --- any survey's own words


def test_a_page_speaks_of_the_surveys_own_respondents(students):
    page = group_page(students, "long")
    said = "Hvad gruppens 70 studerende svarede, ved siden af de 150 i de andre grupper."
    assert page.title().lead == said
    assert page.title().source == "Kilde, hvor intet andet er nævnt: Studieundersøgelsen."
    said = str([page.findings(), page.known(), page.about(), survey_page(students).key_points()])
    assert "studerende" in said
    for word in ("chef", "jobcent", "kommune", "rapport"):
        assert word not in said.lower(), word


def test_a_survey_may_give_the_questions_of_2017_other_keys(tmp_path):
    """Its pages, with own answers, are the same: they find the questions by their roles."""
    names = {"importance": "q1", "future_need": "q2", "current_share": "q3",
             "ideal_share": "q4", "statements": "q5"}  # fmt: skip
    own = {
        "importance": {"udvikling": "important"},
        "current_share": {"integration": "under_5"},
        "ideal_share": {"integration": "over_20"},
        "statements": {"3": "fully_agree"},
    }
    said = []
    for folder, keys in ((tmp_path / "a", {}), (tmp_path / "b", names)):
        survey = read_folder(renamed_copy(folder, keys))
        answers = {keys.get(key, key): each for key, each in own.items()}
        page = kommune_page(survey, "Odder", own=Own(answers=answers))
        parts = [page.title(), page.findings(), page.questions(), page.others_lead(),
                 page.gap_lead(), page.meaning_sentence(), page.heading("expected_need"),
                 page.heading(keys.get("future_need", "future_need"))]  # fmt: skip
        figures = [page.front_figure(), page.others_figure(), page.gap_figure(),
                   page.statements_figure()]  # fmt: skip
        country = national_page(survey)
        parts += [country.heading("expected_need"), country.key_points(), country.size()]
        said.append([str(part.as_dict()) for part in parts] + [a.figure.alt for a in figures])
    assert said[0] == said[1]
    assert not any(isinstance(part, Text) and not part.markdown for part in parts)
