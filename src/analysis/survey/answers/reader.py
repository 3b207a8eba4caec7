"""Answers that a user holds: one row per manager, read from a file into a Survey."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.survey.answers.answer_table import Column, ProblemList, shorten
from analysis.survey.answers.column_names import item_columns
from analysis.survey.answers.columns import Found, find_columns
from analysis.survey.answers.files import read_table
from analysis.survey.answers.mapping import AnswerMapping, read_mapping
from analysis.survey.answers.respondents import (
    check_respondents,
    kommune_codes,
    kommune_frame,
    listing,
    note_cells,
    staff_by_kommune,
)
from analysis.survey.answers.wording import BLANK, OUTSIDE, UNKNOWN, AnswerReader
from analysis.survey.codebook import Codebook, Question, read_codebook
from analysis.survey.control_characters import readable
from analysis.survey.survey import Survey

#: Marks an answer as made up in a column ``basis``, as `synthesize` writes it.
_MADE_UP = ("synthetic", "syntetisk")
#: What a spreadsheet makes of answers like 5-10.
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d|\d{1,2}[-. ]+(?:jan|feb|mar|apr|ma[jy]|jun|jul|aug|sep|o[kc]t|nov|dec)\.?",
    re.IGNORECASE,
)


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
        CSV (comma, semicolon or tab; UTF-8, Latin-1), .xlsx, .sav, .dta or .parquet.
    mapping : path or mapping, optional
        What the file's headings and answers mean, where the codebook cannot tell; see
        `read_mapping`.
    codebook : Codebook or path, optional
        The survey's codebook, or its folder; the project's own when left out.
    sheet : str, optional
        Sheet of a workbook; the first when left out.

    Returns
    -------
    Survey
        Basis ``observed``; ``synthetic`` when a column ``basis`` says so of every row, as it does
        in saved answers of `synthesize`. ``answers`` has one row per respondent: ``kommune``
        (code), the codebook's group variables, and one ordered categorical per
        ``question_item``; items without a column are empty. A blank is NaN and in no base. A
        don't-know is NaN too, but counted in ``outside``: it belongs to the item's base, not to
        its listed answers.
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
    item's label, or by the label alone when only one question has it. Answers are labels or
    keys in Danish or English, or codes: 1 is the first printed answer.

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
    check_respondents(found, problems)
    made_up = _is_made_up(found, problems)
    codes = kommune_codes(found, book, problems)
    staff = staff_by_kommune(found, codes, problems)
    places = _item_places(found, book, words, problems)
    columns: dict[str, Any] = {} if codes is None else {"kommune": codes}
    columns |= _group_columns(found, book, problems)
    for name, (question, _) in item_columns(book).items():
        columns[name] = _categorical(places[name], question.scale.keys, ordered=True)
    kommuner, assumed = kommune_frame(codes, staff, book, problems)
    problems.raise_if_any()
    outside = {name: int((own == OUTSIDE).sum()) for name, own in places.items()}
    return Survey(
        codebook=book,
        kommuner=kommuner,
        basis="synthetic" if made_up else "observed",
        source=shorten(readable(path.name)),
        answers=pd.DataFrame(columns),
        outside={name: count for name, count in outside.items() if count},
        notes=(
            *found.table.notes,
            *(["Svarene er opdigtede; det siger filens kolonne basis."] if made_up else []),
            *_notes(found, book, words, sum(outside.values())),
            *assumed,
        ),
    )


def _is_made_up(found: Found, problems: ProblemList) -> bool:
    """Whether the file says that its answers are made up: all of them, or none."""
    if found.basis is None:
        return False
    made_up = found.basis.where(lambda text: text.strip().casefold() in _MADE_UP)
    if made_up.any():
        cure = "Hold opdigtede og rigtige svar i hver sin fil, eller slet kolonnen basis."
        note_cells(found, found.basis, ~made_up, "synthetic i alle rækker", cure, problems)
    return bool(made_up.any())


def _item_places(
    found: Found, book: Codebook, words: AnswerMapping, problems: ProblemList
) -> dict[str, np.ndarray]:
    """Place on the scale of every answer, by ``question_item``; all blank without a column."""
    places = {}
    for name, (question, _) in item_columns(book).items():
        places[name] = np.full(len(found.table.rows), BLANK)
        if name in found.items:
            reader = AnswerReader.of_question(question, words.answers.get(question.key))
            column = found.items[name]
            places[name] = _places(column, reader)
            unknown = places[name] == UNKNOWN
            note_cells(found, column, unknown, _scale_text(question), _answer_cure, problems)
    return places


def _group_columns(
    found: Found, book: Codebook, problems: ProblemList
) -> dict[str, pd.Categorical]:
    columns = {}
    for group, column in found.groups.items():
        values = book.groups[group]
        expected = f"en af {', '.join(value.label.da for value in values)}"
        places = _places(column, AnswerReader.of_group(values))
        cure = "Ret cellen, eller føj værdien til kodebogens groups.csv."
        note_cells(found, column, places == UNKNOWN, expected, cure, problems)
        columns[group] = _categorical(places, tuple(value.key for value in values), ordered=False)
    return columns


def _places(column: Column, reader: AnswerReader) -> np.ndarray:
    """Place on the scale of every row, or BLANK, OUTSIDE or UNKNOWN."""
    place_of_text = np.array([reader.place(word) for word in column.words()], dtype=np.int8)
    places: np.ndarray = place_of_text[column.codes]
    return places


def _categorical(places: np.ndarray, keys: tuple[str, ...], ordered: bool) -> pd.Categorical:
    dtype = pd.CategoricalDtype(list(keys), ordered=ordered)
    return pd.Categorical.from_codes(np.maximum(places, BLANK), dtype=dtype)


def _answer_cure(text: str) -> str:
    if text.startswith("="):
        return "Cellen er en formel: kopiér kolonnen, og indsæt den som værdier."
    if _DATE.fullmatch(text):
        return (
            "Regnearket har lavet svaret om til en dato: formatér kolonnen som tekst, og skriv "
            "svaret igen."
        )
    return 'Ret cellen, eller angiv, hvad svaret betyder, i en mapping-fil ("answers:").'


def _scale_text(question: Question) -> str:
    labels = ", ".join(answer.label.da for answer in question.scale.answers)
    return f"et svar på skalaen ({labels}) eller koden 1–{len(question.scale.answers)}"


def _notes(found: Found, book: Codebook, words: AnswerMapping, outside: int) -> list[str]:
    notes = []
    if found.ignored:
        notes.append(listing("Kolonner, der ikke er brugt:", list(found.ignored)))
    absent = [name for name in item_columns(book) if name not in found.items]
    if absent:
        notes.append(listing("Uden kolonne i filen:", absent))
    for question in book.questions.values():
        reader = AnswerReader.of_question(question, words.answers.get(question.key))
        own = [found.items[name] for name in found.items if name in _names(question)]
        if any(reader.is_bare_code(word) for column in own for word in column.words()):
            first, last = question.scale.answers[0], question.scale.answers[-1]
            number = len(question.scale.answers)
            notes.append(
                f"Tal i {question.key} er læst som koder fra 1 = {first.label.da} "
                f"til {number} = {last.label.da}."
            )
    if outside:
        notes.append(
            f'{outside} svar er "ved ikke" eller ligger på anden måde uden for skalaen; '
            "de tæller med i basis, men ikke blandt de anførte svar."
        )
    return notes


def _names(question: Question) -> set[str]:
    return {f"{question.key}_{item.key}" for item in question.items}
