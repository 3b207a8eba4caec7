"""Workbook of a job centre: a sheet of facts, and five with rows, with lists and help in cells.

What it writes is read by `analysis.competence.workbook`, from copies saved by any program.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import accumulate
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from analysis.competence.centre import Centre
from analysis.competence.workbook_model import (
    SHARES,
    SHEETS,
    Column,
    choice_names,
    sheet_columns,
    sheet_name,
)
from analysis.competence.workbook_values import examples
from analysis.survey.codebook import read_codebook
from analysis.words import text
from fagligheder.office.cells import LINE
from fagligheder.office.centre_facts import FACT_WIDTHS, write_facts
from fagligheder.office.form_looks import across, lines, looks, prompt
from fagligheder.office.style import author, clean, font_name

#: Row of the headings, from 0: title, what to do, stamp and a blank above it.
_HEAD = 4
#: Rows that are ruled below those that are filled, and the last that has lists.
_SPARE, _LAST = 12, 4000
#: Characters across a page of A4 and of A3 on its side that can still be read, and a screen.
_A4, _A3, _SEEN = 150, 240, 130
#: The longest list of answers that a cell itself can hold.
_LONGEST_LIST = 255
_FORMATS = {
    "date": "yyyy-mm-dd", "share": "0 %", "fine_share": "0.0 %", "whole": "#,##0",
    "number": "#,##0.0#",
}  # fmt: skip


def centre_book(
    centre: Centre, created: datetime, *, internal: bool = False, lang: str = "da"
) -> bytes:
    """Write a job centre's workbook, in which everything may be changed.

    Parameters
    ----------
    centre : Centre
        What fills it: the made-up example, or what was read a year ago with a new plan.
    created : datetime
        In the document's properties.
    internal : bool
        It holds a centre's own employees: every sheet, page and the properties say "Fortroligt".
    lang : {"da", "en"}

    Returns
    -------
    bytes
        An ``.xlsx`` file. A made-up centre has its stamp on every sheet and at the foot of every
        page.
    """
    target = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, safe) as book:
        writer = _Writer(book, centre, lang, internal)
        properties = {"title": writer.title, "author": author(), "created": created}
        book.set_properties(properties | {"keywords": writer.mark})
        book.formats[0].set_font_name(font_name())
        writer.write()
    return target.getvalue()


class _Writer:
    """The sheets of one workbook."""

    def __init__(self, book: Workbook, centre: Centre, lang: str, internal: bool) -> None:
        self._book, self._centre, self._lang = book, centre, lang
        self._internal = internal
        self.mark = text("document.internal", lang) if internal else ""
        self._columns = sheet_columns(centre.profile_set)
        self.title = text("centre_book.title_any", lang)
        if centre.kommune is not None:
            name = centre.kommune.title_in(lang)
            self.title = text("centre_book.title", lang, title=name)
        if internal:
            self.title = f"{self.mark} · {self.title}"
        self._looks: dict[str, Format] = {
            name: book.add_format(look) for name, look in looks().items()
        }
        for name, number in _FORMATS.items():
            self._looks[name] = book.add_format({**looks()["cell"], "num_format": number})

    def write(self) -> None:
        """Write every sheet, the facts first."""
        pages = {key: self._book.add_worksheet(sheet_name(key, self._lang)) for key in SHEETS}
        self._write_top(pages["centre"], "centre", sum(FACT_WIDTHS), len(FACT_WIDTHS))
        pages["centre"].set_paper(9)
        pages["centre"].fit_to_pages(1, 0)
        write_facts(pages["centre"], _HEAD - 1, self._centre, self._looks, self._lang)
        for key in SHEETS[1:]:
            self._write_table(pages[key], key)
        for page in pages.values():
            self._set_up(page)

    def _write_top(self, page: Worksheet, key: str, width: int, columns: int) -> None:
        """Write title, what to do, and the stamp of what is made up."""
        lang = self._lang
        page.set_row(0, LINE + 7)
        title = f"{sheet_name(key, lang)} · {self.title}"
        page.write_string(0, 0, clean(title), self._looks["title"])
        lead = clean(text(f"centre_book.lead_{key}", lang, **examples(lang, low=0, high=3)))
        across(page, 1, lead, self._looks["lead"], width, columns)
        stamps = [text("centre_book.internal", lang)] if self._internal else []
        if self._centre.synthetic:
            own = choice_names("origin", lang)["own"]
            where = sheet_name("centre", lang)
            stamps.append(text("centre_book.stamp", lang, own=own, centre=where))
        if stamps:
            across(page, 2, " ".join(stamps), self._looks["stamp"], width, columns)

    def _write_table(self, page: Worksheet, key: str) -> None:
        columns = self._columns[key]
        frame = getattr(self._centre, key)
        total = sum(column.width for column in columns)
        widths = list(accumulate(column.width for column in columns))
        seen = 1 + sum(width < _SEEN for width in widths)
        self._write_top(page, key, widths[seen - 1], seen)
        headings = [column.heading(self._lang) for column in columns]
        rows = max(
            lines(words, max(column.width - 2, 6))
            for words, column in zip(headings, columns, strict=True)
        )
        page.set_row(_HEAD, LINE * rows + 4)
        for place, (words, column) in enumerate(zip(headings, columns, strict=True)):
            page.set_column(place, place, column.width)
            page.write_string(_HEAD, place, clean(words), self._looks["head"])
            self._add_validation(page, place, column)
        records = frame.to_dict("records")
        for number, record in enumerate(records, start=_HEAD + 1):
            self._write_row(page, number, columns, record)
        for number in range(_HEAD + 1 + len(records), _HEAD + 1 + len(records) + _SPARE):
            for place in range(len(columns)):
                page.write_blank(number, place, None, self._looks["cell"])
        page.freeze_panes(_HEAD + 1, 1)
        page.set_selection(_HEAD + 1, 0, _HEAD + 1, 0)
        page.repeat_rows(_HEAD)
        page.repeat_columns(0)
        page.set_paper(9 if total <= _A4 else 8)
        page.fit_to_pages(max(1, round(total / _A3)), 0)

    def _write_row(
        self, page: Worksheet, row: int, columns: Sequence[Column], record: Mapping[str, Any]
    ) -> None:
        high = 1
        for place, column in enumerate(columns):
            value = self._shown(column, record.get(column.key))
            look = self._look(column, value, record)
            if isinstance(value, str):
                page.write_string(row, place, clean(value), look)
                high = max(high, lines(value, column.width))
            elif isinstance(value, date):
                page.write_datetime(row, place, value, look)
            elif value is None:
                page.write_blank(row, place, None, look)
            else:
                page.write_number(row, place, value, look)
        page.set_row(row, LINE * high + 4)

    def _shown(self, column: Column, value: Any) -> str | float | date | None:
        """Return a value as its cell holds it; None for what is blank."""
        if column.kind == "wishes":
            return "; ".join(self._profile(each) for each in value or ()) or None
        if value is None or value == "" or value != value or str(value) == "<NA>":
            return None
        if column.kind in ("yes", "maybe"):
            said = choice_names("yes", self._lang)["yes" if value else "no"]
            return said if value or column.kind == "maybe" else None
        if column.kind == "profile":
            return self._profile(str(value))
        if column.kind == "choice":
            return choice_names(column.key, self._lang)[str(value)]
        if column.kind == "date":
            return date.fromisoformat(str(value))
        return value if isinstance(value, str) else float(value)

    def _profile(self, key: str) -> str:
        """Return the label of a profile; what is none, such as an offer's code, as it is."""
        labels = {each.key: each.label[self._lang] for each in self._centre.profile_set.profiles}
        return labels.get(key, key)

    def _look(self, column: Column, value: object, record: Mapping[str, Any]) -> Format:
        if column.kind == "date" and value is not None:
            return self._looks["date"]
        if column.kind == "amount" and record.get("limit") in SHARES and value is not None:
            whole = round(100 * float(str(value)), 6).is_integer()
            return self._looks["share" if whole else "fine_share"]
        if isinstance(value, float):
            return self._looks["whole" if value.is_integer() else "number"]
        return self._looks["cell"]

    def _add_validation(self, page: Worksheet, place: int, column: Column) -> None:
        """Give the cells of a column their list or limits, and what to write there."""
        lang = self._lang
        own = {"description": ""}
        if column.profile is not None:
            own["description"] = column.profile.description[lang]
        fields = examples(lang, low=column.lowest, high=column.highest, **own)
        fields["name"] = column.heading(lang)
        rule = prompt(column.heading(lang), text(f"centre_help.{column.word}", lang, **fields))
        source = self._list(column)
        if source is not None:
            rule |= {"validate": "list", "source": source}
        elif column.kind in ("whole", "decimal"):
            limits = {"minimum": column.lowest, "maximum": column.highest}
            kind = "integer" if column.kind == "whole" else "decimal"
            rule |= {"validate": kind, "criteria": "between", **limits}
        page.data_validation(_HEAD + 1, place, _LAST, place, rule)

    def _list(self, column: Column) -> str | list[str] | None:
        """Return what a cell may say: the words, or where they stand in the workbook."""
        if column.kind == "profile":
            places = [number for number, each in enumerate(self._columns["employees"])
                      if each.word == "level"]  # fmt: skip
            return self._range("employees", _HEAD, places[0], _HEAD, places[-1])
        if column.key == "offer" and column.kind == "text":
            return self._range("offers", _HEAD + 1, 0, _LAST, 0)
        if column.kind in ("yes", "maybe"):
            return list(choice_names("yes", self._lang).values())
        if column.key == "band":
            answers = read_codebook().question("current_share").scale.answers
            return _fits(answer.short[self._lang] for answer in answers)
        if column.kind == "choice":
            return _fits(choice_names(column.key, self._lang).values())
        return None

    def _range(self, key: str, top: int, left: int, bottom: int, right: int) -> str:
        name = sheet_name(key, self._lang)
        return f"='{name}'!{xl_range_abs(top, left, bottom, right)}"

    def _set_up(self, page: Worksheet) -> None:
        """On its side; the stamp of what is made up at the foot of each page."""
        page.set_landscape()
        page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        page.hide_gridlines(2)
        stamp = f" · {text('centre_book.made_up', self._lang)}" if self._centre.synthetic else ""
        foot = clean(self.title + stamp)[:120].replace("&", "&&")
        page.set_footer(f"&L{foot}&R{text('workbook.page_of', self._lang)}")


def _fits(words: Iterable[str]) -> list[str] | None:
    """Return a list that a cell can hold; None for a longer one, or one with commas."""
    names = list(words)
    whole = ",".join(names)
    return names if len(whole) <= _LONGEST_LIST and whole.count(",") < len(names) else None
