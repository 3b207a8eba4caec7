"""The rows above the answers: names, questions, profiles, and what Qualtrics adds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.survey.answers.answer_table import AnswerTable
from analysis.survey.answers.codes import code_of
from analysis.survey.answers.heading_words import HeadingWords, original
from analysis.survey.checks import InputError, ProblemList
from analysis.survey.kommuner import find_kommune
from analysis.survey.names import plain
from analysis.words import said

#: So many rows below the first may be headings.
_MOST = 4
#: Qualtrics' third row: ``{"ImportId":"QID1"}``.
_IMPORT_ID = re.compile(r"\W*ImportId\W", re.IGNORECASE)
#: What programs write above a column without a heading: pandas, readr, R.
_NO_HEADING = re.compile(r"|Unnamed: \d+(_level_\d+)?|\.\.\.\d+|X(\.\d+)?")
#: What SurveyMonkey writes below a question without parts.
_NO_PART = ("response", "openendedresponse", "svar", "respons", "aabentsvar", "aabnesvar")


@dataclass(frozen=True)
class _Row:
    """A heading row: its own texts, and each reaching to the next as merged cells do."""

    number: int
    own: Sequence[str]
    reaching: Sequence[str]


def take_heading_rows(
    table: AnswerTable, words: HeadingWords, problems: ProblemList
) -> tuple[AnswerTable, list[tuple[str, ...]]]:
    """Separate the heading rows from the answers.

    A row below the first belongs to them when it names items or questions, alone or together
    with the question above, and holds no kommune, no group and fewer answers. So does every row
    down to Qualtrics' row of ImportId. A respondent above the headings is a problem.

    Returns
    -------
    AnswerTable
        Without the further heading rows.
    list of tuple of str
        What stands above each column: its texts, and a question with the part below it. A
        question without anything to its right spans the columns there.
    """
    numbers = [int(number) for number in table.cells.index[:_MOST]]
    rows = [_row(min(numbers, default=2) - 1, table.headings, words)]
    known = [_texts(rows, place, table.label(place)) for place in range(len(table.headings))]
    if table.value_labels:  # files of statistical programs keep headings apart
        return table, known
    below = table.cells.iloc[:_MOST].astype(object).to_numpy().tolist()
    until = max((at for at, cells in enumerate(below) if _is_import_ids(cells)), default=-1)
    taken = 0
    for at, cells in enumerate(below):
        if not _is_heading(rows, cells, known, words, above_ids=at <= until):
            break
        taken = at + 1
        if not _is_import_ids(cells):
            rows.append(_row(numbers[at], cells, words))
            known = [_texts(rows, place, table.label(place)) for place in range(len(cells))]
    if not taken:
        return table, known
    for row in rows[:-1]:
        if _is_respondent(row.own, known, words):
            found = ", ".join(filter(None, row.own))
            expected, cure = said("answers.headings_first"), said("answers.headings_first_cure")
            problems.add_cell(found, expected, cure, row.number)
    table = table.take(np.arange(len(table.cells)) >= taken)
    if len(rows) == 1:
        return table, known
    labels = {place: _label(rows, place) for place in range(len(table.headings))}
    repeated = {text for text in table.headings if table.headings.count(text) > 1}
    headings = tuple(
        labels[place] if text in repeated or _NO_HEADING.fullmatch(text) else text
        for place, text in enumerate(table.headings)
    )
    return replace(table, labels=labels, headings=headings), known


def _row(number: int, own: Sequence[str], words: HeadingWords) -> _Row:
    reaching, last = [], ""
    for text in own:
        if not _NO_HEADING.fullmatch(text):
            last = original(text) if words.is_question(text) else text
        reaching.append(last)
    return _Row(number, own, reaching)


def _texts(rows: Sequence[_Row], place: int, label: str) -> tuple[str, ...]:
    """The texts above a column, alone and joined with what reaches over it from above."""
    own = [row.own[place] for row in rows]
    joined = [
        f"{row.reaching[place]} {text}"
        for at, row in enumerate(rows)
        for text in own[at + 1 :]
        if text and row.reaching[place]
    ]
    return tuple(text for text in dict.fromkeys([own[0], *joined, *own[1:], label]) if text)


def _label(rows: Sequence[_Row], place: int) -> str:
    """What a column is called in messages: its part first, then the question."""
    part = next((row.own[place] for row in rows[:0:-1] if row.own[place]), "")
    question = rows[0].reaching[place]
    return f"{part} ({question})" if part and question else part or rows[0].own[place]


def _is_import_ids(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and 2 * sum(map(bool, map(_IMPORT_ID.match, filled))) > len(filled)


def _is_heading(
    rows: Sequence[_Row],
    cells: Sequence[str],
    known: Sequence[tuple[str, ...]],
    words: HeadingWords,
    above_ids: bool,
) -> bool:
    """Whether a row reads like headings below the rows that are known to be.

    ``above_ids`` is true of a row down to Qualtrics' row of ImportId: it need only hold no answer.
    """
    headings = answers = others = 0
    for place, text in enumerate(cells):
        found = {targets[0] for targets in map(words.meant, known[place]) if len(targets) == 1}
        groups = found.difference(words.items)
        if any(text and words.is_answer(text, group) for group in groups):
            return False
        if "kommune" in found and _is_kommune(text):
            return False
        item = any(map(words.holds_item, known[place]))
        if not text or any(words.is_answer(text, target) for target in found):
            answers += bool(text)
        elif plain(text) in _NO_PART:
            headings += item
        elif (
            any(map(words.holds_item, [text, *(f"{row.reaching[place]} {text}" for row in rows)]))
            or words.is_question(text)
            or any(words.names_item(text, target) for target in found)
        ):
            headings += 1
        else:
            others += item
    return not answers if above_ids else headings > answers + others


def _is_respondent(
    cells: Sequence[str], known: Sequence[tuple[str, ...]], words: HeadingWords
) -> bool:
    """Whether a row holds a kommune, a group or an answer in words in such a column."""
    for place, text in enumerate(cells):
        found = {targets[0] for targets in map(words.meant, known[place]) if len(targets) == 1}
        if "kommune" in found and _is_kommune(text):
            return True
        if not code_of(text) and any(words.is_listed(text, target) for target in found):
            return True
    return False


def _is_kommune(text: str) -> bool:
    try:
        find_kommune(re.sub(r"^[0-9]{3,4}\W+(?=\D)|\W*\([0-9]{3,4}\)$", "", text))
    except InputError:
        return False
    return True
