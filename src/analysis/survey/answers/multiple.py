"""Questions with any number of answers: a column per option, or one column with them all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

import numpy as np

from analysis.survey.answers.codes import exact_form
from analysis.survey.answers.columns import FoundColumns
from analysis.survey.answers.mapping import AnswerMapping
from analysis.survey.answers.wording import BLANK, UNKNOWN, not_an_answer, plain_answer
from analysis.survey.checks import ProblemList
from analysis.survey.codebook import Codebook, Question

#: The places of an option on its scale.
_CHOSEN, _NOT_CHOSEN = 0, 1
#: What stands between options, by the names that can be seen in a CSV file.
_NAMED = {"space": " ", "mellemrum": " ", "newline": "\n", "linje": "\n", "tab": "\t"}
#: What is tried where the codebook does not say it.
_TRIED = (";", ",", "|", "\n", " ")
_NONE_WORDS = (
    "ingen|ingen af dem|ingen af disse|ingen af delene|ingen af ovenstående|none|none of them|"
    "none of these|none of the above|0"
)
_NONE = frozenset(plain_answer(word) for word in _NONE_WORDS.split("|"))

#: The options of a cell, or what else it says of them all: BLANK, OUTSIDE, NOT_APPLICABLE, UNKNOWN.
Cell = frozenset[str] | int


def read_whole(
    found: FoundColumns, question: Question, words: AnswerMapping, problems: ProblemList
) -> dict[str, np.ndarray]:
    """Place of each option by its column, from one column that names the options chosen.

    A blank cell is a respondent who did not see or answer the question; ``ingen af dem`` is one
    who chose none. What stands between the options is what the codebook says, or else the only
    sign by which every cell consists of options.
    """
    table, place = found.table, found.whole[question.key]
    splitter = _Splitter(question, words.words(question.key))
    cells = table.words(place)
    sign = splitter.sign(list(cells.values()))
    read = {text: splitter.read(word, sign) for text, word in cells.items()}
    of_rows = table.map_cells(place, {text: _at(cell) for text, cell in read.items()}, np.int8)
    labels = ", ".join(item.label.da for item in question.items)
    expected = f"muligheder ({labels})"
    expected += f' med "{sign}" imellem' if sign is not None else ""
    cure = partial(_cure, splitter=splitter, sign=sign)
    table.add_problems(problems, place, of_rows == UNKNOWN, expected, cure)
    return {
        question.column(item.key): table.map_cells(
            place, {text: _of_option(cell, item.key) for text, cell in read.items()}, np.int8
        )
        for item in question.items
    }


def _at(cell: Cell) -> int:
    return cell if isinstance(cell, int) else _CHOSEN


def _of_option(cell: Cell, option: str) -> int:
    if isinstance(cell, int):
        return cell
    return _CHOSEN if option in cell else _NOT_CHOSEN


def _cure(text: str, splitter: _Splitter, sign: str | None) -> str:
    if sign is None:
        return "Skriv tegnet mellem mulighederne i kolonnen separator i questions.csv."
    unknown = [part for part in splitter.parts(text, sign) if splitter.option(part) is None]
    named = f'"{unknown[0]}"' if unknown else "teksten"
    return f"Ret {named}, eller føj den til items.csv eller other_names.csv."


class _Splitter:
    """Splits a cell into the options of a question."""

    def __init__(self, question: Question, words: Mapping[str, str]) -> None:
        said = question.separator
        self._sign = _NAMED.get(said.strip().casefold(), said)
        self._forms: dict[str, set[str]] = {}
        for item in question.items:
            for name in (item.key, *item.names):
                self._forms.setdefault(plain_answer(name), set()).add(item.key)
        self._words = {exact_form(word): meaning for word, meaning in words.items()}

    def sign(self, cells: list[str]) -> str | None:
        """The sign between options; None when the codebook is silent and no single one fits."""
        if self._sign:
            return self._sign
        read = {sign: [self.read(cell, sign) for cell in cells] for sign in _TRIED}
        fitting = [sign for sign, options in read.items() if UNKNOWN not in options]
        alike = all(read[sign] == read[fitting[0]] for sign in fitting)
        return fitting[0] if fitting and alike else None

    def read(self, cell: str, sign: str | None) -> Cell:
        """The options that a cell names."""
        said = self._words.get(exact_form(cell), cell)
        if plain_answer(said) in _NONE and self.option(said) is None:
            return frozenset()
        if (whole := self.option(said)) is not None:
            return frozenset((whole,))
        missing = not_an_answer(said)
        if missing != UNKNOWN or sign is None:
            return missing
        options = [self.option(part) for part in self.parts(said, sign)]
        if None in options or not options:
            return UNKNOWN
        return frozenset(option for option in options if option is not None)

    def parts(self, cell: str, sign: str) -> list[str]:
        """The parts of a cell; an option with the sign in its own name is kept together."""
        split = [part.strip() for part in re.split(re.escape(sign), cell) if part.strip()]
        parts, at = [], 0
        while at < len(split):
            longest = next(
                (end for end in range(len(split), at + 1, -1)
                 if self.option(sign.join(split[at:end])) is not None),
                at + 1,
            )  # fmt: skip
            parts.append(sign.join(split[at:longest]))
            at = longest
        return parts

    def option(self, text: str) -> str | None:
        """The option with this key or name; None without one."""
        keys = self._forms.get(plain_answer(self._words.get(exact_form(text), text)), set())
        return next(iter(keys)) if len(keys) == 1 else None


def complete_marks(
    items: dict[str, np.ndarray], found: FoundColumns, codebook: Codebook
) -> list[str]:
    """Read an empty cell as not chosen, where a file marks the chosen options alone.

    That is so of a respondent with a mark at another option of the question. One without any mark
    may not have seen the question, and is in no base; the notes that are returned say how many.
    """
    notes = []
    for question in codebook.questions.values():
        columns = [question.column(item.key) for item in question.items]
        columns = [name for name in columns if name in found.items]
        if question.kind != "multiple" or not columns or question.key in found.whole:
            continue
        places = np.array([items[name] for name in columns])
        if (places == _NOT_CHOSEN).any():
            continue
        marked = (places == _CHOSEN).any(axis=0)
        for name in columns:
            items[name] = np.where(marked & (items[name] == BLANK), _NOT_CHOSEN, items[name])
        empty = int((places == BLANK).all(axis=0).sum())
        if empty:
            notes.append(
                f"{question.key}: filen skriver kun, hvad der er valgt. {empty} uden noget valgt "
                "tæller ikke med i basis, for de har måske ikke set spørgsmålet."
            )
    return notes
