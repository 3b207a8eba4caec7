"""A kommune's own answers in the workbook that ``fagligheder own --template`` makes.

A sheet is known by its title, else by its name; an item by its label, wherever its row has moved;
the answers by their heading. What stands where nothing is read is a problem, for it may be an
answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from analysis.survey.answers.answer_table import column_letters
from analysis.survey.answers.cpr import refuse_cpr
from analysis.survey.answers.own_centre import find_centre_sheet, read_centre_sheet
from analysis.survey.answers.own_draft import (
    OwnDraft,
    find_answer,
    find_item,
    find_question,
    names_of,
)
from analysis.survey.answers.workbook_cells import OLD, ZIPPED, At, SheetCells, read_cells
from analysis.survey.checks import LANGUAGES, InputError, Problem
from analysis.survey.codebook import Answer, Question
from analysis.survey.names import plain
from analysis.words import text

_KINDS = (".xlsx", ".xlsm", ".ods", ".xls")
#: A title is at the top of its sheet.
_TITLE_ROWS = 2


def is_workbook(path: Path, written: bytes) -> bool:
    """Whether a file is a workbook, by its content or by its name."""
    return written.startswith((ZIPPED, OLD)) or path.suffix.lower() in _KINDS


def is_own_form(written: bytes) -> bool:
    """Whether a workbook is the form for own answers, filled in or not."""
    if not written.startswith(ZIPPED):
        return False
    try:
        return any(_find(sheet, "staff") for sheet in read_cells("", written))
    except Exception:  # a damaged file is no form
        return False


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
    if (centre := find_centre_sheet(sheets)) is not None:
        refuse_cpr(sheets, draft.file, lang=draft.lang)
        _read_centre(centre, draft)
    else:
        read_sheets(sheets, draft)


def _read_centre(sheet: SheetCells, draft: OwnDraft) -> None:
    """Read kommune, staff and answers of a job centre's workbook; the example is nobody's."""
    facts = read_centre_sheet(sheet, draft)
    made_up = {plain(text("centre_choices.synthetic", lang)) for lang in LANGUAGES}
    if plain(facts["origin"].words) in made_up:
        own = text("centre_choices.own", draft.lang)
        message, cure = (
            text(f"centre_file.{key}", draft.lang, own=own, centre=sheet.name)
            for key in ("is_example", "is_example_cure")
        )
        raise InputError(Problem(message, cure, draft.file, lang=draft.lang))
    draft.kommune = facts["kommune"].words if "kommune" in facts else ""
    if "staff" in facts and facts["staff"].words:
        place = {"sheet": sheet.name, "row": facts["staff"].row}
        draft.add_staff(facts["staff"].words, place)


def read_sheets(sheets: Iterable[SheetCells], draft: OwnDraft) -> None:
    """Read the cells of sheets into a draft, and add what cannot be read as problems."""
    for sheet in sheets:
        for at in sheet.formulas:
            draft.refuse("formula", _place(sheet, at))
        _read_sheet(sheet, draft)


def _read_sheet(sheet: SheetCells, draft: OwnDraft) -> None:
    """Read a sheet as what it is: the notes, a question, or the guide with the facts."""
    if plain(sheet.name) in names_of("notes") or _find(sheet, "notes_here"):
        _read_notes(sheet, draft)
    elif (question := _question_of(sheet, draft)) is not None:
        _read_question(sheet, question, draft)
    elif _find(sheet, "staff"):
        _read_facts(sheet, draft)
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
    head, choices = _find(sheet, "answer"), _find(sheet, "choices")
    items = {at: item for at, words in sheet.texts.items() if (item := find_item(question, words))}
    if head is not None:
        items = {at: item for at, item in items.items() if at[0] > head[0] and at[1] < head[1]}
    if not items:
        if sheet.texts:
            draft.refuse("no_items", _place(sheet), expected=draft.item_names(question))
        return
    of_row = {row: item for (row, _), item in sorted(items.items())}
    labels = max(column for _, column in items)
    top, answers = head or (min(of_row) - 1, labels + 1)
    listed: set[str] = set()
    for at, words in sorted(sheet.texts.items()):
        row, column = at
        found = find_answer(question, words)
        if at in items or at in (head, choices):
            continue
        if column == answers and row in of_row:
            draft.add_answer(question, of_row[row], words, _place(sheet, at), "answer_cure_list")
        elif choices and column == choices[1] and isinstance(found, Answer):
            if found.key in listed:  # the list has each answer once
                _refuse_stray(sheet, at, draft)
            listed.add(found.key)
        elif row <= top and column <= labels:  # the titles
            _refuse_answer(sheet, at, draft)
        elif column <= labels and row not in of_row:
            found_words, names = draft.shown(words), draft.item_names(question)
            place = _place(sheet, at)
            draft.refuse("item_found", place, "item_cure", found=found_words, expected=names)
        elif row <= top or column != answers or (row, labels) not in sheet.texts:
            _refuse_stray(sheet, at, draft)


def _refuse_answer(sheet: SheetCells, at: At, draft: OwnDraft) -> None:
    """Refuse an answer to whatever question, or a number, where our own words stand."""
    words = sheet.texts[at]
    questions = draft.codebook.questions.values()
    if words.isdigit() or any(isinstance(find_answer(each, words), Answer) for each in questions):
        _refuse_stray(sheet, at, draft)


def _refuse_stray(sheet: SheetCells, at: At, draft: OwnDraft) -> None:
    """Refuse a text that is not read, where nothing should stand."""
    draft.refuse("stray", _place(sheet, at), found=draft.shown(sheet.texts[at]))


def _read_facts(sheet: SheetCells, draft: OwnDraft) -> None:
    """Read the kommune and its staff; the number that the form was made with is not its own."""
    facts = [_find(sheet, key, by_column=True) for key in ("staff", "staff_surveyed", "kommune")]
    at_staff = facts[0]
    assert at_staff
    values = [(at[0], at[1] + 1) for at in facts if at]
    for at in sorted(at for at in sheet.texts if at not in values):
        if at[1] > at_staff[1]:
            _refuse_stray(sheet, at, draft)
        elif at not in facts:
            _refuse_answer(sheet, at, draft)
    staff, surveyed, kommune = (_beside(sheet, at) for at in facts)
    draft.kommune = kommune or draft.kommune
    if staff and staff != surveyed:
        draft.add_staff(staff, _place(sheet, values[0]))


def _read_notes(sheet: SheetCells, draft: OwnDraft) -> None:
    """Read the notes, a line from each row below their heading; empty rows between them stay."""
    head = _find(sheet, "notes_here")
    lines: dict[int, str] = {}
    for at, words in sorted(sheet.texts.items()):
        row, column = at
        if head is None or row > head[0]:
            lines[row] = f"{lines[row]} {words}" if row in lines else words
        elif column > head[1]:
            _refuse_stray(sheet, at, draft)
        elif at != head:
            _refuse_answer(sheet, at, draft)
    if lines:
        rows = range(min(lines), max(lines) + 1)
        notes = "\n".join(lines.get(row, "").replace("\r\n", "\n") for row in rows)
        draft.add_notes(notes + "\n", _place(sheet, (min(lines), 1)))


def _find(sheet: SheetCells, key: str, *, by_column: bool = False) -> At | None:
    """Return the first cell with a text of ``[own_workbook]``, in whatever language."""
    wanted = set(names_of(key))
    found = (at for at, words in sheet.texts.items() if plain(words) in wanted)
    return min(found, key=lambda at: at[:: -1 if by_column else 1], default=None)


def _beside(sheet: SheetCells, at: At | None) -> str:
    return sheet.texts.get((at[0], at[1] + 1), "").strip() if at else ""


def _place(sheet: SheetCells, at: At | None = None) -> dict[str, str]:
    """Return where a cell is, as `Problem` takes it."""
    return {"sheet": sheet.name, "cell": f"{column_letters(at[1] - 1)}{at[0]}" if at else ""}
