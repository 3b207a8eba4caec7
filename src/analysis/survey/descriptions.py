"""What the report says of the profiles: focus and role (figure 1), and the basic competences."""

from __future__ import annotations

import pandas as pd

from analysis.survey.checks import read_rows
from analysis.survey.paths import survey_folder


def read_profile_roles() -> pd.DataFrame:
    """Read the focus and the roles of the six profiles, in the project's own short words.

    Returns
    -------
    DataFrame
        One row per line: ``item`` (profile key), ``part`` (focus or role), ``text_da``,
        ``text_en``. Source: report figure 1, p. 38.

    Examples
    --------
    >>> read_profile_roles()["item"].nunique()
    6
    """
    return _read("figure_1.csv", "item,part,order,text_da,text_en,page")


def read_competences() -> pd.DataFrame:
    """Read the 16 basic competences, in the project's own short words.

    Returns
    -------
    DataFrame
        One row per competence: ``text_da``, ``text_en``. Source: report p. 35.

    Examples
    --------
    >>> len(read_competences())
    16
    """
    return _read("competences.csv", "order,text_da,text_en,page")


def _read(name: str, columns: str) -> pd.DataFrame:
    rows = read_rows(survey_folder() / "published" / name, columns)
    return pd.DataFrame([row.cells for row in rows]).drop(columns=["order", "page"])
