"""Several answers, numbers, words of one's own and the design of a survey's folder are read."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pikepdf
import pytest
from docx import Document
from kinds_folder import FILES, write_folder
from matplotlib.text import Text
from openpyxl import load_workbook

from analysis.display.figures.likert import draw_likert
from analysis.display.figures.summary import draw_summary
from analysis.display.tables.missing import format_missing
from analysis.display.tables.summary import format_summary
from analysis.display.text.sentences import likert_finding
from analysis.measures.crosstab import crosstab
from analysis.measures.disclosure import protect
from analysis.measures.missing import missing_summary
from analysis.measures.open_answers import open_answers
from analysis.measures.shares import likert_summary, likert_table
from analysis.measures.sources import read_survey
from analysis.survey.checks import InputError
from fagligheder.cli import main
from fagligheder.office.slides import question_slides

SPORTS = ["football", "swim", "dance"]
TOML = FILES["survey.toml"]


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    return read_survey(write_folder(tmp_path_factory.mktemp("kinds") / "f"), protected=False)


def read(tmp_path, answers, **changed):
    folder = write_folder(tmp_path / "undersoegelse", svar_csv=answers, **changed)
    return read_survey(folder, protected=False)


# --- any number of answers


def test_an_option_is_a_share_of_those_who_saw_the_question(survey):
    table = likert_table(survey, "sports")
    assert table.loc[table["answer"] == "chosen", "n"].tolist() == [40, 20, 0]
    assert set(table["base"]) == {60}, "a quarter did not see it"
    summary = likert_summary(survey, "sports")
    assert summary["top_box"].tolist() == pytest.approx([2 / 3, 1 / 3, 0])
    assert summary[["net", "mean", "median"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Fodbold;Svømning;Dans", ["1;0;0", "1;1;0", "0;0;0", ";;"]),
        ("Fodbold;Svømning;Dans", ["ja;nej;nej", "ja;ja;nej", "nej;nej;nej", ";;"]),
        ("sports/football;sports/swim;sports/dance;sports/none;sports",
         ["1;0;0;0;football", "1;1;0;0;football swim", "0;0;0;1;none", ";;;;"]),
        ("gruppe/sports/football;gruppe/sports/swim;gruppe/sports/dance",
         ["True;False;False", "True;True;False", "False;False;False", ";;"]),
        ("Hvilke slags sport dyrker du? [Fodbold];Hvilke slags sport dyrker du? [Svømning];"
         "Hvilke slags sport dyrker du? [Dans]",
         ["Checked;Unchecked;Unchecked", "Checked;Checked;Unchecked",
          "Unchecked;Unchecked;Unchecked", ";;"]),
        ("sports", ["football", "football swim", "none", ""]),
        ("sports", ["football", "football,swim", "ingen af dem", ""]),
        ("Hvilke slags sport dyrker du?", ['"Fodbold;"', '"Fodbold;Svømning;"', '"Ingen"', ""]),
        ("sports", ["Fodbold", "Svømning, Fodbold", "Ingen af disse", ""]),
    ],
)  # fmt: skip
def test_options_are_read_as_programs_export_them(heading, cells, tmp_path):
    lines = [f"grade;{heading}", *(f"Indskoling;{cell}" for cell in cells)]
    table = likert_table(read(tmp_path, "\n".join(lines)), "sports")
    assert table.loc[table["answer"] == "chosen", "n"].tolist() == [2, 1, 0]
    assert set(table["base"]) == {3}


def test_a_file_of_marks_alone_leaves_out_who_marked_nothing_and_says_so(tmp_path):
    survey = read(tmp_path, "grade;Fodbold;Svømning\nIndskoling;x;\nIndskoling;x;x\nIndskoling;;")
    table = likert_table(survey, "sports").set_index(["item", "answer"])
    assert table.loc[("swim", "chosen"), ["n", "base"]].tolist() == [1, 2]
    assert any("1 uden noget valgt" in note for note in survey.notes)


def test_an_option_with_the_separator_in_its_name_is_kept_together(tmp_path):
    items = FILES["items.csv"].replace("Svømning", '"Svømning, udspring"')
    text = FILES["questions.csv"].replace("do you play?,", 'do you play?,","')
    cells = ['"Fodbold, Svømning, udspring"', '"Svømning, udspring, Dans"']
    answers = "grade\tsports\n" + "".join(f"Indskoling\t{cell}\n" for cell in cells)
    table = likert_table(read(tmp_path, answers, items_csv=items, questions_csv=text), "sports")
    assert table.loc[table["answer"] == "chosen", "n"].tolist() == [1, 2, 1]


def test_a_mapping_names_the_column_and_the_words_of_options(tmp_path):
    folder = write_folder(tmp_path / "f", svar_csv="grade;V7\nIndskoling;F+S\nUdskoling;D\n")
    (folder / "svar.kolonner.yml").write_text(
        "columns:\n  V7: sports\nanswers:\n  sports:\n    F: Fodbold\n    S: swim\n    D: Dans\n",
        encoding="utf-8",
    )
    text = FILES["questions.csv"].replace("do you play?,", "do you play?,+")
    (folder / "questions.csv").write_text(text, encoding="utf-8")
    table = likert_table(read_survey(folder, protected=False), "sports")
    assert table.loc[table["answer"] == "chosen", "n"].tolist() == [1, 1, 1]


def test_an_unknown_option_is_refused_with_its_row_and_its_name(tmp_path):
    answers = 'grade;sports\nIndskoling;"Fodbold;Dans"\nIndskoling;"Fodbold;Skak"'
    text = FILES["questions.csv"].replace("do you play?,", "do you play?,;")
    with pytest.raises(InputError) as error:
        read(tmp_path, answers, questions_csv=text)
    assert "svar.csv, række 3, kolonne \"sports\": fandt 'Fodbold;Skak'" in str(error.value)
    assert 'Ret "Skak"' in str(error.value)


def test_released_each_option_is_a_question_of_its_own(survey):
    released = protect(survey)
    assert {f"sports_{option}" for option in SPORTS} <= set(released.released.tables)
    dance = likert_table(released, "sports").set_index("item").loc["dance"]
    assert dance["suppressed"].all(), "everybody answered no"
    assert likert_table(survey, "sports", protected=True)["n"].notna().any()


# --- numbers


def test_numbers_are_counted_in_bands_and_their_mean_is_of_themselves(survey):
    table = likert_table(survey, "hours").set_index("answer")
    assert table["n"].to_dict() == {"many": 20, "some": 20, "few": 20}
    row = likert_summary(survey, "hours").iloc[0]
    numbers = np.repeat([2, 12.5, 3], 20)
    assert row["mean"] == pytest.approx(numbers.mean())
    margin = 2.000995 * numbers.std(ddof=1) / np.sqrt(60)  # t(.975; 59)
    assert row["mean_high"] - row["mean"] == pytest.approx(margin, rel=1e-6)
    assert survey.where("hours_number > 2.5").respondents == 40
    groups = crosstab(survey, "sports", by="hours_number[2.5, 10]")["group"]
    assert groups.nunique() == 4, "three bands, and those of whom it is not known"
    assert likert_summary(survey, "hours", protected=True)["mean"].isna().all()


@pytest.mark.parametrize(("cell", "cure"), [("-1", "båndene"), ("1.000", "uden punktum"),
                                            ("mange", "Ret cellen")])  # fmt: skip
def test_a_number_in_no_band_is_refused(cell, cure, tmp_path):
    with pytest.raises(InputError) as error:
        read(tmp_path, f"grade;hours\nIndskoling;3\nUdskoling;{cell}")
    assert f"række 3, kolonne \"hours\": fandt '{cell}', forventede et tal" in str(error.value)
    assert cure in str(error.value)


def test_the_column_tells_whether_a_comma_is_a_decimal_sign(tmp_path):
    survey = read(tmp_path, "grade;hours\nIndskoling;1,250\nUdskoling;0,75\nUdskoling;10")
    assert survey.answers["hours_number"].tolist() == [1.25, 0.75, 10]
    with pytest.raises(InputError):
        read(tmp_path, "grade;hours\nIndskoling;1,250\nUdskoling;750")


# --- words of one's own


def test_open_answers_are_listed_inside_the_house_alone(survey, tmp_path):
    listed = open_answers(survey, "comment", by="grade", protected=False)
    assert set(listed["text"]) == {"Mere frugt"} and len(listed) == 20
    assert set(listed["group"]) == {"low"}
    with pytest.raises(InputError, match="udgives aldrig"):
        open_answers(survey, "comment")
    with pytest.raises(InputError, match="udgives aldrig"):
        open_answers(protect(survey), "comment", protected=False)
    folder = write_folder(tmp_path / "f")
    for command in ("tables", "figures"):
        assert main([command, "--survey", str(folder), "--out", str(tmp_path / command)]) == 0
        for path in (tmp_path / command).iterdir():
            assert b"Mere frugt" not in path.read_bytes()


# --- don't know and not applicable


@pytest.mark.parametrize(("rule", "base"), [("all", 80), ("applicable", 60), ("listed", 40)])
def test_one_rule_says_whether_not_applicable_counts(rule, base, tmp_path):
    toml = TOML.replace("answers =", f'base = "{rule}"\nanswers =', 1)
    survey = read(tmp_path, FILES["svar.csv"], survey_toml=toml)
    rooms = likert_table(survey, "satisfaction")
    rooms = rooms[rooms["item"] == "rooms"]
    assert set(rooms["base"]) == {base} and rooms["n"].sum() == 40
    missing = missing_summary(survey).set_index("item").loc["rooms"]
    assert missing[["answered", "dont_know", "not_applicable", "blank"]].tolist() == [
        40, 20, 20, 0
    ]  # fmt: skip
    low = missing_summary(survey.where('grade == "low"')).set_index("item").loc["rooms"]
    assert low[["respondents", "dont_know", "not_applicable"]].tolist() == [40, 0, 20]
    part = likert_table(survey.where('grade == "low"'), "satisfaction")
    of_part = {"all": 40, "applicable": 20, "listed": 20}[rule]
    assert set(part.loc[part["item"] == "rooms", "base"]) == {of_part}
    released = likert_table(survey, "satisfaction", protected=True)
    assert released.loc[released["item"] == "rooms", "base"].dropna().unique().tolist() in (
        [base], []
    )  # fmt: skip


def test_dont_know_and_not_applicable_stand_apart_in_the_table(survey):
    table = format_missing(missing_summary(survey))
    assert [column.label for column in table.columns] == [
        "Besvaret", "Ved ikke", "Ikke relevant", "Ubesvaret", "n"
    ]  # fmt: skip
    rooms = next(row for row in table.rows if row.header.endswith("Lokalerne"))
    assert rooms.cells == ("50 pct. (40)", "25 pct. (20)", "25 pct. (20)", "0 pct. (0)", "80")
    assert table.unprotected
    released = format_missing(missing_summary(survey, protected=True))
    rooms = next(row for row in released.rows if row.header.endswith("Lokalerne"))
    assert [column.label for column in released.columns][1] == "Uden for skalaen"
    assert rooms.cells[1] in ("50 pct. (40)", "[c]") and not released.unprotected


@pytest.mark.parametrize(("rule", "n"), [("all", "n = 80."), ("listed", "n = 40–80.")])
def test_slides_follow_the_rule_of_the_base(rule, n, tmp_path):
    toml = TOML.replace("answers =", f'base = "{rule}"\nanswers =', 1)
    survey = read(tmp_path, FILES["svar.csv"], survey_toml=toml)
    slide = question_slides(protect(survey), "da")[0]
    assert n in slide.foot


def test_answers_off_the_scale_are_groups_of_their_own(survey):
    groups = crosstab(survey, "sports", by="satisfaction_rooms")["group"].astype(str).unique()
    assert {"dont_know", "not_applicable"} <= set(groups)
    assert survey.where('satisfaction_rooms == "Ikke relevant"').respondents == 20


# --- the design


def test_the_folder_says_how_the_respondents_were_drawn(tmp_path):
    toml = TOML + '\n[design]\nweight = "w"\nstrata = "grade"\ncluster = "hold"\npopulation = "N"\n'
    answers = "grade;Maden;hours;w;hold;N\n" + "".join(
        f"{name};{1 + place % 5};{place % 12};{1 + place % 3},5;{place % 6};{size}\n"
        for name, size in (("Indskoling", 40), ("Udskoling", 60))
        for place in range(30)
    )
    survey = read(tmp_path, answers, survey_toml=toml)
    assert survey.design.strata == "grade" and survey.design.population == {"low": 40, "high": 60}
    table = likert_table(survey, "satisfaction")
    weights = np.array([1.5 + place % 3 for place in range(30)] * 2)
    fives = np.array([place % 5 == 4 for place in range(30)] * 2)
    assert table["share"].iloc[0] == pytest.approx((weights * fives).sum() / weights.sum())
    hours = np.array([place % 12 for place in range(30)] * 2)
    row = likert_summary(survey, "hours").iloc[0]
    assert row["mean"] == pytest.approx((weights * hours).sum() / weights.sum())
    assert row["mean_se"] == pytest.approx(_svymean_se(hours, weights, survey))


def _svymean_se(values: np.ndarray, weights: np.ndarray, survey) -> float:
    """The linearised standard error, written out: clusters within strata, with a correction."""
    linear = weights * (values - np.average(values, weights=weights)) / weights.sum()
    frame = pd.DataFrame({"z": linear, "s": survey.answers["grade"], "c": survey.answers["hold"]})
    variance = 0.0
    for stratum, own in frame.groupby("s", observed=True):
        totals = own.groupby("c")["z"].sum()
        m, size = len(totals), survey.design.population[stratum]
        variance += (1 - m / size) * m / (m - 1) * ((totals - totals.mean()) ** 2).sum()
    return float(np.sqrt(variance))


def test_a_design_column_that_is_wrong_names_its_row(tmp_path):
    toml = TOML + '\n[design]\nweight = "w"\n'
    with pytest.raises(InputError, match=r'række 3, kolonne "w": fandt \'\', forventede en vægt'):
        read(tmp_path, "grade;hours;w\nIndskoling;3;1\nUdskoling;2;", survey_toml=toml)


def test_the_unit_of_the_folder_counts_in_the_protection(tmp_path):
    toml = TOML.replace("kommuner = false", 'kommuner = false\ncolumn = "skole"')
    rows = "".join(f"Indskoling;{1 + n % 2};skole {n % 4}\n" for n in range(40))
    survey = read(tmp_path, f"grade;Maden;skole\n{rows}", survey_toml=toml)
    table = likert_table(survey, "satisfaction", protected=True)
    assert table.loc[table["item"] == "food", "n"].isna().all(), "four schools"


# --- what is shown


def test_a_figure_of_options_shows_who_chose_them(survey):
    axes = draw_likert(likert_table(survey, "sports"))
    assert {0.33, 0.67} <= {round(bar.get_width(), 2) for bar in axes.patches}
    assert "Ikke valgt" not in [each.get_text() for each in axes.figure.findobj(Text)]
    finding = likert_finding(likert_table(survey, "sports"))
    assert finding == "67 pct. af de 60 elever har valgt Fodbold"
    with pytest.raises(InputError, match="ingen øvre og nedre svar"):
        draw_summary(likert_summary(survey, "sports"), measure="net")
    headings = [column.label for column in format_summary(likert_summary(survey, "sports")).columns]
    assert headings == ["Valgt", "n"]


# --- the questionnaire


def test_the_questionnaire_asks_every_kind_of_question(tmp_path):
    folder = write_folder(tmp_path / "f")
    assert main(["questionnaire", "--survey", str(folder), "--out", str(tmp_path / "ud")]) == 0
    form = load_workbook(next((tmp_path / "ud").glob("*.xlsx")))
    types = {row[1]: row[0] for row in form["survey"].iter_rows(min_row=2, values_only=True)}
    assert types["sports"] == "select_multiple sports_options"
    assert (types["hours"], types["comment"], types["grade"]) == (
        "integer", "text", "select_one grade"
    )  # fmt: skip
    options = [row[1] for row in form["choices"].iter_rows(values_only=True)
               if row[0] == "sports_options"]  # fmt: skip
    assert options == [*SPORTS, "none"]
    with pikepdf.open(next((tmp_path / "ud").glob("*.pdf"))) as pdf:
        fields = {str(each.T): str(each.FT) for each in pdf.Root.AcroForm.Fields}
    assert {name for name, kind in fields.items() if kind == "/Btn"} == {
        "grade", "satisfaction_food", "satisfaction_rooms", *(f"sports_{key}" for key in SPORTS)
    }  # fmt: skip
    assert {name for name, kind in fields.items() if kind == "/Tx"} == {"hours", "comment"}
    words = Document(str(next((tmp_path / "ud").glob("*.docx"))))
    text = "\n".join(
        cell.text for table in words.tables for row in table.rows for cell in row.cells
    )
    for label in ("Indskoling", "Svømning", "Ingen af dem", "Lokalerne"):
        assert label in text
    headings = " ".join(paragraph.text for paragraph in words.paragraphs)
    assert "Hvor mange timer om ugen?" in headings and "Hvad vil du tilføje?" in headings
