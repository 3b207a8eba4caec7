"""The questionnaire as XLSForm, the workbook that KoboToolbox, ODK and Survey123 make a form of.

Names are those of the columns that `analysis.read_answers` reads: what comes back needs no mapping.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from datetime import datetime

from xlsxwriter import Workbook

from analysis.survey.checks import LANGUAGES
from analysis.survey.codebook import MOST_STAFF, Codebook, Labels, Question
from analysis.survey.kommuner import read_kommuner
from analysis.words import text
from fagligheder.office.style import clean

#: The columns of the sheet ``survey``; ``{}`` stands for a language.
_SURVEY = ("type", "name", "label::{}", "required", "appearance", "constraint",
           "constraint_message::{}", "bind::esri:fieldAlias")  # fmt: skip
_CHOICES = ("list_name", "name", "label::{}")
#: The languages as XLSForm names them.
_LANGUAGES = {"da": "Dansk (da)", "en": "English (en)"}
#: The answer that is outside every scale.
DONT_KNOW = "dont_know"
#: The choice of none of a question's options, and what the names of their lists end with.
NONE, OPTIONS = "none", "_options"
#: Survey123 names its columns by this property; elsewhere it is passed over.
_NAMESPACES = 'esri="http://esri.com/xforms"'

Row = dict[str, str]


def xlsform(codebook: Codebook, title: str, created: datetime, lang: str = "da") -> bytes:
    """Write the questionnaire of a codebook as XLSForm.

    Parameters
    ----------
    codebook : Codebook
    title : str
    created : datetime
        In the document's properties; its day is the form's version.
    lang : {"da", "en"}
        The language that a form opens in; it holds both.

    Returns
    -------
    bytes
        An ``.xlsx`` file with the sheets ``survey``, ``choices`` and ``settings``.
    """
    settings = {
        "form_title": clean(title),
        "form_id": f"fagligheder-{created:%Y%m%d}",
        "version": f"{created:%Y%m%d}",
        "default_language": _LANGUAGES[lang],
        "namespaces": _NAMESPACES,
    }
    target = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, safe) as book:
        book.set_properties({"title": settings["form_title"], "created": created})
        _write(book, "survey", _columns(_SURVEY), list(_survey_rows(codebook)))
        _write(book, "choices", _columns(_CHOICES), list(_choice_rows(codebook)))
        _write(book, "settings", tuple(settings), [settings])
    return target.getvalue()


def _survey_rows(codebook: Codebook) -> Iterator[Row]:
    yield {"type": "note", "name": "introduction"} | _said("label", "introduction")
    if codebook.asks_kommune:
        yield {
            "type": "select_one kommuner",
            "name": "kommune",
            "required": "yes",
            "appearance": "minimal autocomplete",
            "bind::esri:fieldAlias": "kommune",
        } | _said("label", "kommune")
    for group in codebook.groups:
        yield {
            "type": f"select_one {group}",
            "name": group,
            "required": "yes",
            "bind::esri:fieldAlias": group,
        } | {f"label::{_LANGUAGES[lang]}": codebook.group_name(group)[lang] for lang in LANGUAGES}
    if codebook.size_bands:
        yield {
            "type": "integer",
            "name": "staff",
            "constraint": f". >= 1 and . <= {MOST_STAFF}",
            "bind::esri:fieldAlias": "staff",
            **_said("label", "staff"),
            **_said("constraint_message", "staff_wrong", least=1, most=MOST_STAFF),
        }
    for question in codebook.questions.values():
        kinds = {"multiple": _multiple_rows, "number": _number_rows}
        yield from kinds.get(question.kind, _question_rows)(question)
    for open_question in codebook.open_questions.values():
        yield _field("text", open_question.key, open_question.text) | {"appearance": "multiline"}


def _field(kind: str, name: str, label: Labels) -> Row:
    """A field that is read back by its own name."""
    said = {f"label::{_LANGUAGES[lang]}": clean(label[lang]) for lang in LANGUAGES}
    return {"type": kind, "name": name, "bind::esri:fieldAlias": name} | said


def _multiple_rows(question: Question) -> Iterator[Row]:
    """A question with any number of its options."""
    yield _field(f"select_multiple {question.key}{OPTIONS}", question.key, question.text)


def _number_rows(question: Question) -> Iterator[Row]:
    """A number within the bands: a whole one where all their ends are."""
    bands = [answer.band for answer in question.scale.answers if answer.band]
    low, high = min(band[0] for band in bands), max(band[2] for band in bands)
    ends = [end for band in bands for end in (band[0], band[2]) if math.isfinite(end)]
    limits = [f". >= {low:g}"] if math.isfinite(low) else []
    limits += [f". <= {high:g}"] if math.isfinite(high) else []
    kind = "integer" if all(end.is_integer() for end in ends) else "decimal"
    alone = [item.key for item in question.items] == [question.key]
    if not alone:
        yield _field("begin_group", question.key, question.text)
    for item in question.items:
        label = question.text if alone else item.label
        yield _field(kind, question.column(item.key), label) | {"constraint": " and ".join(limits)}
    if not alone:
        yield {"type": "end_group", "name": question.key}


def _question_rows(question: Question) -> Iterator[Row]:
    """A question as a table: its items down, its answers across."""
    asked = {f"label::{_LANGUAGES[lang]}": clean(question.text[lang]) for lang in LANGUAGES}
    yield {"type": "begin_group", "name": question.key, "appearance": "table-list"} | asked
    for item in question.items:
        column = question.column(item.key)
        yield {
            "type": f"select_one {question.scale.key}",
            "name": column,
            "bind::esri:fieldAlias": column,
        } | {f"label::{_LANGUAGES[lang]}": clean(item.label[lang]) for lang in LANGUAGES}
    yield {"type": "end_group", "name": question.key}


def _choice_rows(codebook: Codebook) -> Iterator[Row]:
    single = [question for question in codebook.questions.values() if question.kind == "single"]
    scales = {question.scale.key: question.scale for question in single}
    for key, scale in scales.items():
        for answer in scale.answers:
            yield {"list_name": key, "name": answer.key} | {
                f"label::{_LANGUAGES[lang]}": clean(answer.label[lang]) for lang in LANGUAGES
            }
        yield {"list_name": key, "name": DONT_KNOW} | _said("label", "dont_know")
    for question in codebook.questions.values():
        if question.kind == "multiple":
            options = {"list_name": f"{question.key}{OPTIONS}"}
            for item in question.items:
                yield (
                    options
                    | {"name": item.key}
                    | {f"label::{_LANGUAGES[lang]}": clean(item.label[lang]) for lang in LANGUAGES}
                )
            yield options | {"name": NONE} | _said("label", "none")
    for group, values in codebook.groups.items():
        for value in values:
            yield {"list_name": group, "name": value.key} | {
                f"label::{_LANGUAGES[lang]}": clean(value.label[lang]) for lang in LANGUAGES
            }
    for kommune in read_kommuner().values() if codebook.asks_kommune else ():
        yield {"list_name": "kommuner", "name": kommune.code} | {
            f"label::{_LANGUAGES[lang]}": kommune.name for lang in LANGUAGES
        }


def _said(column: str, key: str, **fields: object) -> Row:
    """A text of ours in both languages, by its columns."""
    return {
        f"{column}::{_LANGUAGES[lang]}": clean(text(f"questionnaire.{key}", lang, **fields))
        for lang in LANGUAGES
    }


def _columns(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        name.format(called)
        for name in names
        for called in (_LANGUAGES.values() if "{}" in name else ("",))
    )


def _write(book: Workbook, name: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    page = book.add_worksheet(name)
    heading = book.add_format({"bold": True})
    for column, label in enumerate(columns):
        widest = max([len(label), *(len(row.get(label, "")) for row in rows)])
        page.set_column(column, column, min(widest + 2, 70))
        page.write_string(0, column, label, heading)
        for place, row in enumerate(rows, start=1):
            page.write_string(place, column, row.get(label, ""))
    page.freeze_panes(1, 0)
