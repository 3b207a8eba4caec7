"""The questionnaire as Word: every item with a box for every answer."""

from __future__ import annotations

import io
from datetime import datetime

import pytest

from analysis.survey.codebook import read_codebook

docx = pytest.importorskip("docx", reason="pip install -e .[reports]")
CREATED = datetime(2026, 11, 27)


@pytest.mark.parametrize(("lang", "dont_know"), [("da", "Ved ikke"), ("en", "Don't know")])
def test_each_item_has_a_box_for_each_answer(lang, dont_know):
    from fagligheder.office.word_questionnaire import word_questionnaire

    book = read_codebook()
    content = word_questionnaire(book, "Titel", CREATED, lang)
    document = docx.Document(io.BytesIO(content))
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    questions = list(book.questions.values())
    asked = [f"{n}. {question.text[lang]}" for n, question in enumerate(questions, start=1)]
    assert headings == asked
    _, *tables = document.tables
    for table, question in zip(tables, questions, strict=True):
        answers = [cell.text for cell in table.rows[0].cells][1:]
        assert answers == [*(each.short[lang] for each in question.scale.answers), dont_know]
        for row in table.rows[1:]:
            boxes = row._tr.findall(".//{*}checkbox")
            assert len(boxes) == len(answers)
        labels = [row.cells[0].text for row in table.rows[1:]]
        assert all(
            each.endswith(item.label[lang])
            for each, item in zip(labels, question.items, strict=True)
        )
    assert document.core_properties.title == "Titel"
