"""The first sheet of a job centre's workbook: its facts, and its own answers to the survey."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analysis.competence.centre import Centre
from analysis.competence.profile_sets import read_profile_sets
from analysis.competence.workbook_model import YEARS, choice_names
from analysis.survey.codebook import MOST_STAFF, Question, read_codebook
from analysis.words import text
from fagligheder.office.cells import LINE
from fagligheder.office.form_looks import item_label, lines, prompt
from fagligheder.office.style import clean

FACT_WIDTHS = (62, 66, 30)
#: Points above a line of text in a cell that is filled in.
_ROOM = 8


def write_facts(
    page: Worksheet, row: int, centre: Centre, looks: Mapping[str, Format], lang: str
) -> None:
    """Write the facts of a centre from a row on, and below them its answers to the survey."""
    for column, width in enumerate(FACT_WIDTHS):
        page.set_column(column, column, width)
    own = choice_names("origin", lang)["own"]
    fields = {"least": 1, "most": MOST_STAFF, "year": centre.year, "own": own}
    values: dict[str, str | int | None] = {
        "kommune": centre.kommune.name if centre.kommune else None,
        "staff": centre.staff,
        "year": centre.year,
        "profile_set": centre.profile_set.key,
        "origin": choice_names("origin", lang)[centre.origin],
    }
    for place, (key, value) in enumerate(values.items(), start=row):
        name = text(f"centre_book.{key}", lang)
        page.set_row(place, LINE + _ROOM)
        page.write_string(place, 0, clean(name), looks["cell"])
        page.write(place, 1, value, looks["open"])
        rule = prompt(name, text(f"centre_book.help_{key}", lang, **fields))
        page.data_validation(place, 1, place, 1, rule | _rule(key, lang))
    _write_answers(page, row + len(values) + 1, centre, looks, lang)
    page.set_selection(row, 1, row, 1)


def _rule(key: str, lang: str) -> dict[str, object]:
    """Return what a fact may be."""
    limits = {"staff": (1, MOST_STAFF), "year": YEARS}
    if key in limits:
        low, high = limits[key]
        return {"validate": "integer", "criteria": "between", "minimum": low, "maximum": high}
    if key == "profile_set":
        return {"validate": "list", "source": list(read_profile_sets())}
    if key == "origin":
        return {"validate": "list", "source": list(choice_names("origin", lang).values())}
    return {}


def _write_answers(
    page: Worksheet, row: int, centre: Centre, looks: Mapping[str, Format], lang: str
) -> None:
    """Write a row for each question and item, with the answer where there is one."""
    page.write_string(row, 0, clean(text("centre_book.answers", lang)), looks["section"])
    for column, key in enumerate(("question", "item", "answer")):
        page.write_string(row + 1, column, clean(text(f"centre_book.{key}", lang)), looks["head"])
    place = row + 2
    for question in read_codebook().questions.values():
        answers = {each.key: each.short[lang] for each in question.scale.answers}
        given = centre.own.answers.get(question.key, {})
        for item in question.items:
            label = item_label(item, lang)
            page.write_string(place, 0, clean(_question_name(question, lang)), looks["cell"])
            page.write_string(place, 1, label, looks["cell"])
            page.write(place, 2, answers.get(given.get(item.key, "")), looks["open"])
            page.set_row(place, LINE * lines(label, FACT_WIDTHS[1]) + _ROOM)
            rule = {"validate": "list", "source": list(answers.values())}
            page.data_validation(place, 2, place, 2, rule)
            place += 1


def _question_name(question: Question, lang: str) -> str:
    """Return a question's title, after its figure where it has one."""
    title = question.title[lang]
    if not question.figure:
        return title
    return f"{text('captions.figure', lang, figure=question.figure)}. {title}"
