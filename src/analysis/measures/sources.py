"""Read the survey that is asked for: printed tables, a file of answers, or made-up answers."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from analysis.measures.disclosure import protect
from analysis.measures.synthetic import synthesize
from analysis.survey.answers.mapping import mapping_beside
from analysis.survey.answers.reader import read_answers
from analysis.survey.checks import InputError
from analysis.survey.folder import is_survey_folder, read_folder
from analysis.survey.published import read_published
from analysis.survey.survey import Survey

_MADE_UP = re.compile(r"(?:syntetisk|synthetic)(?::([0-9]{1,9}))?", re.IGNORECASE)
#: How strongly made-up answers follow the job centre's size.
ASSOCIATION = 0.5

_kept: dict[tuple[str, ...], Survey] = {}


def read_survey(
    folder: Path | str | None = None,
    sheet: str | None = None,
    *,
    answers: Path | str | None = None,
    by: str | None = None,
    protected: bool = True,
) -> Survey:
    """Read the survey to publish from: a file of answers, protected, or the printed tables.

    Parameters
    ----------
    folder : path or str, optional
        A survey's folder, with ``survey.toml`` and ``questions.csv``: its answers, if it names
        any, else its published tables. Or what ``answers`` takes, of the survey of 2017.
    answers : path or str, optional
        Instead of those that the folder names: a file that `read_answers` reads, with the
        mapping file ``svar.kolonner.yml`` (or ``.csv``) beside ``svar.xlsx`` when there is one;
        or ``syntetisk`` (``syntetisk:7`` for seed 7) for made-up answers, which are
        stamped on every figure and page. Left out: the printed tables.
    sheet : str, optional
        Sheet of a workbook; the first that is not hidden when left out.
    by : str, optional
        The grouping of the survey's cross-tabs, and that which supplied answers are protected by.
        The survey's own, or the size bands, when left out.
    protected : bool
        Protect supplied answers for release (`protect`). False gives the answers
        themselves, for one's own use: exports and reports refuse what is made of them.

    Returns
    -------
    Survey

    Raises
    ------
    InputError
        The file cannot be used, or a sheet is chosen without a file.

    Examples
    --------
    >>> read_survey().basis, read_survey("syntetisk:7").basis
    ('recovered', 'synthetic')
    """
    if (kept := _kept.get(_key(folder, sheet, answers, by, protected))) is not None:
        return kept
    if folder and made_up_seed(folder) is None and is_survey_folder(folder):
        return _released(read_folder(folder, answers or None, sheet or None), by, protected)
    answers = answers or folder
    seed = made_up_seed(answers) if answers else None
    if answers and seed is None:
        mapping = mapping_beside(Path(answers))
        return _released(read_answers(answers, mapping, sheet=sheet or None), by, protected)
    if sheet:
        raise InputError(
            f"Arket {sheet!r} er valgt, men der er ingen projektmappe at tage det fra. "
            "Angiv filen med svar, eller udelad arket."
        )
    made = read_published() if seed is None else synthesize(seed, ASSOCIATION)
    return _released(made, by, protected)


def _released(survey: Survey, by: str | None, protected: bool) -> Survey:
    """A survey by its grouping, protected where it is of supplied answers."""
    if by is not None:
        survey = replace(survey, codebook=survey.codebook.grouped_by(by))
    return protect(survey, by) if protected and survey.basis == "observed" else survey


def keep_survey(
    folder: Path | str | None = None,
    sheet: str | None = None,
    *,
    answers: Path | str | None = None,
    by: str | None = None,
    protected: bool = True,
) -> Survey:
    """Read a survey once for all documents that this process forks; `read_survey` returns it."""
    forget_survey()
    survey = read_survey(folder, sheet, answers=answers, by=by, protected=protected)
    _kept[_key(folder, sheet, answers, by, protected)] = survey
    return survey


def _key(
    folder: Path | str | None,
    sheet: str | None,
    answers: Path | str | None,
    by: str | None,
    protected: bool,
) -> tuple[str, ...]:
    named = (folder or answers, sheet, answers if folder else None, by)
    return (*(str(each or "") for each in named), str(protected))


def forget_survey() -> None:
    """Keep no survey any longer."""
    _kept.clear()


def made_up_seed(answers: Path | str) -> int | None:
    """The seed of the made-up answers that these words ask for; None when they name a file."""
    made_up = _MADE_UP.fullmatch(str(answers))
    return int(made_up[1] or 1) if made_up else None


def is_made_up(answers: Path | str | None) -> bool:
    """Whether these words ask for made-up answers rather than for a file."""
    return answers is not None and made_up_seed(answers) is not None
