"""Tables for the eye: every cell is the rounded number of its frame."""

from __future__ import annotations

import dataclasses
import doctest
import re

import numpy as np
import pandas as pd
import pytest
from printed import BASE, COUNTS, PRINTED, STAFF

from analysis.display.pages import national
from analysis.display.pages.kommune import kommune_page
from analysis.display.pages.national import national_page
from analysis.display.tables import crosstab, likert, profiles, statements, summary, workforce
from analysis.display.tables.blocks import Facts
from analysis.display.tables.likert import format_likert
from analysis.display.tables.profiles import format_profiles, profiles_finding
from analysis.display.tables.summary import format_summary
from analysis.measures.profiles import profile_table
from analysis.measures.rounding import round_percent
from analysis.measures.shares import likert_summary, likert_table
from analysis.measures.synthetic import synthesize
from analysis.measures.workforce import workforce_gap
from analysis.survey.answers.own import Own
from analysis.survey.checks import InputError
from analysis.survey.descriptions import read_competences, read_profile_roles
from analysis.survey.survey import Survey

PROFILES = [name for name in COUNTS if name != "statements"]


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


@pytest.fixture
def gaps(survey) -> Survey:
    """Twenty managers, of whom none answered on Koordination, from twenty kommuner."""
    columns: dict[str, object] = {"kommune": survey.kommuner.index[:20].tolist()}
    for question in survey.codebook.questions.values():
        for item in question.items:
            answer = None if item.key == "koordination" else question.scale.keys[1]
            columns[f"{question.key}_{item.key}"] = pd.Categorical(
                [answer] * 20, question.scale.keys, ordered=True
            )
    kommuner = survey.kommuner.iloc[:20].assign(answers=1)
    return Survey(survey.codebook, kommuner, "observed", "svar.csv", answers=pd.DataFrame(columns))


# --- one question


@pytest.mark.parametrize("question", PROFILES)
def test_profiles_stand_as_columns_as_in_the_report(survey, question):
    table = format_likert(likert_table(survey, question))
    asked = survey.codebook.question(question)
    assert [column.label for column in table.columns] == [item.label.da for item in asked.items]
    assert {column.sub for column in table.columns} == {f"n = {BASE[question]}"}
    assert [row.header for row in table.rows] == [a.short.da for a in asked.scale.answers]
    for place, row in enumerate(table.rows):
        assert row.cells == tuple(
            f"{PRINTED[question][item][place]} pct. ({COUNTS[question][item][place]})"
            for item in COUNTS[question]
        )
    assert table.basis == ("recovered",)


def test_statements_stand_as_rows(survey):
    table = format_likert(likert_table(survey, "statements"))
    assert [column.label for column in table.columns][-1] == "n"
    for row, (item, counts) in zip(table.rows, COUNTS["statements"].items(), strict=True):
        assert row.header.startswith(f"{item}. Vi" if item != "10" and item != "11" else item)
        percents = PRINTED["statements"][item]
        assert row.cells == (
            *(f"{p} pct. ({k})" for p, k in zip(percents, counts, strict=True)),
            "52",
        )


def test_a_rebased_table_says_so_and_divides_by_52(survey):
    table = format_likert(likert_table(survey, "ideal_share", base="listed"))
    assert table.rows[0].cells[0] == "77 pct. (40)"
    assert {column.sub for column in table.columns} == {"n = 52"}
    assert "52 svar" in table.caption + table.note
    assert "Regnet af de 52 svar, der er vist, ikke af alle" in table.note
    assert "Regnet af" not in format_likert(likert_table(survey, "ideal_share")).note


def test_the_note_names_the_pages_of_the_report(survey):
    for question, pages in {"importance": "40 og 47", "statements": "43 og 48"}.items():
        note = plain(format_likert(likert_table(survey, question)).note)
        assert note.endswith(
            f"Kilde: KL m.fl.: Fagligheder på beskæftigelsesområdet (2017), s. {pages}."
        )


@pytest.mark.parametrize("question", COUNTS)
def test_english_has_the_same_numbers(survey, question):
    danish, english = (
        format_likert(likert_table(survey, question), lang=lang) for lang in ("da", "en")
    )
    for one, other in zip(danish.rows, english.rows, strict=True):
        assert [cell.replace(" pct.", "%") for cell in one.cells] == list(other.cells)
    assert danish.caption != english.caption


def test_an_item_without_answers_has_dashes_and_zeros(gaps):
    table = format_likert(likert_table(gaps, "importance"))
    assert [row.cells[2] for row in table.rows] == ["– (0)"] * 4
    assert table.columns[2].sub == "n = 0"
    assert "svar.csv" in table.note
    assert "(2017)" not in table.note


