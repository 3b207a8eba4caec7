"""Check the printed tables or a file of answers, in lines for the terminal."""

from __future__ import annotations

from pathlib import Path

from analysis.competence.workbook import is_centre_workbook, read_centre
from analysis.display.text.statements import difference_sentence
from analysis.measures.agreement import agreement_with_report
from analysis.measures.counts import counts_by_answer
from analysis.measures.sources import read_survey
from analysis.survey.answers.excel import rows_by_sheet
from analysis.survey.answers.own import MOST_WORKBOOK, read_filled_own
from analysis.survey.answers.own_workbook import is_own_form
from analysis.survey.checks import InputError, Problem
from analysis.survey.codebook import Lang
from analysis.survey.folder import folder_problems, has_numbers, open_folder, read_folder
from analysis.survey.published import read_published
from analysis.survey.survey import Survey
from analysis.survey.worded import in_language
from analysis.words import said, text

#: Differing cells named one by one; the rest are counted.
NAMED = 20


def check_published(*, lang: str = "da") -> list[str]:
    """Check the printed tables: each question's percentages fit one number of answers alone."""
    survey = read_published()
    cells = 0 if survey.printed is None else len(survey.printed)
    bases = counts_by_answer(survey).groupby("question", sort=False)["base"].first()
    lines = [text("check.published", lang, cells=cells, **_counted(survey))]
    for key, base in bases.items():
        figure = survey.codebook.question(str(key)).figure
        lines.append(text("check.figure", lang, figure=figure, n=base))
    return lines


def check_answers(path: Path, sheet: str | None = None, *, lang: Lang = "da") -> list[str]:
    """Check a file of answers, and compare it with the printed tables cell by cell.

    A form of own answers, and a job centre's workbook, are checked as such.

    Raises
    ------
    InputError
        The file is not sound; all its problems are listed.
    """
    if is_centre_workbook(path):
        return _check_centre(path, lang)
    try:
        survey = read_survey(path, sheet, protected=False)
    except InputError as error:
        if _is_own_form(path):
            return _check_own(path, lang)
        sheets = _filled_sheets(path)
        cure = said("check.sheet_cure", option="--sheet")
        more = [Problem(sheets, cure, path.name)] if sheets else []
        raise InputError([*error.problems, *more]) from None
    counts = counts_by_answer(survey)
    lines = [
        text(
            "check.read",
            lang,
            file=path.name,
            items=counts.groupby(["question", "item"]).ngroups,
            **_counted(survey),
        ),
        *(f"  {in_language(note, lang)}" for note in (_filled_sheets(path), *survey.notes) if note),
    ]
    cells = agreement_with_report(survey)
    missing = cells[cells["base"] == 0]
    if len(missing):
        items = missing.groupby(["question", "item"]).ngroups
        lines.append(text("check.missing", lang, items=items))
    cells = cells[cells["base"] > 0]
    differing = cells[cells["verdict"] == "differs"]
    same = len(cells) - len(differing)
    lines.append(text("check.compared", lang, same=same, of=len(cells)))
    for found in differing.head(NAMED).to_dict("records"):
        row = {str(name): value for name, value in found.items()}
        question = survey.codebook.question(row["question"])
        named = {
            "item": question.item(row["item"]).short[lang],
            "answer": question.answer(row["answer"]).short[lang],
            "difference": difference_sentence(row, lang=lang),
        }
        counts_of = {name: row[name] for name in ("printed", "percent", "n", "base")}
        lines.append(text("check.differs", lang, figure=question.figure, **named, **counts_of))
    if len(differing) > NAMED:
        lines.append(text("check.more", lang, number=len(differing) - NAMED))
    return lines


def check_survey(
    folder: Path, answers: Path | None = None, sheet: str | None = None, *, lang: str = "da"
) -> list[str]:
    """Check a survey's folder: its files, and its answers or published tables.

    Raises
    ------
    InputError
        All problems of all its files are listed.
    """
    if problems := folder_problems(folder):
        raise InputError(problems)
    book = open_folder(folder).codebook
    items = sum(len(question.items) for question in book.questions.values())
    title, questions = book.about.title[lang], len(book.questions)
    lines = [text("check.survey", lang, title=title, questions=questions, items=items)]
    if answers or has_numbers(folder):
        survey = read_folder(folder, answers, sheet)
        source = survey.source_in(lang)
        lines.append(text("check.answers", lang, source=source, n=survey.respondents))
        lines += [f"  {in_language(note, lang)}" for note in survey.notes]
    return lines


def _check_centre(path: Path, lang: str) -> list[str]:
    """Check a job centre's workbook, and say how many rows there are of each kind."""
    centre = read_centre(path, lang=lang)
    tables = ("needs", "employees", "offers", "limits", "steps")
    counts = {name: len(getattr(centre, name)) for name in tables}
    counts["answers"] = centre.own.number
    lines = [text("centre_book.checked", lang, file=path.name, **counts), *centre.notes]
    if centre.synthetic:
        own, place = text("centre_choices.own", lang), text("centre_sheets.centre", lang)
        lines.append(text("centre_book.checked_synthetic", lang, own=own, centre=place))
    return lines


def _is_own_form(path: Path) -> bool:
    try:
        return path.stat().st_size <= MOST_WORKBOOK and is_own_form(path.read_bytes())
    except OSError:
        return False


def _check_own(path: Path, lang: str) -> list[str]:
    """Check a form of own answers, and say what is filled in."""
    own = read_filled_own(path, lang=lang)
    told = [own.kommune] if own.kommune else []
    told += [text("check.staff", lang, staff=own.staff)] if own.staff is not None else []
    noted = "check.notes" if own.notes.strip() else "check.no_notes"
    told += [text("check.given", lang, n=own.number), text(noted, lang)]
    return [text("check.own", lang, file=path.name, told=", ".join(told))]


def _counted(survey: Survey) -> dict[str, int]:
    return {"kommuner": len(survey.kommuner), "n": survey.respondents}


def _filled_sheets(path: Path) -> str:
    """Name the sheets of a workbook that have rows; nothing when there is only one sheet."""
    if path.suffix.lower() != ".xlsx":
        return ""
    try:
        rows = rows_by_sheet(path)
    except Exception:  # what is wrong with the file is said where it is read
        return ""
    filled = ", ".join(f"{name} ({count})" for name, count in rows.items() if count)
    return said("check.sheets", names=filled) if len(rows) > 1 and filled else ""
