"""Problems as objects, names that do not exist, and answers read without the extra packages."""

from __future__ import annotations

import doctest
import pickle
import subprocess
import sys

import pytest
from answer_files import HEADING, save, wide

from analysis.measures.synthetic import synthesize
from analysis.survey import checks, names
from analysis.survey.answers import wording
from analysis.survey.answers.reader import read_answers
from analysis.survey.checks import MOST_LISTED, InputError, Problem, ProblemList
from analysis.survey.codebook import MOST_STAFF, read_codebook
from analysis.survey.kommuner import find_kommune

BOOK = read_codebook()
QUESTION = BOOK.question("importance")


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (Problem("Noget er galt."), "Noget er galt."),
        (Problem("Noget er galt.", "Ret det."), "Noget er galt. Ret det."),
        (Problem("er tom.", "Gem den.", "a.csv"), "a.csv: er tom. Gem den."),
        (
            Problem(file="a.csv", row=3, column="b", found="x", expected="y", cure="Ret cellen."),
            "a.csv, række 3, kolonne \"b\": fandt 'x', forventede y. Ret cellen.",
        ),
        (
            Problem(file="a.xlsx", sheet="Svar", row=3, found="x", expected="y", cure="Ret."),
            "a.xlsx, ark \"Svar\", række 3: fandt 'x', forventede y. Ret.",
        ),
        (Problem("er galt.", file="a.yaml", line=2), "a.yaml, linje 2: er galt."),
        (
            Problem("er galt.", file="a.yaml", keys=("figur 2", "udvikling")),
            'a.yaml, "figur 2", "udvikling": er galt.',
        ),
    ],
)
def test_a_problem_says_where_what_and_the_cure(problem, words):
    assert str(problem) == words


def test_an_error_holds_its_problems_also_from_another_process():
    problems = (Problem("En."), Problem(file="a.csv", row=2, found="x", expected="y", cure="Ret."))
    error = InputError(problems)
    assert error.problems == problems
    assert str(error) == "En.\na.csv, række 2: fandt 'x', forventede y. Ret."
    again = pickle.loads(pickle.dumps(error))
    assert (again.problems, str(again)) == (problems, str(error))
    assert InputError("En.").problems == (Problem("En."),)


def listed(problems: ProblemList) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as error:
        problems.raise_if_any()
    return error.value.problems


def test_the_problems_of_a_file_are_in_its_order_and_of_several_as_they_were_found():
    for file, rows in (("a.csv", [1, 2, 3]), ("", [3, 1, 2])):
        problems = ProblemList(file)
        for row in (3, 1, 2):
            problems.add_cell("x", "y", "Ret.", row=row)
        assert [problem.row for problem in listed(problems)] == rows
    ProblemList("a.csv").raise_if_any()


def test_of_very_many_problems_the_first_are_kept_and_all_are_counted():
    problems = ProblemList("a.csv")
    for row in range(5000, 0, -1):
        problems.add_cell("x", "y", "Ret.", row=row)
    *first, last = listed(problems)
    assert [problem.row for problem in first] == list(range(1, MOST_LISTED + 1))
    assert "4950 problemer til" in str(last)


# --- names that do not exist


@pytest.mark.parametrize(
    ("ask", "near"),
    [
        (lambda: BOOK.question("importanse"), "importance"),
        (lambda: QUESTION.item("virksomhed"), "virksomheder"),
        (lambda: QUESTION.answer("very important"), "very_important"),
        (lambda: QUESTION.column("integrasjon"), "integration"),
        (lambda: QUESTION.scale.side("topp"), "top"),
        (lambda: find_kommune("Oddr"), "Odder"),
    ],
)
def test_a_misspelt_name_is_answered_with_the_nearest(ask, near):
    with pytest.raises(InputError, match=f"findes ikke.* Mente du {near}") as error:
        ask()
    assert len(error.value.problems) == 1


@pytest.mark.parametrize(
    "ask",
    [
        lambda: QUESTION.title["english"],
        lambda: find_kommune("Odder").title_in("dk"),
        lambda: find_kommune("Odder").genitive_in("EN"),
    ],
)
def test_an_unknown_language_is_refused(ask):
    with pytest.raises(InputError, match=r"findes ikke. Vælg da \(dansk\) eller en \(engelsk\)"):
        ask()


def test_a_name_that_is_like_no_other_is_answered_with_all():
    with pytest.raises(InputError) as error:
        QUESTION.item("x" * 500)
    assert str(error.value) == (
        f'Emnet "{"x" * 59}…" findes ikke. Vælg et af: virksomheder, borgernes_kompetencer, '
        "koordination, inddragelse, integration, udvikling."
    )


def test_the_column_of_an_item_is_named_by_question_and_item():
    assert QUESTION.column("integration") == "importance_integration"
    assert list(BOOK.columns())[:2] == [
        "importance_virksomheder",
        "importance_borgernes_kompetencer",
    ]
    assert len(BOOK.columns()) == 35


def test_the_largest_staff_is_that_of_no_job_centre(survey):
    assert survey.kommuner["staff"].max() == 2345 < MOST_STAFF


# --- without the extra packages

HIDDEN = """
import sys
from importlib.abc import MetaPathFinder


class Hidden(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        package = name.partition(".")[0]
        if package in ("openpyxl", "pyarrow", "pyreadstat"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=package)


sys.meta_path.insert(0, Hidden())
sys.stdout.reconfigure(encoding="utf-8", newline="")
import analysis as fag

for path in sys.argv[1:]:
    try:
        print(fag.read_answers(path).answers.astype(object).to_dict("list"))
    except fag.InputError as error:
        print(error)
"""


def test_csv_needs_no_extra_package_and_other_files_name_the_one_they_need(tmp_path):
    frame = wide(synthesize(seed=5))
    plain = save(frame, tmp_path / "plain.csv", sep=";", encoding="utf-8")
    quoted = save(frame, tmp_path / "quoted.csv", encoding="latin-1", quoting=1)
    broken = tmp_path / "broken.csv"
    broken.write_text(f"{HEADING}Odder;Vigtg;1\n", encoding="utf-8")
    others = [save(frame, tmp_path / f"svar{e}") for e in (".xlsx", ".sav", ".dta", ".parquet")]
    found = subprocess.run(
        [sys.executable, "-c", HIDDEN, *map(str, [plain, quoted, broken, *others])],
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout.splitlines()
    expected = str(read_answers(plain).answers.astype(object).to_dict("list"))
    assert found[0] == found[1] == expected
    with pytest.raises(InputError) as error:
        read_answers(broken)
    assert found[2] == str(error.value)
    packages = ("openpyxl", "pyreadstat", "pyreadstat", "pyarrow")
    assert found[3:] == [
        f'Pakken {package} mangler. Installér den med: pip install "fagligheder[files]"'
        for package in packages
    ]


@pytest.mark.parametrize("module", [checks, names, wording])
def test_the_examples_in_the_docstrings_hold(module):
    assert not doctest.testmod(module).failed


def test_an_unknown_kommune_is_refused_in_the_reader_s_language():
    with pytest.raises(InputError) as error:
        find_kommune("Oddr", lang="en")
    assert str(error.value) == (
        'There is no municipality "Oddr" among Denmark\'s 98. Did you mean Odder or Norddjurs?'
    )
