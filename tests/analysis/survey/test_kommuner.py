"""Finding a kommune: all 98, by every name that people write."""

from __future__ import annotations

import csv
import doctest
import re
import unicodedata

import pytest
from printed import STAFF

from analysis.survey import kommuner
from analysis.survey.checks import InputError
from analysis.survey.kommuner import find_kommune, read_kommuner
from analysis.survey.paths import data_folder


def rows_of(name: str) -> list[dict[str, str]]:
    with (data_folder() / "reference" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


NAMES = {row["code"]: row["name"] for row in rows_of("kommuner.csv")}
ALIASES = {row["alias"]: row["code"] for row in rows_of("aliases.csv")}


def test_there_are_98():
    assert len(NAMES) == len(set(NAMES.values())) == len(read_kommuner()) == 98


@pytest.mark.parametrize("code", NAMES)
def test_each_is_found_by_every_way_of_writing_it(code):
    name = NAMES[code]
    ways = [
        name,
        name.upper(),
        name.lower(),
        f"  {name}\n",
        f"{name} Kommune",
        f"{name} kommune".upper(),
        name.replace("-", " "),
        name.replace("-", ""),
        unicodedata.normalize("NFD", name),
        name.replace("å", "aa").replace("Å", "Aa"),
        code,
        code.lstrip("0"),
        int(code),
        read_kommuner()[code].title,
    ]
    assert {find_kommune(way).code for way in ways} == {code}


@pytest.mark.parametrize("alias", ALIASES)
def test_each_alias_is_found(alias):
    assert find_kommune(alias).code == ALIASES[alias]
    assert find_kommune(f"{alias.lower()} kommune").code == ALIASES[alias]


def test_every_name_as_the_report_prints_it_is_found():
    assert len({find_kommune(name).code for name in STAFF}) == 49


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            "Oddr",
            'Kommunen "Oddr" findes ikke blandt Danmarks 98. Mente du Odder eller Norddjurs?',
        ),
        (
            "Brønby",
            'Kommunen "Brønby" findes ikke blandt Danmarks 98. Mente du Brøndby eller Tårnby?',
        ),
        (
            "Fredrikshavn",
            'Kommunen "Fredrikshavn" findes ikke blandt Danmarks 98. Mente du Frederikshavn, '
            "Frederikssund eller Frederiksberg?",
        ),
        (
            "Malmö",
            'Kommunen "Malmö" findes ikke blandt Danmarks 98. '
            "Skriv et navn eller en kode, fx Odder eller 0727.",
        ),
        (
            "9999",
            'Kommunen "9999" findes ikke blandt Danmarks 98. '
            "Skriv et navn eller en kode, fx Odder eller 0727.",
        ),
        (
            "",
            'Kommunen "" findes ikke blandt Danmarks 98. '
            "Skriv et navn eller en kode, fx Odder eller 0727.",
        ),
        (
            'x"; import os',
            'Kommunen "x"; import os" findes ikke blandt Danmarks 98. '
            "Skriv et navn eller en kode, fx Odder eller 0727.",
        ),
        (
            "7" * 500,
            f'Kommunen "{"7" * 57}…" findes ikke blandt Danmarks 98. '
            "Skriv et navn eller en kode, fx Odder eller 0727.",
        ),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(asked, message):
    with pytest.raises(InputError) as error:
        find_kommune(asked)
    assert str(error.value) == message


def test_file_names_are_plain_and_each_kommunes_own():
    slugs = [kommune.slug for kommune in read_kommuner().values()]
    assert len(set(slugs)) == 98
    assert all(re.fullmatch(r"[0-9]{4}(-[a-z]+)+", slug) for slug in slugs)
    assert find_kommune("Høje-Taastrup").slug == "0169-hoeje-taastrup"
    assert find_kommune("Ærø").slug == "0492-aeroe"
    assert find_kommune("Tårnby").slug == "0185-taarnby"


def test_titles_are_what_the_kommuner_call_themselves():
    titles = {name: find_kommune(name).title for name in ("Odder", "København", "Bornholm")}
    assert titles == {
        "Odder": "Odder Kommune",
        "København": "Københavns Kommune",
        "Bornholm": "Bornholms Regionskommune",
    }


def test_the_genitive_follows_the_spelling():
    genitives = {
        name: find_kommune(name).genitive for name in ("Odder", "Randers", "Ærø", "Aarhus")
    }
    assert genitives == {
        "Odder": "Odders",
        "Randers": "Randers'",
        "Ærø": "Ærøs",
        "Aarhus": "Aarhus'",
    }
    assert all(not re.search(r"[sxz]s$", each.genitive) for each in read_kommuner().values())


def test_the_examples_in_the_docstrings_hold():
    result = doctest.testmod(kommuner)
    assert result.attempted
    assert not result.failed
