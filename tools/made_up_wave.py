"""Make up a second wave from 80 kommuner, as each form tool exports it, to rehearse a round with.

``python tools/made_up_wave.py FORM.xlsx FOLDER`` fills in the questionnaire that ``fagligheder
questionnaire`` wrote. Every row has the basis ``synthetic``, so every page is stamped.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd

import form_exports
from analysis.measures.counts import counts_by_answer
from analysis.measures.sample_size import all_kommuner
from analysis.survey.published import read_published

KOMMUNER, SEED = 80, 2026
#: How much likelier the first answer to this item has become, and where nothing has changed.
RISEN, FACTOR = "integration", 3.0
DONT_KNOW, BLANK = 0.03, 0.02
#: Inhabitants to one of the staff, where the report does not tell a job centre's staff.
INHABITANTS = 600


def made_up_wave(seed: int = SEED, kommuner: int = KOMMUNER) -> pd.DataFrame:
    """Make up one answer from each of so many kommuner, by the keys of the questionnaire.

    The larger a kommune, the likelier it answers. Each item is drawn from the report's shares, with
    the first answers about integration made likelier.
    """
    rng = np.random.default_rng(seed)
    places = all_kommuner().kommuner
    report = read_published()
    odds = np.sqrt(places["population"].to_numpy(float))
    chosen = np.sort(rng.choice(len(places), kommuner, replace=False, p=odds / odds.sum()))
    codes = places.index[chosen]
    guessed = (places["population"].loc[codes] / INHABITANTS).clip(lower=8).round()
    staff = report.kommuner["staff"].reindex(codes).fillna(guessed).astype(int)
    columns: dict[str, object] = {"kommune": codes, "staff": staff.to_numpy()}
    for (question, item), own in counts_by_answer(report).groupby(
        ["question", "item"], sort=False, observed=True
    ):
        asked = report.codebook.question(str(question))
        weights = own["n"].to_numpy(float) + 0.5
        weights[0] *= FACTOR if item == RISEN else 1.0
        drawn = rng.choice(own["answer"].astype(str), kommuner, p=weights / weights.sum())
        other = rng.random(kommuner)
        drawn = np.where(other < DONT_KNOW, "dont_know", drawn)
        drawn = np.where(other > 1 - BLANK, "", drawn)
        columns[asked.column(str(item))] = drawn
    return pd.DataFrame(columns | {"basis": "synthetic"}).astype(object)


def export_wave(form: Path, folder: Path) -> list[Path]:
    """Write the wave as each tool exports it, and the first 50 of it as it was half way."""
    asked = form_exports.Form(form)
    hidden = ("name", "label", "alias")
    asked.fields.append(dict.fromkeys(hidden, "basis") | dict.fromkeys(
        ("group", "group_label", "choices"), ""))  # fmt: skip
    wave = made_up_wave().reindex(columns=[each["name"] for each in asked.fields], fill_value="")
    folder.mkdir(parents=True, exist_ok=True)
    return [
        form_exports.kobo_csv(asked, wave.sample(50, random_state=SEED), folder / "undervejs.csv"),
        form_exports.kobo_csv(asked, wave, folder / "kobo.csv"),
        form_exports.kobo_xlsx(asked, wave, folder / "kobo.xlsx"),
        form_exports.odk_csv(asked, wave, folder / "odk.csv"),
        form_exports.survey123_csv(asked, wave, folder / "survey123.csv"),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("form", type=Path)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    for path in export_wave(given.form, given.folder):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