# --- the summary


def test_the_summary_of_importance(survey):
    table = format_summary(likert_summary(survey, "importance"))
    cells = {row.header: row.cells for row in table.rows}
    assert cells["Koordination"] == (
        "65 (56–74)",
        "94 (88–97)",
        "6 (3–12)",
        "88 (75–94)",
        "Meget vigtig",
        "3,6 (3,3–3,7)",
        "52",
    )
    assert cells["Udvikling"][4] == "Vigtig ↑"  # the interval reaches one answer up


@pytest.mark.parametrize("question", COUNTS)
def test_the_boxes_are_rounded_from_their_own_count(survey, question):
    """Statistics §3: never the sum of rounded parts."""
    table = format_summary(likert_summary(survey, question))
    first = [round_percent(counts[0], 52) for counts in COUNTS[question].values()]
    assert [int(re.match(r"\d+", row.cells[0])[0]) for row in table.rows] == first
    if question != "future_need":
        two = [round_percent(sum(counts[:2]), 52) for counts in COUNTS[question].values()]
        assert [int(re.match(r"\d+", row.cells[1])[0]) for row in table.rows] == two


def test_both_intervals_stand_side_by_side(survey):
    """Statistics §4: 46 of 52 is 80.4–92.8 % of 97 managers, 76.6–95.6 % without a population."""
    table = format_summary(likert_summary(survey, "importance", interval="both"))
    assert table.rows[0].cells[:3] == (
        "88 (80–93;\u00a077–96)",
        "100 (96–100;\u00a093–100)",
        "0 (0–4;\u00a00–7)",
    )
    assert (
        "hvis de, der svarede, kun var en lille del af alle chefer (Clopper–Pearson)." in table.note
    )
    alone = format_summary(likert_summary(survey, "importance"))
    assert "semikolon" not in alone.note
    infinite = format_summary(likert_summary(survey, "importance", interval="clopper_pearson"))
    assert infinite.rows[0].cells[0] == "88 (77–96)"
    assert "97 chefer" not in infinite.note


def test_without_a_population_there_is_one_interval(gaps):
    book = dataclasses.replace(gaps.codebook, population={})
    unknown = dataclasses.replace(gaps, codebook=book)
    table = format_summary(likert_summary(unknown, "importance", interval="both", protected=False))
    assert table.rows[0].cells[0] == "0 (0–17)"
    assert "semikolon" not in table.note


def test_a_median_at_a_tie_names_both_answers(survey):
    summary = likert_summary(survey, "importance")
    tied = summary.assign(median="very_important", median_tie="less_important",
                          median_low="less_important", median_high="very_important")  # fmt: skip
    assert format_summary(tied).rows[0].cells[4].startswith("mellem mindre vigtig og meget vigtig")
    english = format_summary(tied, lang="en").rows[0].cells[4]
    assert english.startswith("between less important and very important")
    assert "mellem" not in format_summary(summary).rows[0].cells[4]


def test_a_range_below_zero_is_written_with_til(survey):
    table = format_summary(likert_summary(survey, "statements"))
    assert table.rows[1].cells[3] == "−4 (−22 til 15)"
    english = format_summary(likert_summary(survey, "statements"), lang="en")
    assert english.rows[1].cells[3] == "−4 (−22 to 15)"


def test_the_note_names_the_population(survey):
    assert "95 pct.-interval blandt 97 chefer" in plain(
        format_summary(likert_summary(survey, "importance")).note
    )


def test_the_note_names_the_level(survey):
    note = plain(format_summary(likert_summary(survey, "importance", level=0.9)).note)
    assert "90 pct.-interval" in note


def test_the_summary_of_an_item_without_answers_has_dashes(gaps):
    table = format_summary(likert_summary(gaps, "importance"))
    assert table.rows[2].cells == ("–",) * 6 + ("0",)


# --- the profiles side by side


def test_the_profiles_with_their_places(survey):
    table = format_profiles(profile_table(survey))
    assert {row.header: row.cells for row in table.rows} == {
        "Virksomheder": (
            "88 pct. · nr. 1",
            "71 pct. · nr. 1",
            "48 pct. · nr. 2",
            "77 pct. · nr. 1",
        ),
        "Borgernes kompetencer": (
            "67 pct. · nr. 3",
            "58 pct. · nr. 4",
            "60 pct. · nr. 1",
            "77 pct. · nr. 1",
        ),
        "Koordination": (
            "65 pct. · nr. 4",
            "60 pct. · nr. 3",
            "40 pct. · nr. 4",
            "73 pct. · nr. 4",
        ),
        "Inddragelse": ("62 pct. · nr. 5", "62 pct. · nr. 2", "48 pct. · nr. 2", "77 pct. · nr. 1"),
        "Integration": ("69 pct. · nr. 2", "31 pct. · nr. 6", "33 pct. · nr. 5", "48 pct. · nr. 6"),
        "Udvikling": ("48 pct. · nr. 6", "54 pct. · nr. 5", "23 pct. · nr. 6", "50 pct. · nr. 5"),
    }
    assert {column.sub for column in table.columns} == {"n = 52"}


