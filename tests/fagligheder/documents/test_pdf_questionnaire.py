"""The questionnaire as PDF: fields by the names of the columns, a box for each answer, tagged."""

from __future__ import annotations

import io
from datetime import datetime

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from analysis.survey.codebook import read_codebook
from fagligheder.documents.pdf_questionnaire import DONT_KNOW, pdf_questionnaire

CREATED = datetime(2026, 11, 27)


@pytest.fixture(scope="module")
def content() -> bytes:
    return pdf_questionnaire(read_codebook(), "Spørgeskema", CREATED, "da")


def test_each_item_is_a_field_with_a_box_for_each_answer(content):
    columns = read_codebook().columns()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        assert list(fields) == ["kommune", "staff", *columns]
        for name, (question, item) in columns.items():
            values = [[key for key in kid.AP.N if key != "/Off"] for kid in fields[name].Kids]
            keys = [*question.scale.keys, DONT_KNOW]
            assert values == [[f"/{key}"] for key in keys]
            assert item.label.da in str(fields[name].TU)
            assert all(Name.Off == kid.AS for kid in fields[name].Kids)


def test_fields_are_tagged_and_no_link_is_left(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        notes = [note for page in pdf.pages for note in page.obj.get("/Annots", [])]
        assert {str(note.Subtype) for note in notes} == {"/Widget"}
        tags = [each for each in pdf.objects if isinstance(each, Dictionary)]
        assert sum(each.get("/S") == Name.Form for each in tags) == len(notes)
        assert not any(each.get("/S") == Name.Link for each in tags)
    assert b"field.invalid" not in content


def test_the_same_questionnaire_gives_the_same_bytes(content):
    assert content == pdf_questionnaire(read_codebook(), "Spørgeskema", CREATED, "da")
