"""The survey as the report printed it: percentages, municipalities and staff, checked."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from analysis.survey.checks import (
    InputError,
    Row,
    duplicates,
    parse_int,
    problem,
    raise_if_any,
    read_rows,
)
from analysis.survey.codebook import Codebook, Question, read_codebook
from analysis.survey.kommuner import read_kommuner
from analysis.survey.paths import data_folder
from analysis.survey.survey import Survey

REPORT = (
    "KL, HK Kommunal og Dansk Socialrådgiverforening: Fagligheder på beskæftigelsesområdet, 2017"
)
_CURE_PERCENT = "Ret cellen, så den står som i rapportens kapitel 14, fx 88%."
_CURE_STAFF = "Ret cellen efter rapporten s. 49."


def read_published(folder: Path | str | None = None) -> Survey:
    """Read the survey as the report printed it, and check every cell.

    Parameters
    ----------
    folder : path, optional
        A folder with ``figure_2.csv`` … ``figure_6.csv`` and ``kommuner.csv``; the project's
        own ``data/published`` when left out.

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
    folder = Path(folder) if folder is not None else data_folder() / "published"
    codebook = read_codebook()
    problems: list[str] = []
    cells = []
    for question in codebook.questions.values():
        rows = _rows(folder / f"figure_{question.figure}.csv", _FIGURE_COLUMNS, problems)
        if rows is not None:
            cells += _check_figure(question, rows, problems)
    rows = _rows(folder / "kommuner.csv", _KOMMUNE_COLUMNS, problems)
    kommuner = pd.DataFrame() if rows is None else _check_kommuner(rows, codebook, problems)
    raise_if_any(problems)
    return Survey(
        codebook=codebook,
        kommuner=kommuner,
        basis="recovered",
        source=REPORT,
        printed=pd.DataFrame(cells),
    )


_FIGURE_COLUMNS = ["item", "answer", "printed", "page"]
_KOMMUNE_COLUMNS = ["code", "name", "printed_name", "staff", "answers", "page"]


def _rows(path: Path, columns: list[str], problems: list[str]) -> list[Row] | None:
    """The rows of a file; None, with its problem noted, when it cannot be read."""
    try:
        return read_rows(path, columns)
    except InputError as error:
        problems.extend(error.problems)
        return None


def _check_figure(
    question: Question, rows: list[Row], problems: list[str]
) -> list[dict[str, object]]:
    items = [item.key for item in question.items]
    answers = question.scale.keys
    cells: dict[tuple[str, str], dict[str, object]] = {}
    for first, later in duplicates(rows, "item", "answer"):
        problems.append(
            later.problem(
                "answer",
                f'"{later["item"]}" × "{later["answer"]}" én gang; den står også '
                f"i række {first.number}",
                "Slet den ene række.",
            )
        )
    for row in rows:
        expected = None
        if row["item"] not in items:
            expected = row.problem("item", f"en af {', '.join(items)}", "Ret cellen.")
        elif row["answer"] not in answers:
            expected = row.problem(
                "answer",
                f"et svar på skalaen ({', '.join(answers)})",
                "Ret cellen, eller føj svaret til data/codebook/scales.csv.",
            )
        elif not re.fullmatch(r"(100|[0-9]{1,2})%", row["printed"]):
            expected = row.problem("printed", "en hel procent fra 0% til 100%", _CURE_PERCENT)
        elif not re.fullmatch(r"[1-9][0-9]{0,2}", row["page"]):
            expected = row.problem("page", "et sidetal", f"Skriv {question.table_page}.")
        if expected:
            problems.append(expected)
        cells[row["item"], row["answer"]] = {
            "question": question.key,
            "item": row["item"],
            "answer": row["answer"],
            "percent": int(re.sub(r"[^0-9]", "", row["printed"]) or 0),
            "page": row["page"],
        }
    wanted = [(item, answer) for item in items for answer in answers]
    missing = [key for key in wanted if key not in cells]
    problems += [
        problem(
            f"figure_{question.figure}.csv",
            None,
            None,
            f"{len(rows)} rækker",
            f"{len(wanted)} rækker; {item} × {answer} mangler",
            f"Tilføj rækken fra rapporten s. {question.table_page}.",
        )
        for item, answer in missing
    ]
    return [cells[key] for key in wanted if key in cells]


def _check_kommuner(rows: list[Row], codebook: Codebook, problems: list[str]) -> pd.DataFrame:
    reference = read_kommuner()
    for first, later in duplicates(rows, "code"):
        problems.append(
            later.problem(
                "code",
                f"hver kommune én gang; {later['name']} står også i række {first.number}",
                "Slet den ene række.",
            )
        )
    expected = codebook.population["kommuner"]
    if len(rows) != expected:
        problems.append(
            problem(
                "kommuner.csv",
                None,
                None,
                f"{len(rows)} rækker",
                f"{expected} kommuner",
                "Sammenlign med rapporten s. 49, og tilføj eller slet rækker.",
            )
        )
    records = []
    for row in rows:
        kommune = reference.get(row["code"])
        if kommune is None or kommune.name != row["name"]:
            problems.append(
                row.problem(
                    "name",
                    f'kommunen med koden "{row["code"]}" i data/reference/kommuner.csv',
                    "Ret kode og navn, så de hører sammen.",
                )
            )
            continue
        staff = parse_int(row, "staff", 1, 10**9, problems, _CURE_STAFF)
        records.append(
            {
                "code": kommune.code,
                "name": kommune.name,
                "staff": staff,
                "answers": parse_int(row, "answers", 1, 99, problems, _CURE_STAFF),
                "region": kommune.region,
                "landsdel": kommune.landsdel,
                "kommunegruppe": kommune.kommunegruppe,
                "population": kommune.population,
                "size_band": codebook.size_band(max(staff, 1)).key,
            }
        )
    answers = sum(int(str(record["answers"])) for record in records)
    if not problems and answers != codebook.population["respondents"]:
        problems.append(
            problem(
                "kommuner.csv",
                None,
                "answers",
                str(answers),
                f"{codebook.population['respondents']} svar i alt",
                "Københavns Kommune svarede med fire chefer, de andre med én (rapporten s. 40).",
            )
        )
    return pd.DataFrame(records).set_index("code") if records else pd.DataFrame()
