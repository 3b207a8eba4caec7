"""Two public surveys with few columns, as surveys of their own codebooks.

``nhanes2.csv``: every fifth person of strata 1–8 of the second National Health and Nutrition
Examination Survey (US National Center for Health Statistics, public domain), from ``nhanes2.csv``
of the package samplics 0.6.1; zinc in the blood in four bands (under 75, 85, 95 µg/dl, and more).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.survey.codebook import Answer, Codebook, Item, Labels, Question, Scale
from analysis.survey.design import SurveyDesign
from analysis.survey.survey import Survey

DATA = Path(__file__).resolve().parents[1] / "analysis" / "measures" / "public"
DESIGN = SurveyDesign("weight", "stratum", "psu")


def labels(text: str) -> Labels:
    return Labels(text, text)


def item(key: str) -> Item:
    return Item(key, labels(key), labels(key))


def scale(key: str, *answers: str) -> Scale:
    """An answer scale, most first, with the scores n … 1."""
    middle = len(answers) / 2
    return Scale(
        key,
        tuple(
            Answer(
                name,
                labels(name),
                labels(name),
                score=float(len(answers) - place),
                side="top" if place < middle else "bottom",
                band=None,
            )
            for place, name in enumerate(answers)
        ),
    )


def question(key: str, answers: Scale, *items: str) -> Question:
    return Question(
        key,
        figure="",
        page="",
        table_page="",
        text=labels(f"{key}?"),
        title=labels(key),
        scale=answers,
        item_set=key,
        items=tuple(item(name) for name in items),
    )


def survey_of(questions: list[Question], columns: dict[str, pd.Series], **settings) -> Survey:
    """A survey of whole numbers by ``question_item``: n for the first answer, and so on to 1."""
    answers = pd.DataFrame(columns)
    for asked in questions:
        keys = list(asked.scale.keys)
        for each in asked.items:
            name = asked.column(each.key)
            codes = (len(keys) - answers[name]).fillna(-1).astype(int)
            answers[name] = pd.Categorical.from_codes(codes, categories=keys, ordered=True)
    groups = {
        name: tuple(item(value) for value in sorted(set(answers[name])))
        for name in settings.pop("groups", [])
    }
    book = Codebook({each.key: each for each in questions}, (), {}, groups)
    return Survey(
        codebook=book,
        kommuner=pd.DataFrame(),
        basis="observed",
        source="svar.csv",
        answers=answers,
        **settings,
    )


def nhanes(design: SurveyDesign | None = DESIGN) -> Survey:
    """548 persons in 8 strata of 2 clusters; ``race`` and ``region`` are groups."""
    rows = pd.read_csv(DATA / "nhanes2.csv")
    return survey_of(
        [
            question("health", scale("yes_no", "yes", "no"), "highbp", "diabetes"),
            question("zinc", scale("bands", "most", "more", "less", "least"), "blood"),
        ],
        {
            "health_highbp": rows["highbp"] + 1,
            "health_diabetes": rows["diabetes"] + 1,
            "zinc_blood": rows["zinc"],
            "race": rows["race"].astype(str),
            "region": rows["region"].astype(str),
            "stratum": rows["stratum"],
            "psu": rows["psu"],
            "weight": rows["weight"],
        },
        groups=["race", "region"],
        design=design,
    )
