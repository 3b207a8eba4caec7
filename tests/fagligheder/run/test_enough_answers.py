"""A report is refused before it is begun when its file has too little to show."""

from __future__ import annotations

import doctest

import pandas as pd
import pytest
from tests.helpers.made_answers import answer_rows

from analysis.survey.checks import InputError
from analysis.survey.published import read_published
from fagligheder.cli import main
from fagligheder.run import enough_answers
from fagligheder.run.batch import plan

NOW = "figur 4 (Medarbejdere, der matcher profilerne i dag)"
IDEAL = "figur 5 (Medarbejdere, der matcher profilerne i en ideel situation)"
NONE = (
    "svar.csv: Rapporten viser medarbejderne i dag og i en ideel situation, men filen har ingen "
    "svar på skalaen til {}. "
    "Tilføj svarene i filen: mindst ét svar på hvert af de to spørgsmål."
)
HIDDEN = (
    "svar.csv: Alle svar på {} er skjult, for der skal stå mindst 5 kommuner bag et tal, der "
    "vises, og filen har svar fra {}. Brug en fil med svar fra flere kommuner.{}"
)
ALONE = " Skal kun kommunen selv læse rapporten, så tilføj --internal."
BOTH = f"{NOW} eller {IDEAL}"


@pytest.fixture(scope="module")
def full() -> pd.DataFrame:
    """Answers of the 49 kommuner of the survey, with their own staff; Odder's come first."""
    kommuner = read_published().kommuner
    codes = ["0727", *kommuner.index.drop("0727")]
    staff = kommuner.loc[codes, "staff"].astype(int)
    return answer_rows(49, 3).assign(kommune=codes, medarbejdere=staff.to_numpy())


def only(rows: pd.DataFrame, *starts: str) -> pd.DataFrame:
    """The rows with the answers to some questions alone."""
    kept = [name for name in rows if name.startswith(("kommune", "medarbejdere", *starts))]
    return rows[kept]


def all_of(rows: pd.DataFrame, answer: str) -> pd.DataFrame:
    """The rows with one and the same answer to everything."""
    return rows.assign(**dict.fromkeys(rows.columns[2:], answer))


NO_ANSWERS = {
    "one cell": lambda rows: only(rows.head(1), "importance").iloc[:, :3],
    "one question": lambda rows: only(rows, "importance"),
    "statements": lambda rows: only(rows, "statements"),
    "blank": lambda rows: all_of(rows, ""),
    "don't know": lambda rows: all_of(rows, "ved ikke"),
}


def refusal(rows: pd.DataFrame, folder, kommune: str = "Odder", **settings) -> str:
    rows.to_csv(folder / "svar.csv", sep=";", index=False)
    with pytest.raises(InputError) as refused:
        plan([kommune], answers=folder / "svar.csv", **settings)
    return str(refused.value)


def test_the_example_in_the_docstring_holds():
    result = doctest.testmod(enough_answers)
    assert result.attempted
    assert not result.failed


@pytest.mark.parametrize("internal", [False, True])
@pytest.mark.parametrize("case", NO_ANSWERS)
def test_a_file_without_answers_on_the_staff_is_refused(full, tmp_path, case, internal):
    said = refusal(NO_ANSWERS[case](full), tmp_path, internal=internal)
    assert said == NONE.format(BOTH)


def test_the_one_question_that_has_no_answers_is_named(full, tmp_path):
    assert refusal(only(full, "current"), tmp_path) == NONE.format(IDEAL)


@pytest.mark.parametrize(
    ("number", "found", "kommune"),
    [(1, "1 kommune", "Odder"), (3, "3 kommuner", "Odder"), (3, "3 kommuner", "Herning")],
)
def test_a_file_in_which_all_is_hidden_is_refused(full, tmp_path, number, found, kommune):
    said = refusal(full.head(number), tmp_path, kommune, staff=70)
    assert said == HIDDEN.format(f"{NOW} og {IDEAL}", found, ALONE if kommune == "Odder" else "")


def test_nothing_is_hidden_from_the_kommune_itself(full, tmp_path):
    full.head(1).to_csv(tmp_path / "svar.csv", sep=";", index=False)
    (job,) = plan(["Odder"], answers=tmp_path / "svar.csv", internal=True)
    assert job.internal


def test_a_file_without_job_centres_of_the_size_is_refused(full, tmp_path):
    said = refusal(full[full["medarbejdere"] >= 130], tmp_path, staff=70)
    assert said == (
        "svar.csv: Rapporten sammenligner Odder med jobcentre af samme størrelse (under 80 "
        f"medarbejdere), men ingen af dem har svaret på {BOTH}. "
        "Tilføj deres svar i filen, eller ret antallet af medarbejdere."
    )


def test_a_full_file_is_enough(full, tmp_path):
    full.to_csv(tmp_path / "svar.csv", sep=";", index=False)
    jobs = plan(["Odder", "landsrapport"], answers=tmp_path / "svar.csv")
    assert [job.name for job in jobs] == ["landsrapport", "0727-odder"]


def test_a_kommune_that_is_not_in_the_file_is_told_so(full, tmp_path):
    assert refusal(full.iloc[1:], tmp_path) == (
        "Odder er ikke blandt de kommuner, der står i svar.csv, så jobcentrets størrelse kendes "
        "ikke. Angiv den, fx --staff 75."
    )


def test_the_command_makes_nothing_and_ends_with_2(full, tmp_path, capsys):
    only(full, "statements").to_csv(tmp_path / "svar.csv", sep=";", index=False)
    out = tmp_path / "ud"
    told = ["--answers", str(tmp_path / "svar.csv"), "--out", str(out)]
    for document in ("Odder", "landsrapport"):
        assert main(["reports", document, *told]) == 2
        assert NONE.format(BOTH) in capsys.readouterr().err
        assert list(out.rglob("*")) == []
