"""Reports on a survey of others: one folder, one grouping, a report for each group that is large
enough, and an index page that says so of the others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.helpers.foreign_folders import education_folder

from analysis.survey.checks import InputError
from fagligheder.cli import main
from fagligheder.run.batch import plan
from fagligheder.run.manifest import Manifest, inputs


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("undersoegelse") / "studier"
    return education_folder(folder, ("short", "middle", "long"))


@pytest.fixture(scope="module")
def with_three(tmp_path_factory) -> Path:
    """The same survey with an education of three respondents."""
    return education_folder(tmp_path_factory.mktemp("lille") / "studier", ("short", "long", "phd"))


@pytest.fixture(scope="module")
def made(with_three, tmp_path_factory) -> Path:
    """One run: two groups, and the group of three, which gets no report."""
    out = tmp_path_factory.mktemp("ud")
    given = ["--survey", str(with_three), "--by", "education", "--jobs", "2", "--out", str(out)]
    assert main(["reports", *given, "--lang", "en"]) == 0
    return out


# --- the run


def test_each_group_has_its_report_and_the_whole_survey_too(made):
    names = {path.stem for path in made.glob("*.pdf")}
    groups = ("kort", "lang")
    assert names == {"undersoegelse-en", *(f"education-{name}-uddannelse-en" for name in groups)}
    for name in names:
        assert {path.suffix for path in made.glob(f"{name}.*")} == {".pdf", ".html", ".ipynb"}


def test_a_report_bears_the_surveys_own_words(made):
    page = (made / "education-lang-uddannelse-en.html").read_text(encoding="utf-8")
    for words in ("Long education", "The study survey", "70 students", "The agency"):
        assert words in page, words
    for words in ("Professional profiles", "managers", "job centre", "Fagligheder"):
        assert words not in page.split("<main", 1)[1], words


def test_small_counts_are_hidden_in_every_report(made):
    for path in made.glob("education-*.ipynb"):
        shown = path.read_text(encoding="utf-8")
        assert "[c]" in shown
        assert 'unprotected": true' not in shown


def test_the_index_page_says_of_a_small_group_that_it_has_none(made):
    page = (made / "index.html").read_text(encoding="utf-8")
    assert "Reports: The study survey" in page
    assert "fewer than five have answered" in page
    assert "education-ph-d" not in page, "no link to a report that is not there"
    assert "Long education" in page
    assert 'id="kort"' not in page, "no map of the country's municipalities"
    assert not list(made.glob("education-ph-d*"))


def test_nothing_is_made_again_that_nothing_has_changed(made, with_three, capsys):
    given = ["--survey", str(with_three), "--by", "education", "--out", str(made), "--lang", "en"]
    before = {path.name: path.read_bytes() for path in made.glob("*.pdf")}
    assert main(["reports", *given]) == 0
    assert "heraf 3 uændrede" in capsys.readouterr().out
    assert {path.name: path.read_bytes() for path in made.glob("*.pdf")} == before


def test_another_grouping_of_the_same_answers_is_not_released_beside_it(made, with_three, capsys):
    given = ["--survey", str(with_three), "--out", str(made)]
    copied = json.loads((made / "udgivelser.json").read_text(encoding="utf-8"))
    assert [release["by"] for release in copied["releases"]] == ["education"]
    assert main(["reports", *given, "--by", "views_1"]) == 2
    assert "lavet af det, der blev svaret" in capsys.readouterr().err


# --- the plan


def test_the_plan_names_groups_by_their_labels(folder):
    jobs = plan(["lang uddannelse"], folder=folder, by="education")
    assert [(job.notebook, job.title) for job in jobs] == [("gruppe", "Lang uddannelse")]
    assert jobs[0].parameters["group"] == "long"
    assert [job.notebook for job in plan([], folder=folder)] == ["undersoegelse"]


@pytest.mark.parametrize(
    ("names", "given", "message"),
    [
        (["Kandidat"], {"by": "education"}, "Kort uddannelse"),
        (["Odder"], {}, "har ikke rapporter til kommuner"),
        ([], {"by": "region"}, "Vælg en af: education"),
        ([], {"by": "education", "staff": 70}, "hører til én kommune"),
        ([], {"by": "education", "internal": True}, "én rapport til én læser"),
    ],
)
def test_what_cannot_be_made_is_refused_before_it_is_begun(folder, names, given, message):
    with pytest.raises(InputError, match=message):
        plan(names, folder=folder, **given)


def test_a_small_group_that_is_asked_for_is_refused(with_three):
    with pytest.raises(InputError, match="for få har svaret"):
        plan(["Ph.d."], folder=with_three, by="education")


def test_the_printed_survey_has_no_groups_of_respondents():
    with pytest.raises(InputError, match="siger ikke, hvem der svarede hvad"):
        plan([], by="region")


def test_a_job_is_made_of_all_files_of_the_survey(folder):
    (job,) = plan([], folder=folder)
    names = set(inputs(job)["survey"])
    assert next(iter(inputs(job)["survey"])) == "survey.toml"
    assert {"questions.csv", "scales.csv", "items.csv", "groups.csv", "svar.csv"} <= names


def test_a_left_out_document_is_entered_once(tmp_path, with_three):
    jobs = plan([], folder=with_three, by="education")
    left_out = {job.title: job for job in jobs if job.left_out}
    assert left_out.keys() == {"Mellemlang uddannelse", "Ph.d."}, "nobody, and three"
    left = left_out["Ph.d."]
    manifest = Manifest(tmp_path)
    manifest.leave_out(left)
    written = (tmp_path / "manifest.json").read_text(encoding="utf-8")
    assert str(with_three.parent) not in written
    assert json.loads(written)["documents"][left.name]["left_out"] == "few"


# --- tables and slides


def test_tables_and_slides_go_by_the_grouping(folder, tmp_path):
    given = ["--survey", str(folder), "--by", "education", "--out", str(tmp_path)]
    assert main(["tables", *given]) == 0
    assert (tmp_path / "crosstab_content_by_education.csv").is_file()
    assert (tmp_path / "tabeller.xlsx").is_file()
    assert main(["slides", *given, "--group", "Lang uddannelse"]) == 0
    from pptx import Presentation

    slides = Presentation(str(tmp_path / "education-lang-uddannelse.pptx")).slides
    said = " ".join(s.text_frame.text for slide in slides for s in slide.shapes if s.has_text_frame)
    assert "Lang uddannelse" in said
    assert "studerende" in said
    assert "chef" not in said
