"""Every printed percentage is rounded half up from the integers, wherever it is printed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.display.figures.likert import draw_likert
from analysis.display.figures.summary import draw_summary
from analysis.display.tables.crosstab import format_association, format_crosstab
from analysis.display.tables.likert import format_likert
from analysis.display.tables.summary import format_summary
from analysis.display.text.captions import alt_text
from analysis.display.text.numbers import number, p_value, percent, points, whole
from analysis.display.text.sentences import likert_sentence, summary_value
from analysis.measures.association import association
from analysis.measures.crosstab import crosstab
from analysis.measures.shares import likert_summary, likert_table
from analysis.measures.synthetic import synthesize
from analysis.survey.survey import Survey


def half_up(count: int, base: int) -> int:
    return (200 * count + base) // (2 * base)


ALL = [(k, n) for n in range(1, 201) for k in range(n + 1)]
#: Counts whose percentage lies midway between two whole ones, 23 of 40 among them.
TIES = [(k, n) for k, n in ALL if 200 * k % (2 * n) == n]


def answered(survey: Survey, count: int, base: int) -> Survey:
    """Answers to the importance of Virksomheder: ``count`` first answers, the rest last ones."""
    asked = survey.codebook.question("importance").scale.keys
    given = [asked[0]] * count + [asked[-1]] * (base - count)
    columns: dict[str, object] = {
        question.column(item.key): pd.Categorical([None] * base, question.scale.keys, ordered=True)
        for question in survey.codebook.questions.values()
        for item in question.items
    }
    columns["importance_virksomheder"] = pd.Categorical(given, asked, ordered=True)
    answers = pd.DataFrame({"kommune": survey.kommuner.index[0], **columns})
    kommuner = survey.kommuner.iloc[:1].assign(answers=base)
    return Survey(survey.codebook, kommuner, "synthetic", "svar.csv", answers=answers)


def test_every_count_of_every_base_up_to_200():
    for count, base in ALL:
        right = str(half_up(count, base))
        assert whole(count, base) == right, (count, base)
        assert percent(count, base, "en") == f"{right}%", (count, base)
        assert number(100 * (count / base), "da") == right, (count, base)
        assert points(count / base, base, "da") == (f"+{right}" if right != "0" else "0")


def test_a_net_is_rounded_from_its_own_count():
    for count, base in ALL:
        written = points(-count / base, base, "da").replace("−", "-").removeprefix("+")
        assert int(written) == half_up(-count, base), (count, base)


@pytest.mark.parametrize(("count", "base"), [(23, 40), (1, 8), (5, 8), (57, 200), (29, 200)])
def test_each_table_figure_and_text(survey, count, base):
    assert (count, base) in TIES
    right, rest = half_up(count, base), half_up(base - count, base)
    made_up = answered(survey, count, base)
    likert = likert_table(made_up, "importance").query("item == 'virksomheder'")
    assert format_likert(likert).rows[0].cells == (f"{right} pct. ({count})",)
    assert f"Meget vigtig {right} pct. ({count})" in alt_text(likert)
    assert likert_sentence(likert).startswith(f"{right} pct. ")
    assert f"{right} pct." in [text.get_text() for text in draw_likert(likert).texts]
    by_size = crosstab(made_up, "importance").query("item == 'virksomheder'")
    band = made_up.kommuner["size_band"].iloc[0]
    group = by_size[by_size["group"] == band]
    assert format_crosstab(group).rows[0].cells[0] == f"{right} ({count})"
    summary = likert_summary(made_up, "importance").query("item == 'virksomheder'")
    cells = format_summary(summary).rows[0].cells
    assert [cell.split(" ")[0] for cell in cells[:3]] == [str(right), str(right), str(rest)]
    net = str(half_up(2 * count - base, base)).replace("-", "−")
    assert cells[3].split(" ")[0] == net
    assert summary_value(summary.iloc[0], "net", "da").split(" ")[0].removeprefix("+") == net
    texts = [text.get_text() for text in draw_summary(summary, "top_box").texts]
    assert f"{right} pct." in texts


@pytest.mark.parametrize(
    ("p", "danish", "english"),
    [
        (0.0, "< 0,001", "< 0.001"),
        (1e-9, "< 0,001", "< 0.001"),
        (0.000499, "< 0,001", "< 0.001"),
        (0.0005, "0,001", "0.001"),
        (0.0015, "0,002", "0.002"),
        (1.0, "1,000", "1.000"),
        (np.nan, "–", "–"),
    ],
)
def test_a_small_p_value_is_not_zero(p, danish, english):
    assert (p_value(p, "da"), p_value(p, "en")) == (danish, english)


def test_the_table_of_tests_prints_small_p_values_so():
    tests = association(synthesize(1, 0.5), "importance").assign(p=1e-5, p_holm=4e-4)
    assert {row.cells[:2] for row in format_association(tests).rows} == {("< 0,001", "< 0,001")}
    english = format_association(tests, lang="en")
    assert {row.cells[:2] for row in english.rows} == {("< 0.001", "< 0.001")}
