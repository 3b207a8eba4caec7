"""Sets of profiles are tables: the report's six, a second set, and the crosswalk between them."""

from __future__ import annotations

import csv
import shutil

import pytest

import analysis
from analysis.competence.profile_sets import crosswalk, find_profile_set, read_profile_sets
from analysis.survey.checks import InputError
from analysis.survey.codebook import read_codebook
from analysis.survey.paths import data_folder, survey_folder

SETS = data_folder() / "profile_sets"


def test_the_six_are_those_of_figure_1():
    six = find_profile_set("De seks profiler fra 2017")
    items = read_codebook().question("importance").items
    assert [(each.key, each.label, each.short) for each in six.profiles] == [
        (item.key, item.label, item.short) for item in items
    ]
    with (survey_folder() / "published" / "figure_1.csv").open(encoding="utf-8") as file:
        focus = {row["item"]: row for row in csv.DictReader(file) if row["part"] == "focus"}
    for each in six.profiles:
        # Under the profile's name a description does not name it again.
        for lang in ("da", "en"):
            _, same = each.description[lang].split(" ", 1)
            assert focus[each.key][f"text_{lang}"].endswith(same)


def test_what_has_no_source_is_marked():
    four = find_profile_set("2019-4")
    assert [each.key for each in four.profiles if each.synthetic] == ["fjerde"]
    assert not any(each.synthetic for each in find_profile_set("2017-6").profiles)


def test_every_profile_has_an_heir_or_none():
    links = crosswalk("2017-6", "2019-4")
    assert list(links["profile"]) == list(find_profile_set("2017-6").keys)
    heirs = links.set_index("profile")["heir"]
    assert list(heirs[heirs.isna()].index) == ["integration", "udvikling"]
    assert set(heirs.dropna()) <= set(find_profile_set("2019-4").keys)


def test_no_code_knows_a_profile():
    keys = {f'"{key}"' for each in read_profile_sets().values() for key in each.keys}
    folder = next(iter(analysis.__path__))
    modules = sorted(data_folder().__class__(folder, "competence").glob("workbook*.py"))
    assert len(modules) > 5
    for module in modules:
        assert not [key for key in keys if key in module.read_text(encoding="utf-8")], module.name


@pytest.fixture
def folder(tmp_path):
    """A copy of the tables, to change."""
    return shutil.copytree(SETS, tmp_path / "sets")


def add(path, line: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")


def test_a_third_set_is_rows_alone(folder):
    add(folder / "sets.csv", "2031-1,Et felt,One field,2031,en kilde")
    add(folder / "profiles.csv", "2031-1,alt,1,Alt,All,Alt,All,Det hele,Everything,sourced,x")
    add(folder / "crosswalk.csv", "2031-1,alt,2019-4,helhed,x")
    assert read_profile_sets(folder)["2031-1"].keys == ("alt",)
    assert crosswalk("2031-1", "2019-4", folder).values.tolist() == [["alt", "helhed", "x"]]


@pytest.mark.parametrize(
    ("file", "line", "said"),
    [
        ("sets.csv", "2017-6,Igen,Again,2017,x", 'sets.csv, række 4, kolonne "set": fandt'),
        ("sets.csv", "2031-1,Tomt,Empty,2031,x", "et sæt med profiler i profiles.csv"),
        ("profiles.csv", "2031-1,a,1,A,A,A,A,B,B,sourced,x", "et profilsæt, der står i sets.csv"),
        ("profiles.csv", "2019-4,a,1,A,A,A,A,B,B,guess,x", "sourced eller synthetic"),
        ("profiles.csv", "2019-4,a,x,A,A,A,A,B,B,sourced,x", "et helt tal, 1 til 99"),
    ],
)
def test_a_wrong_row_is_named(folder, file, line, said):
    add(folder / file, line)
    with pytest.raises(InputError) as error:
        read_profile_sets(folder)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2017-6,hest,2019-4,helhed,x", "en profil i 2017-6"),
        ("2017-6,integration,2019-4,hest,x", "en profil i 2019-4, eller tom"),
    ],
)
def test_a_wrong_link_is_named(folder, line, said):
    add(folder / "crosswalk.csv", line)
    with pytest.raises(InputError) as error:
        crosswalk("2017-6", "2019-4", folder)
    assert said in str(error.value)


def test_a_profile_without_a_link_is_named():
    with pytest.raises(InputError, match="mangler en række fra 2019-4 til 2017-6 for virksomhed"):
        crosswalk("2019-4", "2017-6")


def test_an_unknown_set_is_refused():
    with pytest.raises(InputError, match="2030-9"):
        find_profile_set("2030-9")
