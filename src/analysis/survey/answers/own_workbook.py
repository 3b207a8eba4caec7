"""A kommune's own answers in the workbook that ``fagligheder own --template`` makes.

A sheet is known by its title, else by its name; an item by its label, wherever its row has moved;
the answers by their heading. What stands where nothing is read is a problem, for it may be an
answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from analysis.survey.answers.answer_table import column_letters
from analysis.survey.answers.own_draft import (
    OwnDraft,
    find_answer,
    find_item,
    find_question,
    names_of,
)
from analysis.survey.answers.workbook_cells import OLD, ZIPPED, At, SheetCells, read_cells
from analysis.survey.checks import InputError
from analysis.survey.codebook import Answer, Item, Question
from analysis.survey.names import plain
from analysis.words import text

_KINDS = (".xlsx", ".xlsm", ".ods", ".xls")
#: A title is at the top of its sheet.
_TITLE_ROWS = 2


def is_workbook(path: Path, written: bytes) -> bool:
    """Whether a file is a workbook, by its content or by its name."""
    return written.startswith((ZIPPED, OLD)) or path.suffix.lower() in _KINDS


def read_own_workbook(path: Path, written: bytes, draft: OwnDraft) -> None:
    """Read the cells of a workbook into a draft.

    Raises
    ------
    InputError
        It is no workbook, is damaged or locked by a password. Other problems are added to the
        draft, with their sheet and cell.
    """
    if written.startswith(OLD):
        raise InputError(draft.problem("old_workbook", cure="not_workbook_cure"))
    if not written.startswith(ZIPPED):
        raise InputError(draft.problem("not_workbook", kind=path.suffix.lower()))
    try:
        sheets = read_cells(draft.file, written)
    except InputError:
        raise
    except Exception as error:  # whatever a library makes of a damaged file
        name = type(error).__name__
        raise InputError(draft.problem("damaged", cure="not_workbook_cure", error=name)) from error
    for sheet in sheets:
        for at in sheet.formulas:
            draft.refuse("formula", _place(sheet, at))
        _read_sheet(sheet, draft)


def _read_sheet(sheet: SheetCells, draft: OwnDraft) -> None:
    """Read a sheet as what it is: the guide with the facts, a question, or the notes."""
    question = _question_of(sheet, draft)
    at_staff = _find(sheet, "staff")
    if question is not None:
        _read_question(sheet, question, draft)
    elif at_staff is not None:
        _read_facts(sheet, at_staff, draft)
    elif plain(sheet.name) in names_of("notes") or _find(sheet, "notes_here"):
        _read_notes(sheet, draft)
    elif sheet.texts:
        first = min(sheet.texts)
        guide, notes = (text(f"own_workbook.{key}", draft.lang) for key in ("guide", "notes"))
        expected = ", ".join((guide, draft.question_names(), notes))
        found = draft.shown(sheet.texts[first])
        draft.refuse("sheet", _place(sheet, first), found=found, expected=expected)


def _question_of(sheet: SheetCells, draft: OwnDraft) -> Question | None:
    """Return the question of a sheet, by its title and else its name; one of two is a problem."""
    named = find_question(draft.codebook, sheet.name)
    for at in sorted(at for at in sheet.texts if at[0] <= _TITLE_ROWS):
        titled = find_question(draft.codebook, sheet.texts[at])
        if titled is not None:
            if named not in (None, titled):
                found = draft.shown(sheet.texts[at])
                draft.refuse("two_questions", _place(sheet, at), found=found)
            return titled
    return named


def _read_question(sheet: SheetCells, question: Question, draft: OwnDraft) -> None:
    """Read the answers to one question, each by the label in its row."""
    head = _find(sheet, "answer")
    items = {at: item for at, words in sheet.texts.items() if (item := find_item(question, words))}
    if head is not None:
        items = {at: item for at, item in items.items() if at[0] > head[0] and at[1] < head[1]}
    if not items:
        if sheet.texts:
            expected = draft.item_names(question)
            draft.refuse("no_items", _place(sheet), expected=expected)
        return
    column = head[1] if head else max(place for _, place in items) + 1
    top = head[0] if head else min(items)[0] - 1
    of_row = {row: item for (row, _), item in sorted(items.items())}
    choices = _find(sheet, "choices")
    for at, words in sorted(sheet.texts.items()):
        row, place = at
        found = find_answer(question, words)
        if at in items or at in (head, choices):
            continue
        if place == column and row in of_row:
            draft.add_answer(question, of_row[row], words, _place(sheet, at), "answer_cure_list")
        elif row <= top:  # titles and headings; a scale's word is an answer gone astray
            if isinstance(found, Answer):
                draft.refuse("stray", _place(sheet, at), found=draft.shown(words))
        elif choices and place == choices[1] and isinstance(found, Answer):
            continue
        else:
            _refuse_stray(sheet, at, question, of_row, column, draft)


def _refuse_stray(
    sheet: SheetCells,
    at: At,
    question: Question,
    of_row: Mapping[int, Item],
    column: int,
    draft: OwnDraft,
) -> None:
    """Refuse a text that is not read: an item whose label was changed, or one out of place."""
    row, place = at
    found = draft.shown(sheet.texts[at])
    if place < column and row not in of_row:
        if (row, column) in sheet.texts:
            expected = draft.item_names(question)
            draft.refuse(
                "item_found", _place(sheet, at), "item_cure", found=found, expected=expected
            )
    elif not (place == column and (row, place - 1) in sheet.texts):  # its label is refused above
        draft.refuse("stray", _place(sheet, at), found=found)


def _read_facts(sheet: SheetCells, at_staff: At, draft: OwnDraft) -> None:
    """Read the kommune and its staff; the number that the form was made with is not its own."""
    facts = [at_staff, _find(sheet, "staff_surveyed"), _find(sheet, "kommune")]
    for at in sorted(at for at in sheet.texts if at[1] > at_staff[1]):
        if at[1] > at_staff[1] + 1 or (at[0], at_staff[1]) not in sheet.texts:  # beside no label
            draft.refuse("stray", _place(sheet, at), found=draft.shown(sheet.texts[at]))
    staff, surveyed, kommune = (_beside(sheet, at) for at in facts)
    draft.kommune = kommune or draft.kommune
    if staff and staff != surveyed:
        draft.add_staff(staff, _place(sheet, (at_staff[0], at_staff[1] + 1)))


def _read_notes(sheet: SheetCells, draft: OwnDraft) -> None:
    """Read the notes, a line from each row below their heading; empty rows between them stay."""
    head = _find(sheet, "notes_here")
    lines: dict[int, str] = {}
    for (row, _), words in sorted(sheet.texts.items()):
        if head is None or row > head[0]:
            lines[row] = f"{lines[row]} {words}" if row in lines else words
    if lines:
        rows = range(min(lines), max(lines) + 1)
        notes = "\n".join(lines.get(row, "").replace("\r\n", "\n") for row in rows)
        draft.add_notes(notes + "\n", _place(sheet, (min(lines), 1)))


def _find(sheet: SheetCells, key: str) -> At | None:
    """Return the first cell with a text of ``[own_workbook]``, in whatever language."""
    wanted = set(names_of(key))
    return min((at for at, words in sheet.texts.items() if plain(words) in wanted), default=None)


def _beside(sheet: SheetCells, at: At | None) -> str:
    return sheet.texts.get((at[0], at[1] + 1), "").strip() if at else ""


def _place(sheet: SheetCells, at: At | None = None) -> dict[str, str]:
    """Return where a cell is, as `Problem` takes it."""
    return {"sheet": sheet.name, "cell": f"{column_letters(at[1] - 1)}{at[0]}" if at else ""}
