"""Draft of a kommune's own file: names as people write them become keys; problems are gathered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from analysis.survey.answers.wording import BLANK, AnswerReader
from analysis.survey.checks import Problem, ProblemList
from analysis.survey.codebook import MOST_STAFF, Answer, Codebook, Item, Question
from analysis.survey.control_characters import readable
from analysis.survey.names import plain
from analysis.words import text

#: Characters of the notes that fit a report.
MOST_NOTES = 10_000
#: What messages name: in every one, so that no text needs a number or a path of its own.
_NAMED = {
    "guide": "docs/egne-svar.md",
    "command": "fagligheder own --template",
    "encoding": "UTF-8",
    "staff": 70,
    "least": 1,
    "most": MOST_STAFF,
}
#: Characters of the file that a message shows.
_SHOWN = 40
#: Where something stands, as `Problem` takes it: ``keys``, or ``sheet`` and ``cell``.
Place = Mapping[str, Any]


class OwnDraft:
    """What has been read of a kommune's own file so far, and what is wrong with it.

    Parameters
    ----------
    file : str
        Its name, for the messages.
    codebook : Codebook
    lang : {"da", "en"}
        Of the messages.
    problems : ProblemList, optional
        Where problems are added; a list of its own when left out.
    """

    def __init__(
        self, file: str, codebook: Codebook, lang: str, problems: ProblemList | None = None
    ) -> None:
        self.file, self.codebook, self.lang = file, codebook, lang
        self.problems = ProblemList(lang=lang) if problems is None else problems
        self.kommune = self.notes = ""
        self.staff: int | None = None
        self.answers: dict[str, dict[str, str]] = {}
        self._places: dict[tuple[str, str], Place] = {}

    def problem(
        self, name: str, place: Place | None = None, cure: str = "", **fields: object
    ) -> Problem:
        """Return a problem in the words of ``[own_file]``; the cure is the name's own."""
        named = _NAMED | fields
        cure = text(f"own_file.{cure or f'{name}_cure'}", self.lang, **named)
        message = text(f"own_file.{name}", self.lang, **named)
        return Problem(message, cure, self.file, lang=self.lang, **(place or {}))

    def refuse(self, name: str, place: Place, cure: str = "", **fields: object) -> None:
        """Add a problem."""
        self.problems.add(self.problem(name, place, cure, **fields))

    def add_notes(self, notes: str, place: Place) -> None:
        """Take the notes, without characters that no page shows; their lines stay."""
        self.notes = readable(notes)
        if len(self.notes) > MOST_NOTES:
            self.refuse("notes_long", place, found=len(self.notes), most=MOST_NOTES)

    def add_staff(self, staff: Any, place: Place) -> None:
        """Take the number of staff."""
        digits = staff.strip() if isinstance(staff, str) else ""
        if re.fullmatch("[0-9]{1,4}", digits) and 1 <= int(digits) <= MOST_STAFF:
            self.staff = int(digits)
        else:
            self.refuse("staff", place, found=self.shown(staff))

    def add_answer(
        self, question: Question, item: Item, answer: Any, place: Place, cure: str = "answer_cure"
    ) -> None:
        """Take an answer to an item of a question; blanks are none."""
        found = find_answer(question, answer) if isinstance(answer, str) else None
        first = self._places.get((question.key, item.key))
        if found == "":
            return
        if not isinstance(found, Answer):
            names = ", ".join(each.short[self.lang] for each in question.scale.answers)
            self.refuse("answer", place, cure, found=self.shown(answer), expected=names)
        elif first is None:
            self._places[question.key, item.key] = place
            self.answers.setdefault(question.key, {})[item.key] = found.key
        elif "cell" in first:
            name = item.label[self.lang]
            where = {"sheet": first["sheet"], "cell": first["cell"]}
            self.refuse("answer_twice_cell", place, item=name, **where)
        else:
            self.refuse("answer_twice", place, "twice_cure")

    def shown(self, value: Any) -> str:
        """Return a value as a message shows it: its first characters, never what it is made of."""
        return (
            value[:_SHOWN] if isinstance(value, str) else text("own_file.several_lines", self.lang)
        )

    def question_names(self) -> str:
        """Return what the questions are called."""
        return ", ".join(_figure_name(each, self.lang) for each in self.codebook.questions.values())

    def item_names(self, question: Question) -> str:
        """Return what the items of a question are called."""
        names = (
            item.key if item.key.isdigit() else item.label[self.lang] for item in question.items
        )
        return ", ".join(names)


def _figure_name(question: Question, lang: str) -> str:
    """Return ``figur 4``, or the title of a question that is no figure of the report."""
    if not question.figure:
        return question.title[lang]
    return text("captions.figure", lang, figure=question.figure).lower()


def find_question(codebook: Codebook, name: str) -> Question | None:
    """Return the question of this key, figure (``figur 2``) or title, whatever its case.

    After the figure more may follow: ``Figur 2. Profilernes vigtighed i dag``.
    """
    figure = re.match(r"(?i)\s*(?:figure?\s*)?([0-9]+)(?:\s*[.:]|\s*$)", name)
    for question in codebook.questions.values():
        if question.figure and figure and figure[1] == question.figure:
            return question
        names = (question.key, question.title.da, question.title.en)
        if plain(name) in map(plain, names):
            return question
    return None


def find_item(question: Question, name: str) -> Item | None:
    """Return the item of this key or label, whatever its case and spaces.

    A number may stand before the label: ``1. Vi har dokumenteret …``.
    """
    numbered = re.match(r"\s*([0-9]+)\.\s+\S", name)
    for item in question.items:
        if numbered and numbered[1] == item.key:
            return item
        if plain(name) in map(plain, (item.key, *item.names)):
            return item
    return None


def find_answer(question: Question, name: str) -> Answer | str | None:
    """Return the answer of this key or label, however it is spaced; empty for a blank.

    A bare number is no answer: 5 may be the fifth, or five per cent.
    """
    reader = AnswerReader(question.scale.answers)
    if reader.is_bare_code(name):
        return None
    place = reader.place(name)
    if place == BLANK:
        return ""
    return question.scale.answers[place] if place >= 0 else None


def names_of(key: str) -> Iterator[str]:
    """Yield a text of ``[own_workbook]`` in every language, in its plain form."""
    return (plain(text(f"own_workbook.{key}", lang)) for lang in ("da", "en"))
