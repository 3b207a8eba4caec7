"""What a reader of a file of answers should know, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.survey.answers.columns import FoundColumns
from analysis.survey.answers.respondents import listed
from analysis.survey.answers.wording import labels_of
from analysis.survey.codebook import Codebook, Question
from analysis.words import said


def column_notes(found: FoundColumns, book: Codebook, in_order: Sequence[Question]) -> list[str]:
    """Which columns are not used, which items have none, and which codes go by their order."""
    notes: list[str] = []
    if found.ignored:
        notes.append(said("answers.note_ignored", names=listed(list(found.ignored))))
    absent = [
        name
        for name, (question, _) in book.columns().items()
        if name not in found.items and question.key not in found.whole
    ]
    if absent:
        notes.append(said("answers.note_absent", names=listed(absent)))
    for question in in_order:
        answers = question.scale.answers
        first, last = (labels_of([each]) for each in (answers[0], answers[-1]))
        codes = {"first": "1", "last": f"{len(answers)}", "one": first, "other": last}
        notes.append(said("answers.note_codes", question=question.key, **codes))
    return notes


def outside_notes(book: Codebook, outside: pd.DataFrame, not_applicable: pd.DataFrame) -> list[str]:
    """How many answers lie outside the scales, and whether they count in the base."""
    concerned = int(not_applicable.to_numpy().sum())
    others = int(outside.to_numpy().sum())
    notes: list[str] = []
    if book.base_rule != "applicable":
        others -= concerned
    if others:
        notes.append(said("answers.note_outside", number=others))
    if concerned:
        kept = book.base_rule != "applicable"
        key = "answers.note_not_applicable" if kept else "answers.note_not_applicable_out"
        notes.append(said(key, number=concerned))
    return notes
