"""Damaged copies of the published tables: each is refused, with the whole message."""

from __future__ import annotations

import doctest
import shutil
from pathlib import Path

import pytest
from printed import PRINTED, STAFF

from analysis.measures.counts import counts_by_answer
from analysis.measures.sources import read_survey
from analysis.survey import codebook, descriptions, published
from analysis.survey.checks import InputError
from analysis.survey.codebook import read_codebook
from analysis.survey.paths import survey_folder
from analysis.survey.published import read_published

PERCENT_CURE = "Ret cellen, så den står som i rapportens kapitel 14, fx 88%."
STAFF_CURE = "Ret cellen efter rapporten s. 49."
COMMA_CURE = (
    "Et decimalkomma eller et komma i en tekst skal stå i anførselstegn; trykte procenter er hele "
    "tal."
)
HEADING_CURE = "Ret overskriftsrækken, og brug komma mellem kolonnerne."
COMPARE_CURE = "Sammenlign med rapporten s. 49, og tilføj eller slet rækker."
IMPORTANCE = "very_important, important, less_important, not_important"
PROFILES = "virksomheder, borgernes_kompetencer, koordination, inddragelse, integration, udvikling"


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(survey_folder() / "published", tmp_path / "published"))


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Change the one place in a file that holds ``old``."""
    path = folder / name
    content = path.read_text(encoding="utf-8")
    assert content.count(old) == 1, (name, old)
    path.write_text(content.replace(old, new), encoding="utf-8", newline="")


def refusal(folder: Path) -> str:
    with pytest.raises(InputError) as error:
        read_published(folder)
    assert tuple(map(str, error.value.problems)) == tuple(str(error.value).split("\n"))
    return str(error.value)


def test_an_undamaged_copy_is_read(folder):
    survey = read_published(folder)
    assert survey.basis == "recovered"
    assert survey.respondents == 52
    assert len(survey.kommuner) == 49
    assert survey.kommuner["staff"].sum() == sum(STAFF.values()) == 8675
    printed = survey.printed.set_index(["question", "item"])["percent"]
    for question, items in PRINTED.items():
        for item, percents in items.items():
            assert printed.loc[question, item].tolist() == percents


def test_the_published_survey_is_what_is_read_without_answers():
    assert read_survey(None).source == read_survey("").source == read_published().source


BAD_PERCENTS = [
    "101%",
    "88",
    "88,0 %",
    " 88%",
    "-1%",
    "88.0%",
    "088%",
    "8 8%",
    "",
    "%",
    "８８%",
    "nan",
]


@pytest.mark.parametrize("cell", BAD_PERCENTS)
def test_a_cell_that_is_no_whole_percentage(folder, cell):
    written = f'"{cell}"' if "," in cell else cell
    change(
        folder,
        "figure_2.csv",
        "virksomheder,very_important,88%",
        f"virksomheder,very_important,{written}",
    )
    assert refusal(folder) == (
        f"figure_2.csv, række 2, kolonne \"printed\": fandt '{cell}', "
        f"forventede en hel procent fra 0% til 100%. {PERCENT_CURE}"
    )


DAMAGES = {
    "a missing row": (
        "figure_2.csv",
        "virksomheder,important,12%,47\n",
        "",
        "figure_2.csv: fandt '23 rækker', forventede 24 rækker; virksomheder × important mangler. "
        "Tilføj rækken fra rapporten s. 47.",
    ),
    "a decimal comma": (
        "figure_2.csv",
        "88%",
        "88,5%",
        "figure_2.csv, række 2: fandt 'virksomheder,very_important,88,5%,47', forventede 4 celler "
        f"adskilt af komma. {COMMA_CURE}",
    ),
    "a row cut short": (
        "figure_6.csv",
        "1,partly_agree,69%,48\n1,partly_disagree",
        "1,partly_agree\n1,partly_disagree",
        f"figure_6.csv, række 3: fandt '1,partly_agree', forventede 4 celler adskilt af komma. "
        f"{COMMA_CURE}",
    ),
    "a row twice": (
        "figure_3.csv",
        "virksomheder,same,29%,47\n",
        "virksomheder,same,29%,47\nvirksomheder,same,29%,47\n",
        "figure_3.csv, række 4, kolonne \"answer\": fandt 'same', forventede "
        '"virksomheder" × "same" én gang; den står også i række 3. Slet den ene række.',
    ),
    "an answer off the scale": (
        "figure_2.csv",
        "virksomheder,important,12%",
        "virksomheder,vigtig,12%",
        f"figure_2.csv, række 3, kolonne \"answer\": fandt 'vigtig', forventede et svar på skalaen "
        f"({IMPORTANCE}). Ret cellen, eller føj svaret til scales.csv.\n"
        "figure_2.csv: fandt '24 rækker', forventede 24 rækker; virksomheder × important mangler. "
        "Tilføj rækken fra rapporten s. 47.",
    ),
    "an unknown profile": (
        "figure_5.csv",
        "udvikling,under_5",
        "Udvikling,under_5",
        "figure_5.csv, række 31, kolonne \"item\": fandt 'Udvikling', forventede en af "
        f"{PROFILES}. Ret cellen.\n"
        "figure_5.csv: fandt '30 rækker', forventede 30 rækker; udvikling × under_5 mangler. "
        "Tilføj rækken fra rapporten s. 48.",
    ),
    "an extra column": (
        "figure_4.csv",
        "item,answer,printed,page\n",
        "item,answer,printed,page,note\n",
        "figure_4.csv, række 1: fandt 'item,answer,printed,page,note', forventede overskrifterne "
        f"item,answer,printed,page. {HEADING_CURE}",
    ),
    "swapped headings": (
        "figure_4.csv",
        "item,answer,printed,page\n",
        "answer,item,printed,page\n",
        "figure_4.csv, række 1: fandt 'answer,item,printed,page', forventede overskrifterne "
        f"item,answer,printed,page. {HEADING_CURE}",
    ),
    "semicolons": (
        "figure_4.csv",
        "item,answer,printed,page\n",
        "item;answer;printed;page\n",
        "figure_4.csv, række 1: fandt 'item;answer;printed;page', forventede overskrifterne "
        f"item,answer,printed,page. {HEADING_CURE}",
    ),
    "staff in words": (
        "kommuner.csv",
        "Odder,Odder,70,",
        "Odder,Odder,ti,",
        "kommuner.csv, række 33, kolonne \"staff\": fandt 'ti', forventede et helt tal, 1 til "
        f"9999. {STAFF_CURE}",
    ),
    "staff with a thousands point": (
        "kommuner.csv",
        "København,København,2345,",
        "København,København,2.345,",
        "kommuner.csv, række 22, kolonne \"staff\": fandt '2.345', forventede et helt tal, 1 til "
        f"9999. {STAFF_CURE}",
    ),
    "no staff": (
        "kommuner.csv",
        "Odder,Odder,70,",
        "Odder,Odder,0,",
        "kommuner.csv, række 33, kolonne \"staff\": fandt '0', forventede et helt tal, 1 til "
        f"9999. {STAFF_CURE}",
    ),
    "too many managers": (
        "kommuner.csv",
        "København,København,2345,4,",
        "København,København,2345,100,",
        "kommuner.csv, række 22, kolonne \"answers\": fandt '100', forventede et helt tal, 1 til "
        f"99. {STAFF_CURE}",
    ),
    "a kommune twice": (
        "kommuner.csv",
        "0727,Odder,Odder,70,1,49\n",
        "0727,Odder,Odder,70,1,49\n0727,Odder,Odder,70,1,49\n",
        "kommuner.csv, række 34, kolonne \"code\": fandt '0727', forventede hver kommune én gang; "
        "Odder står også i række 33. Slet den ene række.\n"
        f"kommuner.csv: fandt '50 rækker', forventede 49 kommuner. {COMPARE_CURE}",
    ),
    "a kommune missing": (
        "kommuner.csv",
        "0727,Odder,Odder,70,1,49\n",
        "",
        f"kommuner.csv: fandt '48 rækker', forventede 49 kommuner. {COMPARE_CURE}",
    ),
    "another kommune's code": (
        "kommuner.csv",
        "0727,Odder",
        "0728,Odder",
        "kommuner.csv, række 33, kolonne \"name\": fandt 'Odder', forventede kommunen med koden "
        '"0728" i data/reference/kommuner.csv. Ret kode og navn, så de hører sammen.',
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_table_is_refused(folder, damage):
    name, old, new, message = DAMAGES[damage]
    change(folder, name, old, new)
    assert refusal(folder) == message


def test_a_missing_file_is_named_with_its_folder(folder):
    (folder / "figure_4.csv").unlink()
    assert refusal(folder) == (
        f"figure_4.csv: filen findes ikke i mappen {folder}. "
        "Hent projektets data igen, eller ret stien."
    )


def test_an_empty_file(folder):
    (folder / "figure_4.csv").write_bytes(b"")
    assert refusal(folder) == (
        "figure_4.csv, række 1: fandt '', forventede overskrifterne item,answer,printed,page. "
        f"{HEADING_CURE}"
    )


def test_only_a_heading(folder):
    (folder / "figure_3.csv").write_text("item,answer,printed,page\n", encoding="utf-8")
    lines = refusal(folder).split("\n")
    assert len(lines) == 18
    assert lines[0] == (
        "figure_3.csv: fandt '0 rækker', forventede 18 rækker; virksomheder × more mangler. "
        "Tilføj rækken fra rapporten s. 47."
    )


def test_latin_1_is_refused_at_its_first_byte(folder):
    path = folder / "kommuner.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))
    assert refusal(folder) == (
        "kommuner.csv, række 2: fandt 'byte 0xf8', forventede tegnsættet UTF-8. "
        'Gem filen igen som UTF-8 (i Excel: "CSV UTF-8").'
    )


def test_what_excel_adds_does_no_harm(folder):
    for path in folder.glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_published(folder).printed.equals(read_published().printed)


def test_several_problems_are_listed_together(folder):
    change(folder, "figure_2.csv", "88%", "888%")
    change(folder, "figure_5.csv", "46%", "46.0%")
    change(folder, "kommuner.csv", "Odder,Odder,70,", "Odder,Odder,mange,")
    assert refusal(folder) == "\n".join(
        [
            "figure_2.csv, række 2, kolonne \"printed\": fandt '888%', forventede en hel procent "
            f"fra 0% til 100%. {PERCENT_CURE}",
            "figure_5.csv, række 22, kolonne \"printed\": fandt '46.0%', forventede en hel procent "
            f"fra 0% til 100%. {PERCENT_CURE}",
            "kommuner.csv, række 33, kolonne \"staff\": fandt 'mange', forventede et helt tal, 1 "
            f"til 9999. {STAFF_CURE}",
        ]
    )


def test_problems_of_every_kind_are_listed_together(folder):
    (folder / "figure_2.csv").unlink()
    change(folder, "kommuner.csv", "Odder,Odder,70,", "Odder,Odder,mange,")
    assert len(refusal(folder).split("\n")) == 2


def test_answers_that_do_not_sum_to_the_respondents(folder):
    change(folder, "kommuner.csv", "København,København,2345,4,", "København,København,2345,1,")
    assert "52" in refusal(folder)


@pytest.mark.parametrize(("name", "old", "new"), [("figure_2.csv", "88%,47", "88%,banan")])
def test_a_page_is_a_number(folder, name, old, new):
    change(folder, name, old, new)
    assert "banan" in refusal(folder)


def test_a_wrong_percentage_leaves_no_possible_base(folder):
    change(folder, "figure_2.csv", "88%", "80%")
    with pytest.raises(InputError) as error:
        counts_by_answer(read_published(folder))
    assert str(error.value) == (
        "figure_2.csv: de trykte procenter skal bestemme ét antal svar mellem 44 og 59, men passer "
        "på: ingen. Sammenlign cellerne med rapporten s. 47; recover_counts viser alle løsninger."
    )


# --- the codebook


@pytest.fixture
def book(tmp_path) -> Path:
    return Path(shutil.copytree(survey_folder(), tmp_path / "codebook"))


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            "questions.csv",
            "importance,2,40,47,importance,",
            "importance,2,40,47,vigtighed,",
            "questions.csv, række 2, kolonne \"scale\": fandt 'vigtighed', forventede en af "
            "agreement, importance, need, staff_share. Ret cellen.",
        ),
        (
            "questions.csv",
            "future_need,3,41,47,need,profiles,",
            "future_need,3,41,47,need,profiler,",
            "questions.csv, række 3, kolonne \"item_set\": fandt 'profiler', forventede en af "
            "profiles, statements. Ret cellen.",
        ),
        (
            "scales.csv",
            "importance,important,2",
            "importance,very_important,2",
            "scales.csv, række 3, kolonne \"answer\": fandt 'very_important', forventede en nøgle, "
            "der ikke allerede står i række 2. Slet den ene række, eller ret nøglen.\n"
            "answer_sentences.csv, række 3, kolonne \"answer\": fandt 'important', forventede et "
            "svar på skalaen (very_important, very_important, less_important, not_important) "
            "eller en tom celle. Ret cellen.",
        ),
        (  # they name files, which are one on Windows and macOS
            "questions.csv",
            "future_need,3,",
            "Importance,3,",
            "questions.csv, række 3, kolonne \"question\": fandt 'Importance', forventede en "
            "nøgle, der ikke allerede står i række 2. Slet den ene række, eller ret nøglen.",
        ),
        (
            "scales.csv",
            "Meget vigtig,Very important,4,top",
            "Meget vigtig,Very important,4,øverst",
            "scales.csv, række 2, kolonne \"side\": fandt 'øverst', forventede top, neutral eller "
            "bottom. Ret cellen.",
        ),
        (
            "items.csv",
            "profiles,udvikling,6",
            "profiles,udvikling,seks",
            "items.csv, række 7, kolonne \"order\": fandt 'seks', forventede et tal med "
            "decimalpunktum. Ret cellen.",
        ),
    ],
)
def test_a_damaged_codebook_is_refused(book, name, old, new, message):
    change(book, name, old, new)
    with pytest.raises(InputError) as error:
        read_codebook(book)
    assert str(error.value) == message


def test_size_bands_hold_their_ends(survey):
    bands = {staff: survey.codebook.size_band(staff).key for staff in (1, 79, 80, 129, 130, 9999)}
    assert bands == {
        1: "small", 79: "small", 80: "medium", 129: "medium", 130: "large", 9999: "large"
    }  # fmt: skip
    assert survey.kommuner.groupby("size_band")["answers"].agg(["size", "sum"]).to_dict(
        "index"
    ) == {
        "small": {"size": 14, "sum": 14},
        "medium": {"size": 18, "sum": 18},
        "large": {"size": 17, "sum": 20},
    }


def test_the_examples_in_the_docstrings_hold():
    for module in (published, codebook, descriptions):
        result = doctest.testmod(module)
        assert result.attempted
        assert not result.failed
