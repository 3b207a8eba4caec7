"""The catalogue: its facts, searching it, and matching it to what is missing."""

from __future__ import annotations

from datetime import date

import pytest

import analysis as fag
from analysis.catalogue.contributors import contributors
from analysis.catalogue.periods import first_day, last_day
from analysis.catalogue.search import has_expired
from analysis.display.text.catalogue import match_sentence, period_words, reforms_title

ON = date(2017, 6, 1)


@pytest.fixture(scope="module")
def catalogue():
    return fag.read_catalogue()


def test_only_three_courses_state_their_ects_and_none_its_price(catalogue):
    offers = catalogue.offers.set_index("offer")
    stated = offers.loc[offers["ects_basis"] == "stated", "ects"]
    assert stated.to_dict() == {"bif_1": 10, "bif_2": 5, "virksomhedsrettet_fyn": 10}
    assert offers[["price_head", "price_class", "class_min"]].isna().all(axis=None)
    assert offers["days"].dropna().to_dict() == {"bif_1": 9, "bif_2": 5}


def test_every_link_of_ours_says_so_and_leads_somewhere(catalogue):
    assert set(catalogue.offer_profiles["gain_basis"]) == {"ours"}
    assert set(catalogue.reform_profiles["basis"]) == {"ours"}
    profiles = {item.key for item in fag.read_published().codebook.question("importance").items}
    for links in (catalogue.offer_profiles, catalogue.reform_profiles):
        assert set(links["profile"]) <= profiles


def test_every_provider_of_an_offer_is_listed(catalogue):
    named = {key for cell in catalogue.offers["provider"] for key in cell.split()}
    assert named <= set(catalogue.providers["provider"])
    assert set(catalogue.provider_roles["provider"]) == set(catalogue.providers["provider"])


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2016", date(2016, 1, 1), date(2016, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2016-02-03", date(2016, 2, 3), date(2016, 2, 3)),
        ("2017-02-29", None, None),
        ("2017-00", None, None),
        ("17", None, None),
        ("", None, None),
    ],
)
def test_a_date_may_be_a_year_a_month_or_a_day(written, first, last):
    assert (first_day(written), last_day(written)) == (first, last)


def test_an_offer_expires_after_its_last_day(catalogue):
    offers = catalogue.offers.set_index("offer")
    assert not has_expired(offers, date(2016, 11, 30))["virksomhedsrettet_fyn"]
    assert has_expired(offers, date(2016, 12, 1))["virksomhedsrettet_fyn"]
    assert has_expired(offers, date(2020, 1, 1)).all()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "Tillid"}, ["koordinerende"]),
        ({"words": "uc syd"}, ["beskaeftigelse_organisation"]),
        ({"words": "FYNSKE kommuner"}, ["virksomhedsrettet_fyn", "mersalg_fyn"]),
        ({"words": "raadighed"}, ["bif_1"]),
        ({"words": "findes ikke"}, []),
        ({"profile": "koordination", "credit": True}, ["beskaeftigelse_organisation"]),
        ({"profile": "integration"}, []),
        ({"days": 8}, ["bif_2"]),
        ({"profile": "virksomheder", "on": ON}, ["bif_1", "bif_2"]),
    ],
)
def test_what_is_asked_for_is_found(catalogue, asked, found):
    assert fag.search_offers(catalogue, **asked)["offer"].tolist() == found


@pytest.mark.parametrize("lang", ["da", "en"])
def test_an_unknown_profile_is_refused_with_those_there_are(catalogue, lang):
    with pytest.raises(fag.InputError, match=r"integrationn.*koordination"):
        fag.search_offers(catalogue, profile="integrationn", lang=lang)


def test_no_credit_is_not_the_same_as_unknown_credit(catalogue):
    credit = [set(fag.search_offers(catalogue, credit=each)["offer"]) for each in (True, False)]
    unknown = set(catalogue.offers["offer"]) - credit[0] - credit[1]
    assert unknown == {"mersalg_fyn", "bif_ledelse"}
    assert "koordinerende" in credit[1]


def test_matches_come_most_missing_first_and_what_holds_before_what_does_not(catalogue):
    missing = {"udvikling": 1, "virksomheder": 4, "koordination": 0, "integration": 2.5}
    found = fag.match_offers(catalogue, missing, on=ON)
    assert found["profile"].unique().tolist() == ["virksomheder", "integration", "udvikling"]
    companies = found[found["profile"] == "virksomheder"]
    assert companies["offer"].tolist() == [
        "bif_2", "bif_1", "virksomhedsrettet_fyn", "mersalg_fyn",
    ]  # fmt: skip
    assert companies["expired"].tolist() == [False, False, True, True]


def test_nothing_missing_matches_nothing(catalogue):
    assert fag.match_offers(catalogue, {"udvikling": 0}).empty


DANISH = "mangler 4 medarbejdere|vores skøn|for gamle|2,5 medarbejdere|intet tilbud"
ENGLISH = "4 members of staff|our estimate|too old|2.5 members of staff|no offer"


@pytest.mark.parametrize(("lang", "said"), [("da", DANISH), ("en", ENGLISH)])
def test_a_match_is_explained_in_a_sentence(catalogue, lang, said):
    found = fag.match_offers(catalogue, {"virksomheder": 4, "integration": 2.5}, on=ON)
    sentences = " ".join(match_sentence(row, lang) for row in found.to_dict("records"))
    assert [words for words in said.split("|") if words not in sentences] == []


def test_one_is_one(catalogue):
    found = fag.match_offers(catalogue, {"integration": 1})
    assert "1 medarbejder mangler" in match_sentence(found.iloc[0], "da")
    assert "1 member of staff is missing" in match_sentence(found.iloc[0], "en")


def test_the_latest_reforms_are_those_that_the_report_takes_apart(catalogue):
    assert reforms_title(catalogue, "da").startswith("Ni reformer fra 2002 til 2016: De fem")
    assert period_words("2016-01", "da") == "januar 2016"
    assert period_words("2016-01", "en") == "January 2016"


def test_the_map_counts_every_kommune_once(catalogue):
    states = contributors(catalogue, fag.read_published())
    assert states.value_counts().to_dict() == {"none": 41, "survey": 40, "both": 9, "talks": 8}


def test_unknown_stays_unknown_in_the_table(catalogue):
    table = fag.format_offers(catalogue, lang="en").to_frame()
    assert table.loc["Ledelsesudvikling i partnerskabet", "Extent"] == "not stated"
    assert not table["Extent"].str.match("0 ").any()
