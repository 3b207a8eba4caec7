"""Answers that a spreadsheet has made into dates or formulas."""

from __future__ import annotations

import datetime

import pytest
from answer_files import FORMULA, cell_of_workbook

from analysis.survey.answers.reader import read_answers
from analysis.survey.answers.spreadsheet_cells import is_date
from analysis.survey.checks import InputError
from analysis.survey.codebook import read_codebook

DATES = (
    "05-okt", "5-okt", "okt-15", "maj-10", "10-maj", "05. okt.", "5. oktober", "oktober 2015",
    "Oct-15", "15-Oct", "10-May", "May-10", "Feb-50", "October 15", "5 October 2024", "jan-20",
    "05-10-2024", "05.10.2024", "05/10/2024", "10/5/2024", "5/10/24", "05-10-24", "2024-10-05",
    "2024/10/05", "2024-10-05 00:00:00", "05-10-2024 00:00", "10/15/2024", "10-2015", "2015-10",
    "5/10", "05-10", "05.10", "lørdag den 5. oktober 2024", "Saturday, October 5, 2024",
    "okt.15", "15.okt.2024", "45570", "42278",
)  # fmt: skip


@pytest.mark.parametrize("cell", DATES)
def test_a_band_that_became_a_date_is_refused_and_told_so(tmp_path, cell):
    path = tmp_path / "svar.csv"
    path.write_text(f"kommune;current_share_integration\nOdder;{cell}\n", encoding="utf-8")
    with pytest.raises(InputError, match="lavet svaret om til en dato: formatér kolonnen"):
        read_answers(path)


@pytest.mark.parametrize("day", [datetime.datetime(2024, 10, 5), datetime.date(2015, 10, 1), 45570])
def test_a_cell_with_a_date_is_refused_and_told_so(tmp_path, day):
    path = tmp_path / "svar.xlsx"
    path.write_bytes(cell_of_workbook(day, "ideal_share_virksomheder"))
    with pytest.raises(InputError, match="til en dato"):
        read_answers(path)


def test_no_answer_of_the_survey_looks_like_a_date():
    for question in read_codebook().questions.values():
        for answer in question.scale.answers:
            for form in (answer.key, *answer.names):
                assert not is_date(form)


@pytest.mark.parametrize("cell", ["5-10", "15-20 %", "Vigtig", "", "1", "0727", "5,5", "1.100"])
def test_what_is_no_date(cell):
    assert not is_date(cell)


def test_a_number_of_days_is_a_date_only_where_a_band_is_expected(tmp_path):
    path = tmp_path / "svar.csv"
    path.write_text("kommune;importance_integration\nOdder;45570\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_answers(path)
    assert "dato" not in str(error.value)


@pytest.mark.parametrize("column", ["kommune", "medarbejdere", "id", "importance_integration"])
def test_formulas_are_told_in_every_column_that_is_used(tmp_path, column):
    cells = {"id": 1, "kommune": "Odder", "medarbejdere": 72, "importance_integration": "Vigtig"}
    cells[column] = "=A1"
    rows = [cells, cells | ({} if column == "id" else {"id": 2})]
    lines = [";".join(cells), *(";".join(map(str, row.values())) for row in rows)]
    path = tmp_path / "svar.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_answers(path)
    assert all(problem.cure == FORMULA for problem in error.value.problems)


def test_more_formulas_than_there_are_kommuner(tmp_path):
    rows = "".join(f'=INDEX(A:A;"{n}"),1\n'.replace(";", " ") for n in range(150))
    path = tmp_path / "svar.csv"
    path.write_text(f"kommune,importance_integration\n{rows}".replace('"', ""), encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_answers(path)
    assert FORMULA in str(error.value)
