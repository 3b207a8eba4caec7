"""The first sheet of a job centre's workbook: facts, and own answers a row each.

The sheet is known by its name and its facts, an answer by the question and item in its row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.survey.answers.answer_table import column_letters
from analysis.survey.answers.own_draft import OwnDraft, find_item, find_question
from analysis.survey.answers.workbook_cells import At, SheetCells
from analysis.survey.checks import LANGUAGES
from analysis.survey.names import plain
from analysis.words import text

#: Facts of a job centre, each in the cell beside its name.
FACTS = ("kommune", "staff", "year", "profile_set", "origin")
#: Facts by which the sheet is told from others.
_KNOWN_BY = ("profile_set", "origin")
_ANSWERS = ("question", "item", "answer")


@dataclass(frozen=True)
class Fact:
    """A fact of the job centre: its name as written, its row, and its value or an empty text."""

    name: str
    row: int
    words: str


def find_centre_sheet(sheets: Iterable[SheetCells]) -> SheetCells | None:
    """Return the sheet with the facts of a job centre; None where a workbook has none."""
    for sheet in sheets:
        if all(_find(sheet, key) for key in _KNOWN_BY):
            return sheet
    return None


def read_centre_sheet(sheet: SheetCells, draft: OwnDraft) -> Mapping[str, Fact]:
    """Return the facts of a sheet, and read its own answers into a draft.

    A fact whose name is gone is not in the result. What stands where nothing is read, and an
    answer to no question, are added to the draft as problems.
    """
    heads = {key: _find(sheet, key) for key in _ANSWERS}
    places = {key: at for key in FACTS if (at := _find(sheet, key))}
    facts = {
        key: Fact(sheet.texts[row, column], row, sheet.texts.get((row, column + 1), "").strip())
        for key, (row, column) in places.items()
    }
    beside = {(row, column + 1) for row, column in places.values()}
    top = heads["answer"][0] if heads["answer"] else max(row for row, _ in sheet.texts) + 1
    for (row, column), _ in sorted(sheet.texts.items()):
        label = max((place for _, place in places.values()), default=1)
        if row < top and column > label and (row, column) not in beside:
            _refuse_stray(sheet, (row, column), draft)
    if all(heads.values()):
        _read_answers(sheet, {key: at[1] for key, at in heads.items() if at}, top, draft)
    return facts


def _read_answers(sheet: SheetCells, columns: Mapping[str, int], top: int, draft: OwnDraft) -> None:
    """Read the rows below the heading of the answers; a row without an answer is skipped."""
    for (row, column), words in sorted(sheet.texts.items()):
        if row <= top:
            continue
        if column not in columns.values():
            _refuse_stray(sheet, (row, column), draft)
        elif column == columns["answer"]:
            names = {key: sheet.texts.get((row, columns[key]), "") for key in ("question", "item")}
            question = find_question(draft.codebook, names["question"])
            place = _place(sheet, (row, column))
            if question is None:
                found, expected = draft.shown(names["question"]), draft.question_names()
                draft.refuse("question", place, found=found, expected=expected)
                continue
            item = find_item(question, names["item"])
            if item is None:
                found, expected = draft.shown(names["item"]), draft.item_names(question)
                draft.refuse("item_found", place, "item_cure", found=found, expected=expected)
                continue
            draft.add_answer(question, item, words, place, "answer_cure_list")


def _find(sheet: SheetCells, key: str) -> At | None:
    """Return the first cell with a text of ``[centre_book]``, in whatever language."""
    wanted = {plain(text(f"centre_book.{key}", lang)) for lang in LANGUAGES}
    return min((at for at, words in sheet.texts.items() if plain(words) in wanted), default=None)


def _refuse_stray(sheet: SheetCells, at: At, draft: OwnDraft) -> None:
    found, expected = draft.shown(sheet.texts[at]), text("centre_file.blank", draft.lang)
    draft.refuse("stray", _place(sheet, at), "stray_centre", found=found, expected=expected)


def _place(sheet: SheetCells, at: At) -> dict[str, object]:
    return {"sheet": sheet.name, "row": at[0], "column": column_letters(at[1] - 1)}
