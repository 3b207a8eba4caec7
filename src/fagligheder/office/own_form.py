"""Workbook that a kommune fills in: a guide, a sheet a question, and a sheet for its notes.

What it writes is read by `analysis.survey.answers.own_workbook`, from copies saved by any program.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analysis.display.text.numbers import joined, number
from analysis.survey.answers.own_draft import MOST_NOTES
from analysis.survey.codebook import MOST_STAFF, Codebook, Question
from analysis.survey.kommuner import Kommune, find_kommune
from analysis.survey.survey import Survey
from analysis.words import has_text, text
from fagligheder.office.cells import LINE, sheet_names
from fagligheder.office.form_looks import item_label, lines, looks
from fagligheder.office.style import author, clean, font_name

#: Rows for notes, and characters across a sheet's columns.
_NOTE_ROWS = 24
_GUIDE_WIDTHS = (40, 72)
_NOTES_WIDTH = 112
_ITEM_WIDTHS = {False: 44, True: 76}
_ANSWER_WIDTH, _GAP_WIDTH = 24, 3
#: Points above a line of text in a cell that is filled in.
_ROOM = 8
#: Row of the headings on a question's sheet, from 0: title, question, instruction and a blank.
_HEAD = 4


def own_form(
    survey: Survey, kommune: Kommune | None, created: datetime, *, file: str, lang: str = "da"
) -> bytes:
    """Write the workbook in which a kommune gives its own answers.

    Parameters
    ----------
    survey : Survey
        Whose questions are asked, and which knows the staff of those who took part.
    kommune : Kommune, optional
        Written into the workbook, with its staff; for anyone when left out.
    created : datetime
        In the document's properties.
    file : str
        Name of the file, for the command that the guide shows.
    lang : {"da", "en"}

    Returns
    -------
    bytes
        An ``.xlsx`` file. Every cell but those for answers, facts and notes is locked, without a
        password.
    """
    target = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, safe) as book:
        form = _Form(book, survey, kommune, file, lang)
        book.set_properties({"title": form.title, "author": author(), "created": created})
        book.formats[0].set_font_name(font_name())
        form.write()
    return target.getvalue()


def report_command(kommune: Kommune | None, file: Path | str, lang: str) -> str:
    """Return the command that makes a kommune's report with the answers of a file."""
    name = kommune.name if kommune else "KOMMUNE"
    return f"fagligheder reports {name} --own {file}{' --lang en' if lang == 'en' else ''}"


