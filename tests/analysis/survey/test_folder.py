"""A survey is a folder: its answers or tables, and every problem of its files at once."""

from __future__ import annotations

import pytest
from kinds_folder import FILES as FILES_OF_KINDS
from openpyxl import load_workbook

from analysis.measures.shares import likert_table
from analysis.measures.sources import read_survey
from analysis.survey.checks import InputError
from analysis.survey.folder import folder_problems, open_folder, read_folder
from analysis.survey.paths import survey_folder
from fagligheder.cli import main

FILES = {
    "survey.toml": 'title_da = "Tilfredshed 2026"\ntitle_en = "Satisfaction 2026"\n'
    'answers = "svar.csv"\n[unit]\nkommuner = false\nsingular_da = "skole"\n'
    'plural_da = "skoler"\n[respondent]\nsingular_da = "elev"\nplural_da = "elever"\n',
    "questions.csv": "question,scale,item_set,text_da,text_en\n"
    "satisfaction,five,themes,Hvor tilfreds er du?,How satisfied are you?\n",
    "items.csv": "item_set,item,label_da,label_en\nthemes,food,Maden,The food\n"
    "themes,rooms,Lokalerne,The rooms\n",
    "scales.csv": "scale,answer,label_da\nfive,5,Meget tilfreds\nfive,4,\nfive,3,\nfive,2,\n"
    "five,1,Slet ikke tilfreds\n",
    "groups.csv": "group,value,label_da,ordinal\n"
    "class,low,Indskoling,ja\nclass,high,Udskoling,ja\n",
    "svar.csv": "class;Maden;Lokalerne\n"
    + "Indskoling;5;4\nUdskoling;1;4\nIndskoling;3;ved ikke\nUdskoling;4;5\n" * 20,
}


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "undersoegelse"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_folder_gives_its_answers(folder):
    assert folder_problems(folder) == ()
    survey = read_survey(folder, protected=False)
    assert (survey.source, survey.respondents) == ("Tilfredshed 2026", 80)
    table = likert_table(survey, "satisfaction").set_index(["item", "answer"])["n"]
    assert table["food"].to_dict() == {"5": 20, "4": 20, "3": 20, "2": 0, "1": 20}
    assert table["rooms"].sum() == 60
    assert survey.codebook.question("satisfaction").answer("4").label["da"] == "4"
    assert survey.codebook.ordinal_groups == ("class",)


def test_without_answers_it_gives_its_published_tables():
    assert read_folder(survey_folder()).printed is not None
    assert open_folder(survey_folder()).codebook.about.respondent.several["da"] == "chefer"


