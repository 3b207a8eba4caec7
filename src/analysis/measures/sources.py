"""Read the survey that is asked for: printed tables, a file of answers, or made-up answers."""

from __future__ import annotations

import re
from pathlib import Path

from analysis.measures.synthetic import synthesize
from analysis.survey.answers.mapping import mapping_beside
from analysis.survey.answers.reader import read_answers
from analysis.survey.published import read_published
from analysis.survey.survey import Survey

_MADE_UP = re.compile(r"(?:syntetisk|synthetic)(?::([0-9]{1,9}))?", re.IGNORECASE)
#: How strongly made-up answers follow the job centre's size.
ASSOCIATION = 0.5

_kept: dict[str, Survey] = {}


def read_survey(answers: Path | str | None = None, protected: bool = True) -> Survey:
    """Read a file of answers, make answers up, or read the survey as published.

    Parameters
    ----------
    answers : path or str, optional
        A file that `read_answers` reads, with the mapping file ``svar.kolonner.yml`` (or
        ``.csv``) beside ``svar.xlsx`` when there is one; or ``syntetisk`` (``syntetisk:7`` for
        seed 7) for made-up answers, which are stamped on every figure and page. Left out: the
        report's printed tables.
    protected : bool
        Whether what is computed of a file's answers hides small groups.

    Returns
    -------
    Survey

    Examples
    --------
    >>> read_survey().basis, read_survey("syntetisk:7").basis
    ('recovered', 'synthetic')
    """
    if (kept := _kept.get(str(answers or ""))) is not None:
        return kept
    if not answers:
        return read_published()
    seed = made_up_seed(answers)
    if seed is not None:
        return synthesize(seed, ASSOCIATION)
    return read_answers(answers, mapping_beside(Path(answers)))


def keep_survey(answers: Path | str | None = None) -> Survey:
    """Read a survey once for all documents that this process forks; `read_survey` returns it."""
    forget_survey()
    _kept[str(answers or "")] = survey = read_survey(answers)
    return survey


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
