"""The questionnaire as XLSForm: accepted by pyxform, and what comes back is read as it is."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pandas as pd
import pytest

import form_exports
from analysis.display.registry import measure_tables
from analysis.measures.counts import counts_by_answer
from analysis.measures.synthetic import synthesize
from analysis.survey.answers.reader import read_answers
from analysis.survey.codebook import read_codebook
from fagligheder.office.xlsform import DONT_KNOW, xlsform

CREATED = datetime(2026, 11, 27)


@pytest.fixture(scope="module")
def form_path(tmp_path_factory):
    path = tmp_path_factory.mktemp("form") / "spoergeskema.xlsx"
    path.write_bytes(xlsform(read_codebook(), "Spørgeskema", CREATED))
    return path


@pytest.fixture(scope="module")
def made_up() -> pd.DataFrame:
    """Made-up respondents with don't-knows and blanks, by the keys of the questionnaire."""
    answers = synthesize(seed=3, association=0.5).answers.drop(columns="basis").astype(object)
    answers = answers.assign(staff=[str(60 + len(code)) for code in answers["kommune"]])
    rng = np.random.default_rng(4)
    items = list(read_codebook().columns())
    for name, odds in ((DONT_KNOW, 0.05), ("", 0.05)):
        answers[items] = answers[items].mask(rng.random((len(answers), len(items))) < odds, name)
    return answers


def test_pyxform_accepts_it(form_path):
    convert = pytest.importorskip("pyxform.xls2xform", reason="pip install -e .[test]").convert
    made = convert(form_path)
    assert made.warnings == []
    assert made.xform.count("<bind ") > len(read_codebook().columns())
    assert 'lang="English (en)"' in made.xform


def test_the_same_questionnaire_gives_the_same_bytes(form_path):
    again = xlsform(read_codebook(), "Spørgeskema", CREATED)
    assert form_path.read_bytes() == again


@pytest.mark.parametrize(
    ("export", "ending"),
    [
        (form_exports.kobo_csv, "csv"),
        (form_exports.kobo_xlsx, "xlsx"),
        (form_exports.odk_csv, "csv"),
        (form_exports.survey123_csv, "csv"),
    ],
)
def test_what_comes_back_is_read_without_a_mapping(form_path, made_up, tmp_path, export, ending):
    path = export(form_exports.Form(form_path), made_up, tmp_path / f"svar.{ending}")
    survey = read_answers(path)
    items = list(survey.codebook.columns())
    expected = made_up[items].where(~made_up[items].isin([DONT_KNOW, ""]))
    assert survey.answers["kommune"].tolist() == made_up["kommune"].tolist()
    pd.testing.assert_frame_equal(survey.answers[items].astype(object), expected)
    outside = survey.outside_answers.reindex(columns=items, fill_value=False)
    pd.testing.assert_frame_equal(outside, made_up[items] == DONT_KNOW)
    assert set(survey.kommuner["staff"]) == {64}


def test_every_way_back_gives_the_same_tables(form_path, made_up, tmp_path):
    form = form_exports.Form(form_path)
    one = read_answers(form_exports.kobo_csv(form, made_up, tmp_path / "kobo.csv"))
    other = read_answers(form_exports.odk_csv(form, made_up, tmp_path / "odk.csv"))
    pd.testing.assert_frame_equal(counts_by_answer(one), counts_by_answer(other))
    (first, *_), (second, *_) = (measure_tables(each)["likert"] for each in (one, other))
    pd.testing.assert_frame_equal(first, second, check_like=True)