def test_a_folder_with_neither_is_refused(folder):
    text = FILES["survey.toml"].replace('answers = "svar.csv"\n', "")
    (folder / "survey.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="har hverken svar eller trykte tabeller"):
        read_survey(folder)


BROKEN = [
    ("survey.toml", 'title_da = "', "title_da = ", "er ikke gyldig TOML"),
    ("survey.toml", "title_da", "titel_da", "Mente du title_da?"),
    ("survey.toml", 'title_da = "Tilfredshed 2026"\ntitle_en = "Satisfaction 2026"\n', "",
     "forventede undersøgelsens titel"),
    ("survey.toml", 'answers = "svar.csv"', 'answers = "svar.xlsx"', "forventede en fil i mappen"),
    ("survey.toml", "kommuner = false", 'kommuner = "nej"', "forventede true eller false"),
    ("survey.toml", 'plural_da = "skoler"\n', "", "der er udtrukket, hedder. Skriv begge"),
    ("survey.toml", "answers =", 'base = "some"\nanswers =', "forventede all, applicable eller"),
    ("survey.toml", "answers =", 'default_group = "klasse"\nanswers =', "Vælg en af: class"),
    ("survey.toml", "[unit]", '[roles]\nimportance = "x"\n[unit]', "et spørgsmål i questions.csv"),
    ("questions.csv", ",five,", ",six,", "forventede en af five"),
    ("questions.csv", ",themes,", ",temaer,", "forventede en af themes"),
    ("questions.csv", "question,scale", "spørgsmål,scale", "Tilføj question"),
    ("questions.csv", "Hvor tilfreds er du?,How satisfied are you?", ",", "spørgsmålets ordlyd"),
    ("questions.csv", "satisfaction,", "a/b,", "forventede en nøgle"),
    ("scales.csv", "five,4,", "five,5,", "der ikke allerede står i række 2"),
    ("scales.csv", "\nfive,4,\nfive,3,\nfive,2,\nfive,1,Slet ikke tilfreds", "",
     "forventede 2 til 11 svar"),
    ("items.csv", "themes,rooms", "themes,food", "der ikke allerede står i række 2"),
    ("items.csv", "Maden,", "Maden,a,", "forventede 4 celler"),
    ("groups.csv", ",ja\nclass,high", ",måske\nclass,high", "forventede ja eller ingenting"),
    ("svar.csv", "Indskoling;5;4", "Indskoling;6;4", "forventede et svar på skalaen"),
    ("svar.csv", "class;", "klassen;", "kolonnen class fra kodebogens groups.csv"),
]  # fmt: skip


#: The same of a folder with every kind of question (`kinds_folder`).
BROKEN_KINDS = [
    ("survey.toml", "[unit]", "[enhed]", "forventede en af answers, base"),
    ("survey.toml", "[unit]", '[design]\nweight = "w"\n[unit]', "nævner under [design]"),
    ("survey.toml", "[unit]", "[design]\npopulation = 0\n[unit]", "forventede et helt tal fra 1"),
    ("survey.toml", "[unit]", '[design]\nstrata = "grade"\npopulation = 5\n[unit]',
     "Angiv et antal for hvert stratum"),
    ("survey.toml", "kommuner = false", 'kommuner = false\ncolumn = "hold"',
     "survey.toml nævner under [unit]"),
    ("survey.toml", "answers =", "wave = 20.26\nanswers =", "en tekst i anførselstegn"),
    ("survey.toml", "[unit]", '[item_sets.sports]\none_da = "sporten"\n[unit]', "feltet {items}"),
    ("questions.csv", ",multiple,", ",flere,", "forventede single, multiple, number eller text"),
    ("questions.csv", "multiple,,sports", "multiple,five,sports", "ingen skala ved multiple"),
    ("questions.csv", "multiple,,sports", "multiple,,", "forventede en af themes, sports"),
    ("questions.csv", "number,hours,", "number,,", "forventede en af five, hours"),
    ("questions.csv", "number,hours,", "number,five,", "low og high ved alle svar"),
    ("questions.csv", "\ncomment,", "\nhours,", "der ikke allerede står i række 4"),
    ("questions.csv", FILES_OF_KINDS["questions.csv"].partition("\n")[2], "",
     "forventede mindst ét spørgsmål"),
    ("scales.csv", "3 to 9,3,10", "3 to 9,3,9", "bånd, der følger efter hinanden"),
    ("scales.csv", "3 to 9,3,10", "3 to 9,10,3", "low, central og high i stigende orden"),
    ("scales.csv", "3 to 9,3,10", "3 to 9,tre,10", "et tal med decimalpunktum"),
    ("scales.csv", "low,high\nfive,5,Meget tilfreds,Very satisfied,,",
     "low,order\nfive,5,Meget tilfreds,Very satisfied,,?",
     "rækkefølgen på skalaen five"),
    ("items.csv", "sports,swim", "sports,", "forventede en nøgle"),
    ("items.csv", "item_set,item,label_da", "item_set,item,etiket_da", "label_da"),
    ("groups.csv", "grade,high", "grade,low", "der ikke allerede står i række 2"),
    ("svar.csv", "hours;comment", "hours", "celler"),
    ("svar.csv", "Indskoling;5;4;1;", "Indskoling;5;4;måske;", "ja eller nej (som tal"),
    ("svar.csv", "12,5", "tolv", "forventede et tal i et af båndene"),
    ("svar.csv", "Udskoling;1;ved ikke", "Overskoling;1;ved ikke", "forventede en af Indskoling"),
    ("svar.csv", ";Dans;", ";Fodbold;", "i én kolonne"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "name", "sound", "broken", "message"),
    [(FILES, *each) for each in BROKEN] + [(FILES_OF_KINDS, *each) for each in BROKEN_KINDS],
)
def test_a_broken_folder_says_where_and_what_helps(tmp_path, files, name, sound, broken, message):
    assert sound in files[name]
    for each, text in (files | {name: files[name].replace(sound, broken, 1)}).items():
        (tmp_path / each).write_text(text, encoding="utf-8")
    found = folder_problems(tmp_path)
    assert any(message in str(problem) for problem in found), [str(each) for each in found]
    assert all(problem.cure and problem.file for problem in found)


def test_all_problems_of_all_files_are_listed_at_once(folder):
    for name, sound, broken, _ in (BROKEN[6], BROKEN[9], BROKEN[16]):
        (folder / name).write_text(FILES[name].replace(sound, broken, 1), encoding="utf-8")
    assert {problem.file for problem in folder_problems(folder)} == {
        "survey.toml", "questions.csv", "items.csv"
    }  # fmt: skip


def test_the_commands_take_a_folder(folder, tmp_path, capsys):
    assert main(["check", "--survey", str(folder)]) == 0
    assert "80 svar" in capsys.readouterr().out
    assert main(["tables", "--survey", str(folder), "--out", str(tmp_path / "ud")]) == 0
    names = {path.name for path in (tmp_path / "ud").glob("*.csv")}
    assert {"likert_satisfaction.csv", "crosstab_satisfaction_by_class.csv"} <= names


def test_the_questionnaire_of_a_folder_bears_its_title(folder, tmp_path):
    form = tmp_path / "form.xlsx"
    assert main(["questionnaire", "--survey", str(folder), "--out", str(form)]) == 0
    book = load_workbook(form)
    assert "Tilfredshed 2026" in [cell.value for cell in book["settings"][2]]
    names = {row[1] for row in book["survey"].iter_rows(values_only=True)}
    assert {"satisfaction_food", "satisfaction_rooms"} <= names
