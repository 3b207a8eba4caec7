"""The explorer of any survey: its own choices, a filter, splits, a test, links and protection."""

from __future__ import annotations

import asyncio
import doctest
from dataclasses import replace
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from answer_files import save as save_answers
from answer_files import wide
from pasted_lines import run

from analysis.measures.association import association
from analysis.measures.crosstab import crosstab
from analysis.measures.disclosure import is_unprotected
from analysis.measures.shares import likert_table
from analysis.measures.synthetic import synthesize
from analysis.survey.checks import InputError
from analysis.survey.design import SurveyDesign
from analysis.survey.folder import read_folder
from fagligheder.cli import main
from fagligheder.explorer import groups, links, result_panel, saved_files
from fagligheder.explorer.choices import Choices, GapChoice
from fagligheder.explorer.groups import edges_of, group_columns
from fagligheder.explorer.jupyter_settings import APP_VARIABLE, SURVEY_VARIABLE
from fagligheder.explorer.links import query_of
from fagligheder.explorer.page import Explorer
from fagligheder.explorer.results import show
from fagligheder.explorer.saved_files import save
from fagligheder.explorer.sources import Source
from fagligheder.explorer.start import explore

FILES = {
    "survey.toml": 'title_da = "Skolernes trivsel"\ntitle_en = "Well-being at school"\n'
    'answers = "svar.csv"\n[unit]\nkommuner = false\nsingular_da = "skole"\n'
    'plural_da = "skoler"\n[respondent]\nsingular_da = "elev"\nplural_da = "elever"\n',
    "questions.csv": "question,scale,item_set,text_da,text_en,title_da,title_en\n"
    "satisfaction,five,themes,Hvor tilfreds er du?,How satisfied are you?,Tilfredshed,"
    "Satisfaction\n",
    "items.csv": "item_set,item,label_da,label_en\nthemes,food,Maden,The food\n"
    "themes,rooms,Lokalerne,The rooms\n",
    "scales.csv": "scale,answer,label_da,label_en\nfive,5,Meget tilfreds,Very satisfied\n"
    "five,4,4,Four\nfive,3,3,Three\nfive,2,2,Two\nfive,1,Slet ikke tilfreds,Not satisfied\n",
    "groups.csv": "group,value,label_da,label_en,ordinal,group_da,group_en\n"
    "class,low,Indskoling,Lower,ja,Klassetrin,Form\nclass,high,Udskoling,Upper,ja,,\n",
    "svar.csv": "class;Maden;Lokalerne\n"
    + "Indskoling;5;4\nUdskoling;1;4\nIndskoling;3;5\nUdskoling;4;5\nUdskoling;4;1\n" * 20,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "trivsel"
    folder.mkdir()
    for name, words in FILES.items():
        (folder / name).write_text(words, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> Source:
    """Answers of 52 managers from a file, so that many cells are small."""
    path = tmp_path_factory.mktemp("svar") / "svar.csv"
    return Source("file", str(save_answers(wide(synthesize(7, 0.5)), path)))


def visible(box) -> bool:
    return box.layout.display is None


# --- another survey


def test_a_folder_has_its_own_choices_and_none_of_2017(folder, tmp_path):
    explorer = explore(survey=folder, folder=tmp_path)
    asked = explorer.question_controls
    assert asked.question.options == (("Tilfredshed", "satisfaction"),)
    assert [box.description for box in asked.item_boxes().values()] == ["Maden", "Lokalerne"]
    assert asked.respondents.column.options == (("Ingen opdeling", ""), ("Klassetrin", "class"))
    assert not explorer.has_gap
    assert not visible(explorer.tab)
    assert [key for _, key in explorer.source_controls.name.options] == ["published", "file"]
    assert "Udforsk: Skolernes trivsel" in explorer.title.value
    assert explorer.question_panel.result.name == "satisfaction-trivsel"
    asked.respondents.column.value = "class"
    result = explorer.question_panel.result
    assert not is_unprotected(result.frame)
    assert list(result.frame["group"].cat.categories) == ["low", "high"]
    names, table = run(result.code)
    pd.testing.assert_frame_equal(names["frame"], result.frame)
    assert table == result.table
    explorer.language.value = "en"
    assert asked.respondents.column.options[1] == ("Form", "class")


def test_a_folder_that_cannot_be_used_is_said_before_anything_opens(folder, tmp_path, capsys):
    broken = tmp_path / "brudt"
    broken.mkdir()
    (broken / "survey.toml").write_text(FILES["survey.toml"], encoding="utf-8")
    assert main(["explore", "--app", "--survey", str(broken)]) == 2
    assert "questions.csv: filen findes ikke" in capsys.readouterr().err
    with pytest.raises(InputError, match=r"questions\.csv"):
        explore(survey=broken)
    with pytest.raises(InputError, match="Opdigtede svar findes kun"):
        explore("syntetisk:3", survey=folder)


def test_the_survey_of_the_command_is_found(folder, tmp_path, monkeypatch):
    monkeypatch.setenv(SURVEY_VARIABLE, str(folder))
    assert not explore(folder=tmp_path).has_gap


def test_a_survey_that_is_read_already_has_weights_on_or_off(folder, tmp_path):
    survey = read_folder(folder)
    answers = survey.answers.assign(w=np.resize([1.0, 3.0], len(survey.answers)))
    drawn = replace(survey, answers=answers, design=SurveyDesign("w"))
    explorer = explore(survey=drawn, folder=tmp_path)
    asked = explorer.question_controls
    assert visible(asked.weights)
    assert asked.weights.value
    asked.weights.value = False
    result = explorer.question_panel.result
    pd.testing.assert_frame_equal(
        result.frame, likert_table(drawn, "satisfaction", weights=False, protected=True)
    )
    assert result.name == "satisfaction-uden-vaegte-skolernes-trivsel"
    names, _ = run(result.code, survey=drawn)
    pd.testing.assert_frame_equal(names["frame"], result.frame)
    assert not visible(explore(survey=survey, folder=tmp_path).question_controls.weights)


# --- filter, splits, test


@pytest.mark.parametrize(
    ("by", "where"),
    [
        ("population[20000, 50000]", ""),
        ("size_band + region", ""),
        ("importance_integration", 'region in ["Hovedstaden", "Sjælland"] and staff > 60'),
    ],
)
def test_every_split_gives_its_frame_and_lines_that_make_it(by, where):
    source, items = Source("synthetic", seed=3), ("virksomheder", "udvikling")
    result = show(Choices(source, items=items, group=by, where=where))
    survey = source.read().where(where) if where else source.read()
    expected = crosstab(survey, "importance", by=by)
    expected = expected[expected["item"].isin(items)]
    pd.testing.assert_frame_equal(result.frame, expected)
    names, table = run(result.code)
    plt.close("all")
    pd.testing.assert_frame_equal(names["frame"], expected)
    pd.testing.assert_frame_equal(names["tests"], association(survey, "importance", by=by))
    assert table == result.table
    assert (where in result.table.note) or not where


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_filter_that_cannot_be_used_is_said_in_the_language_of_the_page(lang, tmp_path):
    explorer = explore("syntetisk:3", lang=lang, folder=tmp_path)
    asked, panel = explorer.question_controls, explorer.question_panel
    before = panel.result
    said = {
        'region = "Fyn"': {"da": "lig med noget, skrives ==.", "en": "is equal to something"},
        "importance": {"da": "findes ikke i undersøgelsen", "en": "does not exist in the survey"},
        'region == "Fyn"': {"da": "Vælg blandt", "en": "Choose among"},
        "staff > 90000": {"da": "Ingen af de 52 svar", "en": "None of the 52 answers"},
        "staff": {"da": "Skriv fx staff ==", "en": "Write, for example, staff =="},
    }
    for expression, words in said.items():
        asked.respondents.where.value = expression
        assert words[lang] in panel.message.value
        assert panel.result is before
    asked.respondents.where.value = ""
    assert panel.message.value == ""


@pytest.mark.parametrize(
    ("words", "lang", "edges"),
    [
        ("20.000; 50.000", "da", ["20000", "50000"]),
        ("20,000 50,000", "en", ["20000", "50000"]),
        ("2,5", "da", ["2.5"]),
        ("", "da", []),
    ],
)
def test_limits_are_read_as_they_are_written(words, lang, edges):
    assert edges_of(words, lang) == edges


@pytest.mark.parametrize("words", ["50 20", "20,000.5", "tyve", "20000,50000", "20 20"])
def test_limits_that_are_no_rising_numbers_are_refused(words):
    with pytest.raises(InputError, match=r"kan ikke læses\. Skriv tal i stigende orden"):
        edges_of(words, "da")


def test_the_controls_of_a_split_follow_what_is_chosen(tmp_path):
    explorer = explore(folder=tmp_path)
    split = explorer.question_controls.respondents
    assert not visible(split.where)
    assert not visible(split.internal)
    assert not visible(split.second)
    split.column.value = "population"
    assert visible(split.edges)
    split.edges.value = "20.000"
    split.second.value = "region"
    assert explorer.question_panel.result.code.count('by="population[20000] + region"') == 1
    split.column.value = "importance_integration"
    assert not visible(split.edges)
    assert not visible(split.second)
    assert 'by="importance_integration"' in explorer.question_panel.result.code
    assert "med svaret »Meget vigtig« om profilen Integration" in (
        explorer.question_panel.result.sentence
    )
    assert explorer.question_panel.test.value == ""  # who answered what is not known
    explorer.source_controls.name.value = "synthetic"
    assert visible(split.where)
    assert visible(split.second)
    assert "Tydeligst er sammenhængen for" in explorer.question_panel.test.value


def test_a_figure_that_nobody_could_read_is_refused():
    with pytest.raises(InputError, match="Figuren ville få 121 søjler"):
        show(Choices(Source("synthetic"), "statements", group="landsdel"))


def test_the_test_comes_after_the_figure(tmp_path):
    async def wait() -> tuple[str, str]:
        explorer = explore("syntetisk:3", folder=tmp_path)
        explorer.question_controls.respondents.column.value = "size_band"
        first = explorer.question_panel.test.value
        await explorer.question_panel._testing
        return first, explorer.question_panel.test.value

    first, last = asyncio.run(wait())
    assert "Sammenhængen prøves …" in first
    assert "Tydeligst er sammenhængen for" in last
    assert "Kendalls tau-b" in last


# --- inside the house


def test_supplied_answers_are_filtered_and_split_by_answers_inside_the_house_alone(own, tmp_path):
    split = Choices(own, group="statements_6")
    filtered = Choices(own, where='region == "Hovedstaden"')
    pair = replace(split, group="size_band + statements_6")
    for choices in (split, filtered, pair):
        with pytest.raises(InputError, match="Sæt flueben ved »Inden for huset«"):
            show(choices)
    for choices in (split, filtered):
        shown = show(replace(choices, internal=True))
        assert is_unprotected(shown.frame)
        assert ((shown.frame["n"] > 0) & (shown.frame["n"] < 5)).any()
        names, _ = run(shown.code)
        pd.testing.assert_frame_equal(names["frame"], shown.frame)
        place = tmp_path / "ud"
        with pytest.raises(InputError, match="må ikke forlade maskinen"):
            save(replace(choices, internal=True), place)
        assert not place.exists()
    plt.close("all")


def test_inside_the_house_is_off_until_it_is_ticked(own, tmp_path):
    view = "question=importance&where=staff+>+60&internal=1"
    explorer = explore(own.path, folder=tmp_path, view=view)
    split, panel = explorer.question_controls.respondents, explorer.question_panel
    assert not split.internal.value
    assert not is_unprotected(panel.result.frame)
    assert "»internal«" in explorer.link_note.value
    assert not visible(split.where)
    assert "statements_6" not in [key for _, key in split.column.options]
    split.internal.value = True
    assert is_unprotected(panel.result.frame)
    assert "Fortroligt: Intet er skjult." in panel.sentence.value
    assert "Fortroligt" in panel.result.svg
    assert 'survey.where("staff > 60")' in panel.result.code
    split.column.value = "statements_6"
    panel.save_button.click()
    assert "må ikke forlade maskinen" in panel.message.value
    _, described = explorer._repr_mimebundle_()
    assert described["image/svg+xml"]["unprotected"] is True  # no report takes it
    explorer.source_controls.name.value = "published"
    explorer.source_controls.name.value = "file"
    assert not split.internal.value  # another source, or the same again, is protected first
    assert split.column.value == ""
    assert not is_unprotected(panel.result.frame)


def test_two_splits_of_one_file_are_not_saved_in_one_folder(own, tmp_path):
    saved_files._register(Choices(own), tmp_path)  # protected by size band, like its split
    saved_files._register(Choices(own, group="size_band"), tmp_path)
    with pytest.raises(InputError, match='med inddelingen "size_band"'):
        save(Choices(own, items=("virksomheder",), group="region"), tmp_path)
    assert [path.name for path in tmp_path.glob("*.*")] == ["udgivelser.json"]


def test_what_a_protected_survey_can_be_split_by(own):
    survey = own.read()
    public = group_columns(survey)
    assert {"size_band", "region", "population", "staff"} <= set(public)
    assert not set(public) & set(survey.codebook.columns())
    assert set(survey.codebook.columns()) < set(group_columns(survey, internal=True))


# --- links


@pytest.mark.parametrize(
    "choices",
    [
        Choices(Source("synthetic", seed=3), "statements", ("6", "7"), kind="diverging"),
        Choices(Source("synthetic", seed=3), "importance", ("udvikling",),
                group="population[20000.5] + region",
                where='region == "Sjælland" or staff > 60', lang="en"),
        Choices(question="ideal_share", group="importance_integration", answer="under_5"),
        Choices(question="statements", measure="net", interval=True),
        GapChoice(kommune="Aarhus", top_band=30),
        GapChoice(kommune="Herning", staff=75),
        GapChoice(kommune=""),
    ],
    ids=lambda choices: type(choices).__name__,
)  # fmt: skip
def test_a_link_opens_the_same_view(choices, tmp_path):
    explorer = explore(folder=tmp_path, view=query_of(choices))
    assert explorer.link_note.value == ""
    panel = explorer.question_panel if isinstance(choices, Choices) else explorer.gap_panel
    assert panel.result is show(choices)
    plt.close("all")


def test_bad_values_of_a_link_are_left_out_with_a_plain_message(tmp_path):
    view = (
        "?token=x&question=9&items=virksomheder,kage&group=skole&kind=tærte&interval=ja&width=1m"
        "&kommune=Atlantis&seed=-1&where=region&<b>=1&measure=&lang=sv"
    )
    explorer = explore(folder=tmp_path, view=view)
    said = explorer.link_note.value
    for value in ("9", "kage", "skole", "tærte", "ja", "1m", "Atlantis", "-1", "region", "sv"):
        assert f"<p>Linkets »{value}« kan ikke vælges under »" in said
    assert "Linkets »&lt;b&gt;« kender udforskeren ikke" in said
    assert "token" not in said
    assert explorer.tab.value == "questions_tab"
    assert explorer.question_panel.result is show(Choices(items=("virksomheder",)))


def test_the_link_is_an_address_in_the_page_without_code_and_a_call_in_a_notebook(
    tmp_path, monkeypatch
):
    panel = explore(folder=tmp_path).question_panel
    assert panel.call.value == 'explore(view="question=importance")'
    assert (visible(panel.call), visible(panel.link)) == (True, False)
    monkeypatch.setenv(APP_VARIABLE, "1")
    monkeypatch.setenv("QUERY_STRING", "token=x&question=statements&lang=en")
    explorer = explore(folder=tmp_path)
    assert explorer.question_panel.result is show(Choices(question="statements", lang="en"))
    panel = explorer.question_panel
    assert '<a href="?lang=en&amp;question=statements">Link to this view</a>' in panel.link.value
    assert (visible(panel.call), visible(panel.link)) == (False, True)


def test_no_file_of_the_machine_is_in_a_link(own, tmp_path):
    explorer = explore(own.path, folder=tmp_path)
    assert explorer.question_panel.result.query == "question=importance"


@pytest.mark.parametrize("module", [groups, links])
def test_the_examples_in_the_docstrings_hold(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed


def test_a_test_that_fails_is_said_in_its_place(tmp_path, monkeypatch):
    def fail(_):
        raise InputError("kan ikke prøves")

    monkeypatch.setattr(result_panel, "compare_groups", fail)
    explorer = explore("syntetisk:3", folder=tmp_path)
    assert isinstance(explorer, Explorer)
    explorer.question_controls.respondents.column.value = "size_band"
    assert "kan ikke prøves" in explorer.question_panel.test.value
