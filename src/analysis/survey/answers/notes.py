"""What a reader of a file of answers should know, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.survey.answers.columns import FoundColumns
from analysis.survey.answers.respondents import listing
from analysis.survey.codebook import Codebook, Question


def column_notes(found: FoundColumns, book: Codebook, in_order: Sequence[Question]) -> list[str]:
    """Which columns are not used, which items have none, and which codes go by their order."""
    notes = []
    if found.ignored:
        notes.append(listing("Kolonner, der ikke er brugt:", list(found.ignored)))
    absent = [
        name
        for name, (question, _) in book.columns().items()
        if name not in found.items and question.key not in found.whole
    ]
    if absent:
        notes.append(listing("Uden kolonne i filen:", absent))
    for question in in_order:
        answers = question.scale.answers
        notes.append(
            f"Tal i {question.key} er læst som koder fra 1 = {answers[0].label.da} "
            f"til {len(answers)} = {answers[-1].label.da}."
        )
    return notes


def outside_notes(book: Codebook, outside: pd.DataFrame, not_applicable: pd.DataFrame) -> list[str]:
    """How many answers lie outside the scales, and whether they count in the base."""
    concerned = int(not_applicable.to_numpy().sum())
    others = int(outside.to_numpy().sum())
    notes = []
    if book.base_rule != "applicable":
        others -= concerned
    if others:
        notes.append(
            f'{others} svar er "ved ikke" eller ligger på anden måde uden for skalaen; '
            "de tæller med i basis, men ikke blandt de anførte svar."
        )
    if concerned:
        counted = "tæller ikke med i" if book.base_rule == "applicable" else "tæller med i"
        notes.append(f'{concerned} svar er "ikke relevant"; de {counted} basis.')
    return notes
