"""A survey's codebook as documents (HTML, PDF, ipynb) and as a workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from analysis.display.text.survey_words import is_own
from analysis.measures.codebook_items import codebook_items
from analysis.measures.disclosure import refuse_unprotected
from analysis.measures.sources import is_made_up, read_survey
from analysis.survey.survey import Survey
from analysis.words import text
from fagligheder.files import write_whole
from fagligheder.office.codebook_sheets import codebook_sheets
from fagligheder.run.batch import make_reports
from fagligheder.run.export import workbook
from fagligheder.run.file_names import document_name, document_title
from fagligheder.run.job import Job, Outcome
from fagligheder.run.parameters import Value

#: The notebook, and the name of its documents.
NOTEBOOK = "kodebog"


def plan_codebook(
    survey: Survey,
    *,
    folder: Path | None = None,
    answers: Path | None = None,
    sheet: str | None = None,
    theme: Path | None = None,
    lang: str = "da",
) -> Job:
    """The codebook of a survey as a document to make.

    Parameters
    ----------
    survey : Survey
        As ``folder``, ``answers`` and ``sheet`` give it.
    folder, answers, sheet, theme, lang
        As `fagligheder.run.batch.plan`.
    """
    source = answers if answers is None or is_made_up(answers) else answers.resolve()
    parameters: dict[str, Value] = {
        "survey": str(folder.resolve()) if folder else None,
        "answers": None if source is None else str(source),
        "lang": lang,
    }
    parameters |= {"sheet": sheet} if sheet else {}
    parameters |= {"theme": str(theme.resolve())} if theme else {}
    facts: dict[str, Value] = {"basis": survey.basis, "lang": lang}
    title = text("codebook.document", lang)
    if not is_own(survey.codebook):
        facts["survey"] = survey.codebook.about.title[lang]
    return Job(
        NOTEBOOK,
        document_name(NOTEBOOK, lang=lang),
        document_title(title, lang=lang),
        parameters,
        facts,
    )


def make_codebook(
    out: Path,
    *,
    folder: Path | None = None,
    answers: Path | None = None,
    sheet: str | None = None,
    theme: Path | None = None,
    lang: str = "da",
    again: bool = False,
    day: date | None = None,
) -> tuple[list[Outcome], Path]:
    """Write a survey's codebook: HTML, PDF and ipynb, and a workbook beside them.

    Parameters
    ----------
    out : Path
        The folder; made when it is missing.
    folder, answers, sheet, theme, lang
        As `fagligheder.run.batch.plan`. Supplied answers are protected.
    again : bool
        As of `fagligheder.run.ledger.register_release`.
    day : date, optional
        On the workbook's cover; today when left out.

    Returns
    -------
    list of Outcome, Path
        What became of the documents, and the workbook.

    Raises
    ------
    InputError
        The survey cannot be read, or the release is refused.
    """
    survey = read_survey(folder, sheet, answers=answers, protected=True)
    given: dict[str, Path | None] = {"folder": folder, "answers": answers, "theme": theme}
    job = plan_codebook(survey, sheet=sheet, lang=lang, **given)
    outcomes = make_reports([job], out, release_again=again)
    path = out / f"{text('codebook.file', lang)}.xlsx"
    items = codebook_items(survey)
    refuse_unprotected(items, path.name)
    sheets = codebook_sheets(survey, items, lang=lang)
    write_whole(path, workbook(survey, sheets, lang=lang, day=day))
    return outcomes, path