def test_a_profile_without_answers_has_no_place(gaps):
    row = format_profiles(profile_table(gaps)).rows[2]
    assert "NA" not in " ".join(row.cells)


def test_the_note_of_supplied_answers_does_not_speak_of_52(gaps):
    assert "52" not in format_profiles(profile_table(gaps)).note


# --- the national blocks


def test_the_facts_of_the_country(survey):
    facts = national_page(survey).facts()
    assert isinstance(facts, Facts)
    assert [fact.value for fact in facts.facts] == ["52", "49", "8.675", "97"]
    assert [fact.value for fact in national_page(survey, lang="en").facts().facts][2] == "8,675"


def test_a_heading_that_is_not_there_is_refused(survey):
    with pytest.raises(InputError, match=r'Mente du "summaries"\?'):
        national_page(survey).heading("sumaries")
    with pytest.raises(InputError, match=r'Mente du "about"\?'):
        kommune_page(survey, "Odder").heading("abuot")


def test_the_numbers_in_the_words_come_from_the_codebook_and_the_survey(survey):
    about = national_page(survey).about().markdown
    assert "Figur 5 i KL's rapport er trykt i procent af 54 svar, mens dens andre figurer" in about
    assert "de to ekstra svar" in about
    assert "præcis 10 pct." in about
    assert "Regioner: Danmarks Statistik. »Offentliggjort« er det, som det står" in about
    of_kommune = kommune_page(survey, "Odder").about().markdown
    assert "Regioner" not in of_kommune  # none are shown
    assert "»Offentliggjort«" not in of_kommune
    assert "»Observeret«" not in of_kommune
    own = kommune_page(survey, "Odder", own=Own(staff=72)).about().markdown
    assert own == f"{of_kommune} »Observeret« er tal, som kommunen selv har oplyst."
    assert "landets 94 jobcentre, dog fire for" in national_page(survey).facts().facts[3].label
    assert (
        national_page(survey)
        .kommuner()
        .note.endswith(
            " Små: under 80 medarbejdere; mellem: 80–129; store: 130 eller flere. Kilde: KL m.fl.: "
            "Fagligheder på beskæftigelsesområdet (2017), s.\u00a049."
        )
    )
    narrow = dataclasses.replace(survey.codebook.size_bands[0], staff_max=59)
    other = dataclasses.replace(survey.codebook, size_bands=(narrow,))
    fewer = dataclasses.replace(survey, codebook=other, kommuner=survey.kommuner.head(3))
    assert national_page(fewer).kommuner().note.count(" Små: under 60 medarbejdere. Kilde:") == 1


def test_the_facts_of_supplied_answers_do_not_tell_of_the_report(gaps):
    said = " ".join(fact.label for fact in national_page(gaps).facts().facts)
    assert "København" not in said


def test_the_table_of_figure_5_says_what_the_report_prints(survey, gaps):
    """The figure and its table are of the 52; a sentence gives the printed ones, of 54."""
    said = national_page(survey).base_finding().markdown
    assert "(Virksomheder: 40 svar er trykt som 74 pct., men er 77 pct. af 52)" in said
    assert national_page(survey).base_finding("importance").markdown == ""
    for answers in (gaps, synthesize(1)):
        assert national_page(answers).base_finding().markdown == ""


def test_a_heading_and_what_it_holds_least_for_come_from_one_count(survey):
    page = national_page(survey)
    assert page.heading("importance").markdown == (
        "## 88 pct. af cheferne kalder profilen Virksomheder meget vigtig\n\n"
        "For Udvikling er det 48 pct."
    )
    assert page.heading("side_by_side").markdown == (
        "## Virksomheder ligger alene øverst på to af de fire mål og deler pladsen én gang"
    )
    assert page.likert("importance") is page.likert("importance")


