"""Made answers of real kommuner: files and surveys that the tests protect and attack."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.survey.answers.reader import read_answers
from analysis.survey.codebook import read_codebook
from analysis.survey.kommuner import read_kommuner
from analysis.survey.survey import Survey

#: Staff of a job centre of each size, and a municipality's answers are drawn with these odds.
STAFF = (40, 100, 200)
ODDS = (0.55, 0.25, 0.12, 0.05, 0.03)


def answer_rows(respondents: int, seed: int, *, unanimous: bool = False) -> pd.DataFrame:
    """Answers of so many respondents, one row each, as keys; municipalities in turn.

    With ``unanimous``, everyone in the smallest size answers the first answer to everything.
    """
    rng = np.random.default_rng(seed)
    book, codes = read_codebook(), sorted(read_kommuner())
    place = np.arange(respondents) % len(codes)
    staff = np.array(STAFF)[place % len(STAFF)]
    rows: dict[str, object] = {"kommune": [codes[i] for i in place], "medarbejdere": staff}
    for question in book.questions.values():
        keys = list(question.scale.keys)
        odds = np.array([*ODDS[: len(keys)], 0.04, 0.04])
        choices = np.array([*keys, "ved ikke", ""])
        for item in question.items:
            drawn = rng.choice(choices, respondents, p=odds / odds.sum())
            if unanimous:
                drawn = np.where(staff == STAFF[0], keys[0], drawn)
            rows[question.column(item.key)] = drawn
    return pd.DataFrame(rows)


def shuffle_within_sizes(rows: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The same answers to each item in each size, given by other respondents of that size."""
    rng = np.random.default_rng(seed)
    shuffled = rows.copy()
    for name in rows.columns.drop(["kommune", "medarbejdere"]):
        for staff in rows["medarbejdere"].unique():
            members = rows["medarbejdere"] == staff
            shuffled.loc[members, name] = rng.permutation(rows.loc[members, name].to_numpy())
    return shuffled


def survey_of(rows: pd.DataFrame, folder: Path, name: str = "svar.csv") -> Survey:
    """Read the rows as a file of answers."""
    folder.mkdir(parents=True, exist_ok=True)
    rows.to_csv(folder / name, sep=";", index=False)
    return read_answers(folder / name)
