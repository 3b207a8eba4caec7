"""Files of answers as people have them, made from a survey by the tests."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pyreadstat
from openpyxl import Workbook

from analysis.survey.survey import Survey

HEADING = "kommune;importance_virksomheder;importance_integration\n"
#: What is expected of an answer on importance, and the cures of answers and of formulas.
IMPORTANCE = (
    "et svar på skalaen (Meget vigtig, Vigtig, Mindre vigtig, Slet ikke vigtig) eller koden 1–4"
)
CURE = 'Ret cellen, eller angiv, hvad svaret betyder, i en kolonnefil ("answers:").'
FORMULA = "Cellen er en formel: kopiér kolonnen, og indsæt den som værdier."


def wide(survey: Survey, words: str = "label") -> pd.DataFrame:
    """One row per respondent: kommune by name, each answer as label, short, key or code."""
    columns = {"kommune": survey.answers["kommune"].map(survey.kommuner["name"]).astype(object)}
    for question in survey.codebook.questions.values():
        names = {
            answer.key: {
                "label": answer.label.da,
                "english": answer.label.en,
                "short": answer.short.da,
                "short_english": answer.short.en,
                "key": answer.key,
                "code": place + 1,
            }[words]
            for place, answer in enumerate(question.scale.answers)
        }
        for item in question.items:
            name = question.column(item.key)
            columns[name] = survey.answers[name].astype(object).map(names)
    return pd.DataFrame(columns)


def save(frame: pd.DataFrame, path: Path, **settings: object) -> Path:
    """Save a frame in the kind of file that the path's ending says."""
    if path.suffix == ".csv":
        frame.to_csv(path, index=False, **settings)
    elif path.suffix == ".xlsx":
        frame.to_excel(path, index=False, **settings)
    elif path.suffix == ".sav":
        pyreadstat.write_sav(frame, path, **settings)
    elif path.suffix == ".dta":
        short = frame.rename(columns=lambda name: name[:32])  # Stata's own limit
        pyreadstat.write_dta(short, path, version=15, **settings)
    else:
        frame.to_parquet(path, **settings)
    return path


def workbook(*rows: list[object]) -> bytes:
    """A workbook with one sheet, Svar, of these rows."""
    book = Workbook()
    book.active.title = "Svar"
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def cell_of_workbook(value: object, column: str = "importance_virksomheder") -> bytes:
    """A workbook with one answer from Odder."""
    return workbook(["kommune", column], ["Odder", value])
