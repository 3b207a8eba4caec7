"""Which kommuner took part in the survey of 2017, and in the workshops and talks before it."""

from __future__ import annotations

import pandas as pd

from analysis.catalogue.catalogue import Catalogue
from analysis.survey.kommuner import read_kommuner
from analysis.survey.survey import Survey

#: What a kommune took part in, from most to nothing.
STATES = ("both", "survey", "talks", "none")


def contributors(catalogue: Catalogue, survey: Survey) -> pd.Series:
    """Return what each kommune took part in: the survey, workshops or talks, both or none.

    Examples
    --------
    >>> from analysis.catalogue.catalogue import read_catalogue
    >>> from analysis.survey.published import read_published
    >>> contributors(read_catalogue(), read_published())[["0101", "0727", "0730"]].tolist()
    ['both', 'survey', 'talks']
    """
    asked, talked = set(survey.kommuner.index), set(catalogue.event_kommuner["code"])
    states = {
        code: STATES[2 * (code not in asked) + (code not in talked)] for code in read_kommuner()
    }
    return pd.Series(states, name="state")
