"""The survey as the report printed it: percentages, municipalities and staff, checked."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from analysis.survey.checks import (
    CsvRow,
    InputError,
    Problem,
    ProblemList,
    check_unique,
    read_rows,
)
from analysis.survey.codebook import MOST_STAFF, Codebook, Question, read_codebook
from analysis.survey.kommuner import kommune_frame, read_kommuner
from analysis.survey.paths import survey_folder
from analysis.survey.survey import Survey

REPORT = (
    "KL, HK Kommunal og Dansk Socialrådgiverforening: Fagligheder på beskæftigelsesområdet, 2017"
)
_CURE_PERCENT = "Ret cellen, så den står som i rapportens kapitel 14, fx 88%."
_CURE_STAFF = "Ret cellen efter rapporten s. 49."


def read_published(folder: Path | str | None = None, codebook: Codebook | None = None) -> Survey:
    """Read the survey as the report printed it, and check every cell.

    Parameters
    ----------
    folder : path, optional
        A folder with ``figure_2.csv`` … ``figure_6.csv`` and ``kommuner.csv``; the project's
        own ``data/fagligheder-2017/published`` when left out.
    codebook : Codebook, optional
        Of the survey that was printed; that of 2017 when left out. A question without a figure has
        a file of its key, and a survey of others than kommuner needs no ``kommuner.csv``, but the
        number of ``respondents`` in ``population.csv``.

    Returns
    -------
    Survey
        Basis ``recovered``: the measures work on the counts that the printed percentages
        determine.

    Raises
    ------
    InputError
        A file is missing or damaged. All problems are listed, each with file, row and column.

    Notes
    -----
    Source: report pp. 47–49.

    Examples
    --------
    >>> survey = read_published()
    >>> len(survey.printed), survey.respondents
    (146, 52)
    """
    folder = Path(folder) if folder is not None else survey_folder() / "published"
    codebook = read_codebook() if codebook is None else codebook
    problems = ProblemList()
    cells = []
    for question in codebook.questions.values():
        path = folder / f"{_table_name(question)}.csv"
        rows = _rows(path, "item,answer,printed,page", problems)
        if rows is not None:
            cells += _check_figure(question, rows, problems)
    kommuner = kommune_frame([], codebook)
    if codebook.about.kommuner:
        columns = "code,name,printed_name,staff,answers,page"
        rows = _rows(folder / "kommuner.csv", columns, problems)
        kommuner = pd.DataFrame() if rows is None else _check_kommuner(rows, codebook, problems)
    elif "respondents" not in codebook.population:
        cure = "Skriv en række med nøglen respondents."
        problems.add(
            Problem("", cure, "population.csv", found="ingen", expected="antallet af respondents")
        )
    problems.raise_if_any()
    return Survey(
        codebook=codebook,
        kommuner=kommuner,
        basis="recovered",
        source=codebook.about.source.da or REPORT,
        source_en=codebook.about.source.en if codebook.about.source.da != REPORT else "",
        printed=pd.DataFrame(cells),
    )


def _table_name(question: Question) -> str:
    return f"figure_{question.figure}" if question.figure else question.key


def _rows(path: Path, columns: str, problems: ProblemList) -> list[CsvRow] | None:
    """The rows of a file; None, and its problems added, when it cannot be read."""
    try:
        return read_rows(path, columns)
    except InputError as error:
        for problem in error.problems:
            problems.add(problem)
        return None


def _check_figure(
    question: Question, rows: list[CsvRow], problems: ProblemList
) -> list[dict[str, object]]:
    items = [item.key for item in question.items]
    answers = question.scale.keys
    cells: dict[tuple[str, str], dict[str, object]] = {}
    check_unique(
        rows,
        ["item", "answer"],
        problems,
        '"{item}" × "{answer}" én gang; den står også i række {first}',
        "Slet den ene række.",
    )
    for row in rows:
        if row["item"] not in items:
            problems.add(row.problem("item", f"en af {', '.join(items)}"))
        elif row["answer"] not in answers:
            expected = f"et svar på skalaen ({', '.join(answers)})"
            cure = "Ret cellen, eller føj svaret til scales.csv."
            problems.add(row.problem("answer", expected, cure))
        elif not re.fullmatch(r"(100|[0-9]{1,2})%", row["printed"]):
            expected = "en hel procent fra 0% til 100%"
            problems.add(row.problem("printed", expected, _CURE_PERCENT))
        elif not re.fullmatch(r"[1-9][0-9]{0,2}", row["page"]):
            problems.add(row.problem("page", "et sidetal", f"Skriv {question.table_page}."))
        cells[row["item"], row["answer"]] = {
            "question": question.key,
            "item": row["item"],
            "answer": row["answer"],
            "percent": int(re.sub(r"[^0-9]", "", row["printed"]) or 0),
            "page": row["page"],
        }
    wanted = [(item, answer) for item in items for answer in answers]
    for item, answer in wanted:
        if (item, answer) not in cells:
            problems.add(
                Problem(
                    file=f"{_table_name(question)}.csv",
                    found=f"{len(rows)} rækker",
                    expected=f"{len(wanted)} rækker; {item} × {answer} mangler",
                    cure=f"Tilføj rækken fra rapporten s. {question.table_page}.",
                )
            )
    return [cells[key] for key in wanted if key in cells]


def _check_kommuner(rows: list[CsvRow], codebook: Codebook, problems: ProblemList) -> pd.DataFrame:
    reference = read_kommuner()
    check_unique(
        rows,
        ["code"],
        problems,
        "hver kommune én gang; {name} står også i række {first}",
        "Slet den ene række.",
    )
    expected = codebook.population.get("kommuner", len(rows))
    if len(rows) != expected:
        problems.add(
            Problem(
                file="kommuner.csv",
                found=f"{len(rows)} rækker",
                expected=f"{expected} kommuner",
                cure="Sammenlign med rapporten s. 49, og tilføj eller slet rækker.",
            )
        )
    taking_part = []
    for row in rows:
        kommune = reference.get(row["code"])
        if kommune is None or kommune.name != row["name"]:
            known = f'kommunen med koden "{row["code"]}" i data/reference/kommuner.csv'
            problems.add(row.problem("name", known, "Ret kode og navn, så de hører sammen."))
            continue
        staff = row.whole("staff", 1, MOST_STAFF, problems, _CURE_STAFF)
        answers = row.whole("answers", 1, 99, problems, _CURE_STAFF)
        taking_part.append((kommune, staff, answers))
    frame = kommune_frame(taking_part, codebook)
    found = frame["answers"].sum()
    respondents = codebook.population.get("respondents", found)
    if not problems.total and found != respondents:
        problems.add(
            Problem(
                file="kommuner.csv",
                column="answers",
                found=str(found),
                expected=f"{respondents} svar i alt",
                cure="Københavns Kommune svarede med fire chefer, de andre med én "
                "(rapporten s. 40).",
            )
        )
    return frame
