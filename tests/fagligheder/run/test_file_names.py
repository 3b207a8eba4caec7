"""Names of documents: nothing with own answers or in English replaces the public report."""

from __future__ import annotations

import doctest
from itertools import product

import pytest

from analysis.survey.checks import InputError
from fagligheder.run import file_names
from fagligheder.run.batch import plan
from fagligheder.run.export import export_slides
from fagligheder.run.file_names import document_name


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "egne.yaml"
    path.write_text("medarbejdere: 72\nsvar:\n  figur 2:\n    udvikling: Vigtig\n", "utf-8")
    return path


def test_the_examples_in_the_docstrings_hold():
    result = doctest.testmod(file_names)
    assert result.attempted
    assert not result.failed


def test_each_kind_of_document_has_a_name_of_its_own():
    kinds = product((False, True), (False, True), ("da", "en"))
    names = {
        document_name("0727-odder", own=own, internal=internal, lang=lang)
        for own, internal, lang in kinds
    }
    assert names == {
        "0727-odder",
        "0727-odder-en",
        "0727-odder-fortroligt",
        "0727-odder-confidential",
        "0727-odder-egne-svar",
        "0727-odder-egne-svar-en",
        "0727-odder-egne-svar-fortroligt",
        "0727-odder-egne-svar-confidential",
    }


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({}, ("0727-odder", "Odder")),
        ({"lang": "en"}, ("0727-odder-en", "Odder (English)")),
        ({"own": True}, ("0727-odder-egne-svar", "Odder (egne svar)")),
        (
            {"own": True, "lang": "en"},
            ("0727-odder-egne-svar-en", "Odder (own answers, English)"),
        ),
        ({"staff": 80}, ("0727-odder-egne-svar", "Odder (egne svar)")),
    ],
)
def test_a_report_is_named_by_what_it_holds(own, asked, named):
    asked |= {"own": own} if asked.get("own") else {}
    (job,) = plan(["Odder"], **asked)
    assert (job.name, job.title) == named


def test_the_staff_of_one_outside_the_survey_belongs_to_its_public_report():
    (job,) = plan(["Herning"], staff=75)
    assert (job.name, job.title) == ("0657-herning", "Herning")


def test_the_national_report_knows_languages_alone(own):
    jobs = plan(["Odder", "landsrapport"], own=own, lang="en")
    assert [job.name for job in jobs] == ["landsrapport-en", "0727-odder-egne-svar-en"]


def test_a_file_that_tells_nothing_is_refused(tmp_path):
    empty = tmp_path / "tom.yaml"
    empty.write_text("kommune: Odder\nsvar:\n", encoding="utf-8")
    for lang, said in (
        (
            "da",
            "tom.yaml: der er ingen svar i filen: hverken svar, medarbejdere eller noter er "
            "udfyldt. Udfyld skemaet, og gem det, eller udelad --own.",
        ),
        (
            "en",
            "tom.yaml: there is nothing in the file: neither answers, staff nor notes are filled "
            "in. Fill in the form and save it, or leave out --own.",
        ),
    ):
        with pytest.raises(InputError) as error:
            plan(["Odder"], own=empty, lang=lang)
        assert str(error.value) == said


def test_what_is_wrong_with_a_file_is_said_in_the_language_of_the_run(tmp_path):
    wrong = tmp_path / "egne.yaml"
    wrong.write_text("kommune: Samsø\nsvar:\n  figur 2:\n    Udvikling: Meget\n", "utf-8")
    with pytest.raises(InputError) as error:
        plan(["Odder"], own=wrong, lang="en")
    assert str(error.value) == (
        'egne.yaml, "figur 2", "Udvikling": found "Meget", expected an answer on the scale (Very '
        "important, Important, Less important, Not at all important). Correct the answer."
    )
    wrong.write_text("kommune: Samsø\nmedarbejdere: 9\n", "utf-8")
    with pytest.raises(InputError) as error:
        plan(["Odder"], own=wrong, lang="en")
    assert str(error.value) == (
        'The file of own answers is written for "Samsø", but the report is for Odder. Correct the '
        "line kommune in the file, or choose the other municipality."
    )


def test_slides_are_named_as_reports_are(own, survey, tmp_path):
    made = [
        export_slides(survey, tmp_path, kommune="Odder", **asked)
        for asked in ({}, {"lang": "en"}, {"own": own}, {"own": own, "lang": "en"}, {"staff": 80})
    ]
    assert [path.name for (path,) in made] == [
        "0727-odder.pptx",
        "0727-odder-en.pptx",
        "0727-odder-egne-svar.pptx",
        "0727-odder-egne-svar-en.pptx",
        "0727-odder-egne-svar.pptx",
    ]
    with pytest.raises(InputError) as error:
        export_slides(survey, tmp_path, own=own)
    assert str(error.value) == (
        "--own hører til én kommune. Vælg den: fagligheder slides --kommune Odder --own odder.xlsx."
    )
