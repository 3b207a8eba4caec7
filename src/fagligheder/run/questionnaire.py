"""Write the questionnaire of a survey in the formats that it can be answered in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from analysis.survey.checks import InputError, Problem
from analysis.survey.codebook import Codebook, read_codebook
from analysis.survey.extras import load
from analysis.words import text
from fagligheder.dates import today
from fagligheder.files import write_together

Writer = Callable[[Codebook, str, datetime, str], bytes]


def write_questionnaire(survey: Path | None, out: Path, *, lang: str = "da") -> list[Path]:
    """Write a survey's questionnaire.

    Parameters
    ----------
    survey : Path, optional
        The folder of its codebook; the project's own survey when left out.
    out : Path
        A folder for all formats, or a file whose ending chooses one.
    lang : {"da", "en"}
        An XLSForm holds both languages and opens in this one.

    Returns
    -------
    list of Path
        What was written, XLSForm first.

    Raises
    ------
    InputError
        The codebook cannot be read, the ending is of no format, or a file is there already.
    """
    book = read_codebook(survey)
    named = book.about.title["en" if lang == "en" else "da"] if survey else ""
    title = named or text("questionnaire.title_any" if survey else "questionnaire.title", lang)
    day = today()
    created = datetime(day.year, day.month, day.day)
    writers = _writers()
    if out.suffix and not out.is_dir():
        if out.suffix.lower() not in writers:
            expected = f"en mappe eller en fil, der ender på {', '.join(writers)}"
            problem = Problem(f"fandt {out.suffix}, forventede {expected}.", "Ret --out.", out.name)
            raise InputError(problem)
        chosen = {out: writers[out.suffix.lower()]}
    else:
        name = text("questionnaire.file", lang)
        chosen = {out / f"{name}{ending}": writer for ending, writer in writers.items()}
    for path in chosen:
        if path.exists():
            raise InputError(text("questionnaire.exists", lang, path=path))
    made = {path: writer(book, title, created, lang) for path, writer in chosen.items()}
    write_together(made)
    return list(made)


def _writers() -> Mapping[str, Writer]:
    """The writer of each format by its ending."""
    return {".xlsx": _xlsx, ".docx": _docx, ".pdf": _pdf}


def _xlsx(codebook: Codebook, title: str, created: datetime, lang: str) -> bytes:
    load("xlsxwriter", "reports")
    from fagligheder.office.xlsform import xlsform

    return xlsform(codebook, title, created, lang)


def _docx(codebook: Codebook, title: str, created: datetime, lang: str) -> bytes:
    load("docx", "reports")
    from fagligheder.office.word_questionnaire import word_questionnaire

    return word_questionnaire(codebook, title, created, lang)


def _pdf(codebook: Codebook, title: str, created: datetime, lang: str) -> bytes:
    load("pikepdf", "reports")
    from fagligheder.documents.pdf_questionnaire import pdf_questionnaire

    return pdf_questionnaire(codebook, title, created, lang)
