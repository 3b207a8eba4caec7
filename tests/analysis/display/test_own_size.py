"""The large shares of the staff in job centres of one size, beside all: of files of answers."""

from __future__ import annotations

import doctest

import pandas as pd
import pytest
from made_answers import answer_rows, survey_of

from analysis.display.pages.kommune import kommune_page
from analysis.display.tables import own_size
from analysis.measures.disclosure import protect
from analysis.measures.synthetic import synthesize
from analysis.survey.survey import Survey

#: A kommune with 40 staff, of whom `answer_rows` makes a third.
SMALL = "København"


@pytest.fixture(scope="module")
def answers(tmp_path_factory) -> Survey:
    return survey_of(answer_rows(98, 1), tmp_path_factory.mktemp("answers"))


def cells(survey: Survey, lang: str = "da") -> list[tuple[str, ...]]:
    return [row.cells for row in kommune_page(survey, SMALL, lang=lang).size_statements().rows]


def counted(survey: Survey, column: str, keep: pd.Series) -> str:
    """The per cent and count of the top band among all answers, don't-knows too, by hand."""
    given, outside = survey.answers.loc[keep, column], survey.outside_answers.loc[keep, column]
    n, base = int((given == "over_20").sum()), int(given.notna().sum() + outside.sum())
    return f"{int(100 * n / base + 0.5)} pct. ({n} af {base})"


def test_the_example_in_the_docstring_holds():
    result = doctest.testmod(own_size)
    assert result.attempted
    assert not result.failed


def test_its_size_and_all_are_counted_now_and_ideally(answers):
    rows = answers.answers
    small = rows["kommune"].map(answers.kommuner["staff"]) == 40
    assert 0 < small.sum() < len(rows)
    columns = [f"{key}_virksomheder" for key in ("current_share", "ideal_share")]
    expected = tuple(
        counted(answers, name, part) for name in columns for part in (small, small | True)
    )
    assert cells(answers)[0] == expected
    assert kommune_page(answers, SMALL).size_statements().unprotected
    assert kommune_page(answers, SMALL).meaning_sentence().markdown == ""


def test_what_is_protected_shows_the_same_or_nothing(answers):
    exact = [cell for row in cells(answers) for cell in row]
    table = kommune_page(protect(answers), SMALL).size_statements()
    shown = [cell for row in table.rows for cell in row.cells]
    assert not table.unprotected
    assert {"[c]"} < set(shown)
    assert all(cell in ("[c]", known) for cell, known in zip(shown, exact, strict=True))


def test_where_all_of_its_size_is_hidden_the_page_says_so(tmp_path):
    few = protect(survey_of(answer_rows(9, 1), tmp_path))
    page = kommune_page(few, SMALL)
    assert page.size_statements().markdown == (
        "Hvad de svarer om medarbejderne, er skjult: [c]. Der står for få kommuner bag tallene."
    )
    assert page.size_heading().markdown == "## Jobcentre af samme størrelse som Københavns"
    assert page.size_lead().markdown.endswith("3 små jobcentre (under 80 medarbejdere).")


def test_what_is_hidden_is_explained_of_protected_answers_alone(answers):
    said = "Skjult, [c], er et tal, som færre end fem kommuner står bag"
    assert said in kommune_page(protect(answers), SMALL).about().markdown
    for survey in (answers, synthesize(seed=1)):
        assert "[c]" not in kommune_page(survey, "Odder").about().markdown
