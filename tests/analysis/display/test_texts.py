"""How numbers are written, and every text in both languages."""

from __future__ import annotations

import doctest
import math
from string import Formatter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import words as all_words
from analysis.display.text import numbers as texts
from analysis.display.text.numbers import joined, number, percent, whole, whole_count
from analysis.measures.rounding import round_percent
from analysis.survey.checks import InputError
from analysis.words import text


@pytest.mark.parametrize(
    ("value", "decimals", "danish", "english"),
    [
        (0, 0, "0", "0"),
        (0.5, 0, "1", "1"),
        (2.5, 0, "3", "3"),
        (12.5, 0, "13", "13"),
        (0.05, 1, "0,1", "0.1"),
        (1.005, 2, "1,01", "1.01"),  # as it is written, not as binary floats hold it
        (1.45, 1, "1,5", "1.5"),
        (2.675, 2, "2,68", "2.68"),
        (999.5, 0, "1.000", "1,000"),
        (2345, 0, "2.345", "2,345"),
        (1234567.25, 1, "1.234.567,3", "1,234,567.3"),
        (-0.4, 0, "0", "0"),
        (-0.5, 0, "−1", "−1"),
        (-2.5, 0, "−3", "−3"),
        (-1234.5, 1, "−1.234,5", "−1,234.5"),
        (1e-12, 1, "0,0", "0.0"),
        (np.float64(3.5), 1, "3,5", "3.5"),
        (np.int64(70), 0, "70", "70"),
        (float("nan"), 0, "–", "–"),
        (float("inf"), 0, "–", "–"),
        (None, 0, "–", "–"),
    ],
)
def test_a_number_is_written_as_the_language_does(value, decimals, danish, english):
    assert number(value, "da", decimals) == danish
    assert number(value, "en", decimals) == english


@given(st.integers(-(10**9), 10**9), st.integers(0, 3))
def test_a_written_number_reads_back(value, decimals):
    written = number(value / 1000, "da", decimals)
    read = float(written.replace("−", "-").replace(".", "").replace(",", "."))
    assert abs(read - value / 1000) <= 0.5 * 10**-decimals + 1e-6


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_percentage_is_the_rounded_one(case):
    count, base = case
    assert whole(count, base) == str(round_percent(count, base))
    assert percent(count, base, "da") == f"{round_percent(count, base)} pct."
    assert percent(count, base, "en") == f"{round_percent(count, base)}%"


def test_a_percentage_of_nothing_is_a_dash():
    assert percent(0, 0, "da") == percent(0, 0, "en") == whole(0, 0) == "–"
    assert whole(math.nan, 52) == "–"


def test_a_percentage_of_a_modelled_count():
    assert percent(12.48, 52, "da") == "24 pct."
    assert whole(6.5, 52) == "13"  # 12.5 is rounded up


@pytest.mark.parametrize(("count", "written"), [(46, "46"), (0.0, "0"), (1.5, "2"), (3.49, "3")])
def test_a_count_is_whole(count, written):
    assert whole_count(count) == written


@pytest.mark.parametrize(("count", "written"), [(0.5, "1"), (2.5, "3"), (12.5, "13")])
def test_a_count_is_rounded_half_up(count, written):
    assert whole_count(count) == written


def test_a_missing_count_is_a_dash():
    assert whole_count(math.nan) == "–"


@pytest.mark.parametrize(
    ("names", "danish"),
    [([], ""), (["a"], "a"), (["a", "b"], "a og b"), (["a", "b", "c"], "a, b og c")],
)
def test_names_in_a_row(names, danish):
    assert joined(names, "da") == danish
    assert joined(names, "en") == danish.replace(" og ", " and ")


# --- every text


TEXTS = {
    lang: {f"{group}.{name}": words for group, own in all_words._read(lang).items()
           for name, words in own.items()}
    for lang in ("da", "en")
}  # fmt: skip


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("key", TEXTS["da"])
def test_a_text_is_tidy(key, lang):
    words = TEXTS[lang][key]
    assert words
    assert "  " not in words
    assert ".." not in words
    assert words.rstrip() == words


@pytest.mark.parametrize("key", TEXTS["da"])
def test_danish_is_danish(key):
    words = TEXTS["da"][key]
    assert "%" not in words
    assert "“" not in words
    values = dict.fromkeys(placeholders(words), "x")
    assert "{" not in text(key, "da", **values)


def test_an_unknown_language_is_refused():
    with pytest.raises(InputError) as error:
        all_words.check_lang("sv")
    assert str(error.value) == 'Sproget "sv" findes ikke. Vælg da (dansk) eller en (engelsk).'


@pytest.mark.parametrize("module", [texts, all_words])
def test_the_examples_in_the_docstrings_hold(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed
