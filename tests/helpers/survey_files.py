"""One file of answers in five formats, with questions of every kind."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat

SATISFACTION = {
    1: "Meget tilfreds", 2: "Tilfreds", 3: "Utilfreds", 4: "Meget utilfreds", 9: "Ved ikke"
}  # fmt: skip
HEADINGS = {
    "id": "", "koen": "Køn", "Q1_1": "Hvor tilfreds er du? - Maden",
    "Q1_2": "Hvor tilfreds er du? - Lokalerne", "Q2_1": "Hvilke sportsgrene? - Fodbold",
    "Q2_2": "Hvilke sportsgrene? - Svømning", "Q2_3": "Hvilke sportsgrene? - Dans",
    "alder": "Hvor gammel er du?", "karakter": "Hvilken karakter giver du?",
    "kommentar": "Hvad vil du tilføje?", "vaegt": "",
}  # fmt: skip
NAMES = {
    "koen": {1: "Mand", 2: "Kvinde"}, "Q1_1": SATISFACTION, "Q1_2": SATISFACTION,
    **{f"Q2_{option}": {0: "Ikke valgt", 1: "Valgt"} for option in (1, 2, 3)},
}  # fmt: skip
FORMATS = (".sav", ".dta", ".xlsx", ".csv", ".parquet")


def made_answers(size: int = 60) -> pd.DataFrame:
    """Answers as codes, a column per item."""
    rng = np.random.default_rng(14)
    options = {f"Q2_{option}": rng.integers(0, 2, size) for option in (1, 2, 3)}
    return pd.DataFrame(
        {
            "id": np.arange(1, size + 1),
            "koen": rng.integers(1, 3, size),
            "Q1_1": rng.choice(list(SATISFACTION), size),
            "Q1_2": rng.choice(list(SATISFACTION), size),
            **options,
            "alder": rng.integers(18, 80, size),
            "karakter": np.resize(np.arange(11), size),
            "kommentar": [f"Svar nummer {n} om maden" if n % 3 else "" for n in range(size)],
            "vaegt": np.round(rng.uniform(0.5, 2, size), 3),
        }
    )


def write_answers(answers: pd.DataFrame, path: Path) -> Path:
    """Write them as programs do: SPSS and Stata with codes and labels, the others with words."""
    if path.suffix in (".sav", ".dta"):
        write = pyreadstat.write_sav if path.suffix == ".sav" else pyreadstat.write_dta
        write(answers, str(path), column_labels=HEADINGS, variable_value_labels=NAMES)
        return path
    words = answers.copy()
    for column in ("koen", "Q1_1", "Q1_2"):
        words[column] = words[column].map(NAMES[column])
    words = words.rename(columns={name: said or name for name, said in HEADINGS.items()})
    match path.suffix:
        case ".xlsx":
            words.to_excel(path, index=False)
        case ".csv":
            words.to_csv(path, sep=";", decimal=",", index=False)
        case _:
            words.to_parquet(path)
    return path