def test_the_key_points_name_the_largest_difference_and_what_kl_prints(survey):
    points = national_page(survey).key_points().markdown
    assert "KL's rapport skriver 74 pct. (af 54 svar); her er det 77 pct. af 52.\n" in points
    assert (
        "- Forskellen er størst for Koordination: 21 af 52 chefer i dag, 38 ideelt.\n"
    ) in points
    counted = national_page(synthesize(1))
    assert "KL's rapport" not in counted.key_points().markdown
    assert "kan tallene ikke afgøre" not in counted.heading("gap").markdown


def test_the_heading_of_the_gap_is_true_of_its_ranges(survey):
    assert "kan tallene ikke afgøre" in national_page(survey).heading("gap").markdown
    gap = workforce_gap(survey)
    differences = gap[(gap["measure"] == "gap") & (gap["unit"] == "people")]
    assert (differences["low"] < 0).all()
    assert (differences["high"] > 0).all()


@pytest.mark.parametrize(
    ("ranks", "said"),
    [
        ([(1, 2), (1, 2), (1, 2), (1, 2)], "Virksomheder ligger øverst på fire af de fire mål"),
        ([(1, 1), (1, 1), (1, 2), (1, 2)],
         "Virksomheder ligger alene øverst på to af de fire mål og deler pladsen to gange"),
        ([(1, 1), (1, 1), (2, 1), (1, 2)], "Virksomheder og Borgernes kompetencer ligger øverst, "
         "alene eller delt, på tre af de fire mål"),
    ],
)  # fmt: skip
def test_a_shared_first_place_is_said_to_be_shared(survey, ranks, said):
    table = profile_table(survey)
    table["rank"] = 3
    for item, places in zip(
        ("virksomheder", "borgernes_kompetencer"), zip(*ranks, strict=True), strict=True
    ):
        table.loc[table["item"] == item, "rank"] = places
    assert profiles_finding(table, "da") == said


def test_the_front_figure_is_that_of_the_kommuner(survey):
    alts = [
        page.front_figure().figure.alt
        for page in (national_page(survey), kommune_page(survey, "Odder"))
    ]
    assert alts[0] == alts[1]
    assert "Koordination: 21 i dag og 38 ideelt" in alts[0]


def listed(table) -> list[list[str]]:
    """The municipalities of a table, a list per column."""
    columns = zip(*(row.cells for row in table.rows), strict=True)
    return [
        [each for cell in column for each in re.findall(r"[^,–][^,]*\)", cell)]
        for column in columns
    ]


def test_the_kommuner_and_their_staff(survey):
    table = national_page(survey).kommuner()
    assert [column.label for column in table.columns] == ["Små", "Mellem", "Store"]
    assert [column.sub for column in table.columns] == ["14 af 49", "18 af 49", "17 af 49"]
    columns = listed(table)
    assert [len(column) for column in columns] == [14, 18, 17]
    named = {each.strip() for column in columns for each in column}
    staff = {name: f"{number:,}".replace(",", ".") for name, number in STAFF.items()}
    staff["København"] += "; 4\u00a0svar"
    staff["Nordfyns"] = staff.pop("Nordfyn")
    assert named == {f"{name} ({number})" for name, number in staff.items()}
    assert {row.header for row in table.rows} == set(survey.kommuner["region"])


def test_a_kommune_of_unknown_staff_has_a_dash(gaps):
    kommuner = gaps.kommuner.assign(staff=gaps.kommuner["staff"].astype(float))
    kommuner["size_band"] = kommuner["size_band"].astype(object)
    kommuner.iloc[0, kommuner.columns.get_indexer(["staff", "size_band"])] = [np.nan, None]
    supplied = Survey(gaps.codebook, kommuner, "observed", "svar.csv", answers=gaps.answers)
    table = national_page(supplied).kommuner()
    assert table.columns[-1].label == "Ukendt størrelse"
    (unknown,) = listed(table)[-1]
    assert unknown.startswith(f"{kommuner['name'].iloc[0]} (–")


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_roles_of_the_six_profiles(survey, lang):
    roles = read_profile_roles()
    table = national_page(survey, lang=lang).roles()
    assert len(table.rows) == 6
    for row, (_, lines) in zip(table.rows, roles.groupby("item", sort=False), strict=True):
        for line in lines[f"text_{lang}"]:
            assert any(line in cell for cell in row.cells)
        assert all(cell.endswith(".") and ".." not in cell for cell in row.cells)


def test_there_are_sixteen_competences():
    competences = read_competences()
    assert len(competences) == 16
    assert competences.notna().all(axis=None)


def test_the_examples_in_the_docstrings_hold():
    for module in (crosstab, likert, national, profiles, statements, summary, workforce):
        result = doctest.testmod(module)
        assert result.attempted
        assert not result.failed
