"""The questionnaire as PDF: to fill in on the screen or on paper, tagged for screen readers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from analysis.display.figures import fonts, palette
from analysis.display.figures.theme import theme
from analysis.survey.codebook import Codebook, Item, Question
from analysis.survey.questions import CHOSEN, OpenQuestion
from analysis.words import text
from fagligheder.documents.form_fields import field_url, with_form_fields
from fagligheder.documents.pdf import compile_form

#: Width of a column of answers, where the items keep as much as this, of the text's, in mm.
_ANSWER, _ITEMS, _TEXT = 18, 62, 174
#: The answer that is outside every scale.
DONT_KNOW = "dont_know"


def pdf_questionnaire(codebook: Codebook, title: str, created: datetime, lang: str) -> bytes:
    """Write the questionnaire of a codebook as a PDF with fields.

    Parameters
    ----------
    codebook : Codebook
    title : str
    created : datetime
        The PDF's date.
    lang : {"da", "en"}

    Returns
    -------
    bytes
        A PDF. Of an item's boxes one can be ticked. Its fields have the names of the columns that
        `analysis.read_answers` reads, and their values are the keys of the answers.
    """
    facts = [("kommune", text("questionnaire.kommune", lang))] if codebook.asks_kommune else []
    if codebook.size_bands:
        staff = f"{text('questionnaire.staff', lang)} {text('questionnaire.staff_help', lang)}"
        facts.append(("staff", staff))
    said = dict(facts)
    groups = [_group(codebook, group, lang, said) for group in codebook.groups]
    questions = [
        _question(question, number, lang, said)
        for number, question in enumerate(codebook.questions.values(), start=1)
    ]
    for open_question in codebook.open_questions.values():
        questions.append(_open(open_question, len(questions) + 1, lang, said))
    data = {
        "title": title,
        "author": theme().sender or text("document.running_title", lang),
        "introduction": text("questionnaire.introduction", lang),
        "fonts": list(dict.fromkeys((fonts.family(), *fonts.FALLBACKS))),
        "lang": lang,
        "colours": {name: getattr(palette, name.upper())
                    for name in ("ink", "navy", "muted", "rule", "panel")},
        "facts": [{"label": label, "url": field_url(name)} for name, label in facts],
        "questions": [*groups, *questions],
    }  # fmt: skip
    return with_form_fields(
        compile_form(data, title, int(created.replace(tzinfo=UTC).timestamp())), said
    )


def _group(codebook: Codebook, group: str, lang: str, said: dict[str, str]) -> dict[str, Any]:
    """A group variable, of whose values one is ticked."""
    said[group] = codebook.group_name(group)[lang]
    items = []
    for value in codebook.groups[group]:
        said[f"{group}/{value.key}"] = value.label[lang]
        items.append({"label": value.label[lang], "url": field_url(group, value.key)})
    return {"kind": "multiple", "text": said[group], "items": items}


def _question(question: Question, number: int, lang: str, said: dict[str, str]) -> dict[str, Any]:
    """A question as data; what is read aloud of its fields is added to ``said``."""
    if question.kind != "single":
        return _items_alone(question, number, lang, said)
    answers = {answer.key: answer.short[lang] for answer in question.scale.answers}
    answers[DONT_KNOW] = text("questionnaire.dont_know", lang)
    items = []
    for item in question.items:
        name, label = question.column(item.key), _item_label(item, lang)
        said[name] = f"{question.text[lang]} {label}"
        said |= {f"{name}/{key}": f"{label}: {answer}" for key, answer in answers.items()}
        items.append({"label": label, "urls": [field_url(name, key) for key in answers]})
    return {
        "kind": "single",
        "text": f"{number}. {question.text[lang]}",
        "answers": list(answers.values()),
        "width": min(_ANSWER, (_TEXT - _ITEMS) / len(answers)),
        "items": items,
    }


def _items_alone(
    question: Question, number: int, lang: str, said: dict[str, str]
) -> dict[str, Any]:
    """A question whose items have one field each: a box to tick, or a line for a number."""
    asked = text(f"questionnaire.{question.kind}", lang, question=question.text[lang])
    items = []
    for item in question.items:
        name, label = question.column(item.key), _item_label(item, lang)
        said[name] = f"{question.text[lang]} {label}"
        value = CHOSEN if question.kind == "multiple" else ""
        if value:
            said[f"{name}/{value}"] = label
        alone = item.key == question.key
        items.append({"label": "" if alone else label, "url": field_url(name, value)})
    return {"kind": question.kind, "text": f"{number}. {asked}", "items": items}


def _open(question: OpenQuestion, number: int, lang: str, said: dict[str, str]) -> dict[str, Any]:
    """A question with room for words of one's own."""
    said[question.key] = question.text[lang]
    asked = text("questionnaire.open", lang, question=question.text[lang])
    return {"kind": "text", "text": f"{number}. {asked}", "url": field_url(question.key)}


def _item_label(item: Item, lang: str) -> str:
    return (f"{item.key}. " if item.key.isdigit() else "") + item.label[lang]
