"""How many managers have, and want, a large share of the staff; steps between statements."""

from __future__ import annotations

import doctest

import numpy as np
import pandas as pd
import pytest
from printed import COUNTS

from analysis.measures import comparison, large_shares, statement_falls
from analysis.measures.comparison import answers_with_the_most, compared_answers
from analysis.measures.disclosure import protect
from analysis.measures.large_shares import fewest_rises
from analysis.measures.large_shares import large_shares as shares_of
from analysis.measures.synthetic import synthesize
from analysis.measures.wishes import wishes


def test_the_printed_counts_and_what_they_prove(survey):
    shares = shares_of(survey).set_index("item")
    assert shares.index.tolist() == [
        "koordination", "virksomheder", "inddragelse", "udvikling", "borgernes_kompetencer",
        "integration",
    ]  # fmt: skip
    assert shares["now"].tolist() == [21, 25, 25, 12, 31, 17]
    assert shares["ideal"].tolist() == [38, 40, 40, 26, 40, 25]
    assert shares["difference"].tolist() == [17, 15, 15, 14, 9, 8]
    assert shares["more"].tolist() == [15, 13, 13, 12, 7, 6]
    assert shares["majority"].tolist() == [True, True, True, False, True, False]
    assert set(shares["base"]) == {52}
    assert not shares["counted"].any()


@pytest.mark.parametrize("seed", range(40))
def test_the_fewest_rises_are_those_of_the_linear_programme(seed, survey):
    """Whatever the two margins are, and however many answers are a stranger's."""
    rng = np.random.default_rng(seed)
    now, ideal = (rng.multinomial(52, rng.dirichlet(np.ones(5))) for _ in range(2))
    for extra in (0, 1, 2, 7):
        assert fewest_rises(now, ideal, extra) == _by_programme(now, ideal, extra)


def _by_programme(now: np.ndarray, ideal: np.ndarray, extra: int) -> int:
    from analysis.measures.wishes import _range

    return int(_range("more", int(now.sum()), now, ideal, False, extra).low)


def test_what_is_proven_agrees_with_the_wishes(survey):
    proven = wishes(survey, assumption=None)
    more = proven.loc[proven["answer"] == "more", "n_low"]
    assert shares_of(survey).sort_values("item")["more"].tolist() == more.tolist()


def test_of_answers_the_wishes_are_counted():
    survey = synthesize(seed=3)
    shares, answers = shares_of(survey).set_index("item"), survey.answers
    assert shares["counted"].all()
    scale = list(survey.codebook.question("current_share").scale.keys)
    for item in COUNTS["current_share"]:
        now, ideal = (
            pd.Categorical(answers[f"{key}_{item}"], scale).codes
            for key in ("current_share", "ideal_share")
        )
        both = (now >= 0) & (ideal >= 0)
        assert shares.loc[item, "more"] == ((ideal < now) & both).sum()
        assert shares.loc[item, "base_more"] == both.sum()
        assert shares.loc[item, "now"] == (now == 0).sum()


def test_protected_counts_are_hidden_and_never_contradicted():
    survey = synthesize(seed=3)
    exact, hidden = shares_of(survey), shares_of(protect(survey))
    known = hidden["now"].notna() & hidden["ideal"].notna()
    assert not hidden["counted"].any()
    assert (hidden["suppressed"] == ~known).all()
    assert hidden.loc[~known, "difference"].isna().all()
    for key in ("now", "ideal"):
        shown = hidden[key].notna()
        assert (hidden.loc[shown, key] == exact.loc[shown, key]).all()
    assert (hidden["more"] <= exact["more"]).all()


def test_no_statement_stands_in_two_falls(monkeypatch):
    """From 50 over 40 and 25 to 10: 2 → 3 falls as much as 3 → 4, and comes first."""
    agree = dict(zip("1234", (50, 40, 25, 10), strict=True))
    rows = [
        {"item": item, "answer": answer, "n": n, "base": 52}
        for item, most in agree.items()
        for answer, n in (("fully_agree", most), ("partly_agree", 0), ("fully_disagree", 52 - most))
    ]
    monkeypatch.setattr(statement_falls, "reported_shares", lambda *_: pd.DataFrame(rows))
    falls = statement_falls.statement_falls(synthesize(seed=9), "statements", 3)
    assert falls[["first", "second"]].to_numpy().tolist() == [["2", "3"]]


def test_only_falls_that_matter_are_found(survey):
    falls = statement_falls.statement_falls(survey, "statements", 5)
    found = falls[["first", "second", "n_first", "n_second"]].to_numpy().tolist()
    assert found == [["1", "2", 41, 25], ["6", "7", 51, 24]]  # 9 and 10: 39 and 38


def test_hidden_statements_are_in_no_fall():
    survey = protect(synthesize(seed=3))
    falls = statement_falls.statement_falls(survey, "statements")
    assert falls[["n_first", "n_second"]].notna().all(axis=None)


def test_own_answers_are_marked_and_counted(survey):
    own = {"importance": {"virksomheder": "very_important", "udvikling": "not_important"}}
    frame = compared_answers(survey, ("importance", "ideal_share"), own)
    assert len(frame) == 6 * 4 + 6 * 5
    assert frame.loc[frame["own"], ["item", "n"]].to_numpy().tolist() == [
        ["virksomheder", 46], ["udvikling", 1],
    ]  # fmt: skip
    assert answers_with_the_most(frame) == (1, 2)
    assert frame["common"].sum() == 12


def test_two_answers_as_common_are_none(survey):
    frame = compared_answers(survey, ("statements",))
    third = frame[frame["item"] == "3"]
    assert third["n"].tolist() == [19, 19, 12, 2]
    assert not third["common"].any()


def test_the_examples_in_the_docstrings_hold():
    for module in (comparison, large_shares, statement_falls):
        result = doctest.testmod(module)
        assert result.attempted
        assert not result.failed
