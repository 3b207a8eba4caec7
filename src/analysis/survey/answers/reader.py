"""A file of answers, one row per manager, read into a Survey."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.survey.answers.answer_table import AnswerTable
from analysis.survey.answers.code_names import check_code_names
from analysis.survey.answers.columns import FoundColumns, find_columns
from analysis.survey.answers.files import read_table
from analysis.survey.answers.made_up import basis_column, read_basis
from analysis.survey.answers.mapping import AnswerMapping, read_mapping
from analysis.survey.answers.respondents import (
    check_respondents,
    kommune_codes,
    kommuner_of_answers,
    listed,
    staff_by_kommune,
)
from analysis.survey.answers.spreadsheet_cells import is_date, is_serial
from analysis.survey.answers.wording import BLANK, OUTSIDE, UNKNOWN, AnswerReader, labels_of
from analysis.survey.checks import ProblemList, shorten
from analysis.survey.codebook import Codebook, Item, Question, read_codebook
from analysis.survey.control_characters import readable
from analysis.survey.survey import Survey
from analysis.words import said


def read_answers(
    path: Path | str,
    mapping: Path | str | Mapping[str, Any] | None = None,
    codebook: Codebook | Path | str | None = None,
    sheet: str | None = None,
) -> Survey:
    """Read a file of answers: one row per manager, one column per item.

    Parameters
    ----------
    path : path
        CSV (comma, semicolon or tab; UTF-8, Windows-1252, Macintosh, DOS), .xlsx, .sav, .dta or
        .parquet.
    mapping : path or mapping, optional
        What the file's headings and answers mean, where the codebook cannot tell; see
        `read_mapping`.
    codebook : Codebook or path, optional
        The survey's codebook, or its folder; the project's own when left out.
    sheet : str, optional
        Sheet of a workbook; the first that is not hidden when left out.

    Returns
    -------
    Survey
        Basis ``observed``; ``synthetic`` when a column ``basis`` says so of every row, as it does
        in saved answers of `synthesize`. ``answers`` has one row per respondent: ``kommune``
        (code), ``respondent`` (the file's id), the codebook's group variables, and one ordered
        categorical per ``question_item``; items without a column are empty. A blank is NaN and in
        no base. A don't-know is NaN too, but marked in ``outside_answers``: it belongs to the
        item's base, not to its listed answers.
        ``kommuner`` has staff from the file, else from the report, else NaN. ``notes`` say what
        was ignored or assumed.

    Raises
    ------
    InputError
        The file cannot be used. All its problems are counted and the first 50 listed, each with
        file, row, column and cure. Rows count as in a spreadsheet: the heading is row 1.

    Notes
    -----
    Columns are found by key (``importance_virksomheder``), by the question's text with the
    item's label, in one heading row or in several, or by the label alone when only one question
    has it. Answers are labels or keys in Danish or English, or codes: what the mapping says of a
    code, then its label in the file, then the printed order, in which 1 is the first answer. A
    column with names for some codes alone is refused, and so are items that disagree.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "svar.csv"
    >>> _ = path.write_text("kommune;importance_integration\\nOdder;Meget vigtig", encoding="utf-8")
    >>> read_answers(path).answers.iloc[0][["kommune", "importance_integration"]].tolist()
    ['0727', 'very_important']
    """
    book = codebook if isinstance(codebook, Codebook) else read_codebook(codebook)
    words = read_mapping(mapping, book)
    path = Path(path)
    problems = ProblemList(path.name)
    table = read_table(path, sheet, problems)
    found = find_columns(table, book, words, problems)
    answered = {*found.items.values(), *found.groups.values()}
    found = replace(found, table=found.table.without_missing(answered))
    check_respondents(found, problems)
    made_up, unplaced = read_basis(found, problems)
    codes = kommune_codes(found, book, problems)
    staff = staff_by_kommune(found, codes, problems)
    in_order = check_code_names(found, book, words, problems)
    items = {
        name: _read_item(found, name, question, words, problems)
        for name, (question, _) in book.columns().items()
    }
    columns: dict[str, Any] = {} if codes is None else {"kommune": codes}
    if found.respondent is not None:
        columns["respondent"] = found.table.cells[found.respondent].astype(object).to_numpy()
    columns |= _group_columns(found, book, problems)
    columns |= {
        name: _categorical(items[name], question.scale.answers, ordered=True)
        for name, (question, _) in book.columns().items()
    }
    if made_up:
        columns["basis"] = basis_column(unplaced, len(found.table.cells))
    # A survey of its own is named by its title; answers to the report's questions by their file.
    named = bool(book.about.source) and book.about.source != read_codebook().about.source
    kommuner, assumed = kommuner_of_answers(codes, staff, book, problems)
    problems.raise_if_any()
    outside = pd.DataFrame({name: places == OUTSIDE for name, places in items.items()})
    return Survey(
        codebook=book,
        kommuner=kommuner,
        basis="synthetic" if made_up else "observed",
        source=book.about.source.da if named else shorten(readable(path.name)),
        source_en=book.about.source.en if named else "",
        answers=pd.DataFrame(columns),
        outside_answers=outside,
        unplaced=unplaced,
        notes=(
            *found.table.notes,
            *([said("answers.note_made_up", column="basis")] if made_up else []),
            *_notes(found, book, in_order, int(outside.to_numpy().sum())),
            *assumed,
        ),
    )


def _read_item(
    found: FoundColumns, name: str, question: Question, words: AnswerMapping, problems: ProblemList
) -> np.ndarray:
    """Place on the scale of each answer, or BLANK or OUTSIDE; all blank without a column."""
    if name not in found.items:
        return np.full(len(found.table.cells), BLANK)
    reader = AnswerReader(question.scale.answers, words.words(question.key, name))
    labels = labels_of(question.scale.answers)
    codes = f"1–{len(question.scale.answers)}"
    expected = said("answers.on_scale", labels=labels, codes=codes)
    bands = any(len(re.findall(r"\d+", answer.short.da)) > 1 for answer in question.scale.answers)
    cure = partial(_answer_cure, bands=bands)
    return _places(found.table, found.items[name], reader, expected, cure, problems)


def _group_columns(
    found: FoundColumns, book: Codebook, problems: ProblemList
) -> dict[str, pd.Categorical]:
    columns = {}
    for group, place in found.groups.items():
        values = book.groups[group]
        expected = said("answers.one_of", labels=labels_of(values))
        cure = said("answers.one_of_cure", file="groups.csv")
        places = _places(found.table, place, AnswerReader(values), expected, cure, problems)
        columns[group] = _categorical(places, values, ordered=False)
    return columns


def _places(
    table: AnswerTable,
    place: int,
    reader: AnswerReader,
    expected: str,
    cure: str | Callable[[str], str],
    problems: ProblemList,
) -> np.ndarray:
    """Place on the scale of every row of a column; what is on no scale is added as a problem."""
    declared = table.missing.get(place, ())
    places = table.map_cells(
        place,
        {
            text: reader.place(text, label, text in declared)
            for text, label in table.names(place).items()
        },
        np.int8,
    )
    table.add_problems(problems, place, places == UNKNOWN, expected, cure)
    return places


def _categorical(places: np.ndarray, values: Sequence[Item], ordered: bool) -> pd.Categorical:
    dtype = pd.CategoricalDtype([value.key for value in values], ordered=ordered)
    return pd.Categorical.from_codes(np.maximum(places, BLANK), dtype=dtype)


def _answer_cure(text: str, bands: bool) -> str:
    """The cure of an answer on no scale; ``bands`` says that the scale has some, like 5–10."""
    if is_date(text) or (bands and is_serial(text)):
        return said("answers.date")
    return said("answers.on_scale_cure", part="answers")


def _notes(
    found: FoundColumns, book: Codebook, in_order: Sequence[Question], outside: int
) -> list[str]:
    notes: list[str] = []
    if found.ignored:
        notes.append(said("answers.note_ignored", names=listed(list(found.ignored))))
    absent = [name for name in book.columns() if name not in found.items]
    if absent:
        notes.append(said("answers.note_absent", names=listed(absent)))
    for question in in_order:
        answers = question.scale.answers
        first, last = (labels_of([each]) for each in (answers[0], answers[-1]))
        codes = {"first": "1", "last": f"{len(answers)}", "one": first, "other": last}
        notes.append(said("answers.note_codes", question=question.key, **codes))
    if outside:
        notes.append(said("answers.note_outside", number=outside))
    return notes