class _Form:
    """The sheets of one workbook."""

    def __init__(
        self, book: Workbook, survey: Survey, kommune: Kommune | None, file: str, lang: str
    ) -> None:
        self._book, self._survey, self._kommune = book, survey, kommune
        self._file, self._lang = file, lang
        self._codebook: Codebook = survey.codebook
        self.title = self._say("title_any")
        if kommune is not None:
            self.title = self._say("title", title=kommune.title_in(lang))
        self._looks: Mapping[str, Format] = {
            name: book.add_format(look) for name, look in looks().items()
        }

    def write(self) -> None:
        """Write every sheet, the guide first."""
        questions = list(self._codebook.questions.values())
        names = [self._say("guide"), *map(self._sheet_name, questions), self._say("notes")]
        names = sheet_names(names)
        pages = [self._book.add_worksheet(name) for name in names]
        self._write_guide(pages[0], names)
        for page, question in zip(pages[1:-1], questions, strict=True):
            self._write_question(page, question)
        self._write_notes(pages[-1])
        for page in pages:
            self._set_up(page)

    def _say(self, key: str, **values: object) -> str:
        return clean(text(f"own_workbook.{key}", self._lang, **values))

    def _sheet_name(self, question: Question) -> str:
        if not question.figure:
            return question.title[self._lang]
        return text("captions.figure", self._lang, figure=question.figure)

    def _write_guide(self, page: Worksheet, names: list[str]) -> None:
        lang, kommune = self._lang, self._kommune
        page.set_column(0, 0, _GUIDE_WIDTHS[0])
        page.set_column(1, 1, _GUIDE_WIDTHS[1])
        page.set_row(0, LINE + 7)
        page.write_string(0, 0, self.title, self._looks["title"])
        known = {
            "n": self._survey.respondents,
            "sheets": joined(names[1:-1], lang),
            "notes": names[-1],
        }
        parts = {"what": ("what",), "how": ("how_1", "how_2", "how_3", "how_4"), "whom": ("whom",)}
        row = 1
        for part, keys in parts.items():
            row = self._write_section(page, row, f"{part}_heading")
            for step, key in enumerate(keys, start=1):
                number = f"{step}. " if len(keys) > 1 else ""
                row = self._write_across(page, row, number + self._say(key, **known))
        row = self._write_across(page, row, report_command(kommune, self._file, lang))
        row = self._write_section(page, row, "facts_heading")
        self._write_facts(page, row)

    def _write_section(self, page: Worksheet, row: int, key: str) -> int:
        """Write a heading below a blank row; return the next row."""
        page.write_string(row + 1, 0, self._say(key), self._looks["section"])
        return row + 2

    def _write_across(self, page: Worksheet, row: int, words: str) -> int:
        """Write a paragraph across both columns, high enough for it; return the next row."""
        page.set_row(row, LINE * lines(words, sum(_GUIDE_WIDTHS)) + 2)
        page.merge_range(row, 0, row, 1, words, self._looks["lead"])
        return row + 1

    def _write_facts(self, page: Worksheet, row: int) -> None:
        staff = self._surveyed_staff()
        facts: list[tuple[str, str | int | None, str]] = [
            ("kommune", self._kommune.name if self._kommune else None, "open"),
            ("staff", staff, "open"),
        ]
        facts += [("staff_surveyed", staff, "cell")] if staff is not None else []
        for place, (key, value, look) in enumerate(facts, start=row):
            page.set_row(place, LINE + _ROOM)
            page.write_string(place, 0, self._say(key), self._looks["cell"])
            page.write(place, 1, value, self._looks[look])
        example = find_kommune("Odder")
        words = self._say("kommune_prompt", name=example.name, code=example.code)
        prompt = {"input_title": self._say("kommune"), "input_message": words}
        page.data_validation(row, 1, row, 1, {"validate": "any"} | prompt)
        words = self._say("staff_prompt", least=1, most=MOST_STAFF)
        page.data_validation(
            row + 1,
            1,
            row + 1,
            1,
            {
                "validate": "integer",
                "criteria": "between",
                "minimum": 1,
                "maximum": MOST_STAFF,
                "input_title": self._say("staff")[:32],
                "input_message": words,
                "error_message": words,
            },
        )

    def _surveyed_staff(self) -> int | None:
        """Return the staff of the kommune's job centre in the survey, where it is known."""
        staff = self._survey.kommuner["staff"]
        if self._kommune is None or self._kommune.code not in staff.index:
            return None
        known = staff[self._kommune.code]
        return int(known) if known == known else None

    def _write_question(self, page: Worksheet, question: Question) -> None:
        lang, looks = self._lang, self._looks
        numbered = question.items[0].key.isdigit()
        name = self._sheet_name(question)
        title = question.title[lang]
        page.set_column(0, 0, _ITEM_WIDTHS[numbered])
        page.set_column(1, 1, _ANSWER_WIDTH)
        page.set_column(2, 2, _GAP_WIDTH)
        page.set_column(3, 3, _ANSWER_WIDTH)
        page.set_row(0, LINE + 7)
        title = f"{name}. {title}" if question.figure else title
        page.write_string(0, 0, clean(title), looks["title"])
        width = _ITEM_WIDTHS[numbered] + 2 * _ANSWER_WIDTH + _GAP_WIDTH
        for row, words in ((1, question.text[lang]), (2, self._say("instruction"))):
            page.set_row(row, LINE * lines(words, width) + 2)
            look = looks["lead" if row == 1 else "note"]
            page.merge_range(row, 0, row, 3, clean(words), look)
        key = f"item_{question.item_set}"
        key = key if has_text(f"own_workbook.{key}", lang) else "item"
        page.set_row(_HEAD, LINE + 4)
        for column, heading in ((0, key), (1, "answer"), (3, "choices")):
            page.write_string(_HEAD, column, self._say(heading), looks["heading"])
        first = _HEAD + 1
        for row, item in enumerate(question.items, start=first):
            label = item_label(item, lang)
            page.set_row(row, LINE * lines(label, _ITEM_WIDTHS[numbered]) + _ROOM)
            page.write_string(row, 0, label, looks["cell"])
            page.write_blank(row, 1, None, looks["open"])
        answers = question.scale.answers
        for row, answer in enumerate(answers, start=first):
            page.write_string(row, 3, clean(answer.short[lang]), looks["cell"])
        page.data_validation(
            first,
            1,
            first + len(question.items) - 1,
            1,
            {
                "validate": "list",
                "source": f"=$D${first + 1}:$D${first + len(answers)}",
                "input_title": self._say("pick_title"),
                "input_message": self._say("pick"),
                "error_title": self._say("wrong_title"),
                "error_message": self._say("wrong"),
            },
        )
        page.set_selection(first, 1, first, 1)
        page.freeze_panes(first, 0)

    def _write_notes(self, page: Worksheet) -> None:
        page.set_column(0, 0, _NOTES_WIDTH)
        page.set_row(0, LINE + 7)
        page.write_string(0, 0, self._say("notes"), self._looks["title"])
        words = self._say("notes_instruction", most=number(MOST_NOTES, self._lang))
        page.set_row(1, LINE * lines(words, _NOTES_WIDTH) + 2)
        page.write_string(1, 0, words, self._looks["note"])
        page.write_string(2, 0, self._say("notes_here"), self._looks["heading"])
        for row in range(3, 3 + _NOTE_ROWS):
            page.write_blank(row, 0, None, self._looks["line"])
        page.set_selection(3, 0, 3, 0)

    def _set_up(self, page: Worksheet) -> None:
        """Lock all but the open cells; A4 on its side, a page wide."""
        page.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
        page.set_landscape()
        page.set_paper(9)
        page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        page.fit_to_pages(1, 0)
        page.hide_gridlines(2)
        title = self.title[:120].replace("&", "&&")
        page.set_footer(f"&L{title}&R{text('workbook.page_of', self._lang)}")
