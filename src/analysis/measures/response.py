"""Who has answered a survey of the 98 kommuner so far, and at what rate in each group.

Public facts alone: who took part, and how much of the questionnaire. Nothing of what was answered
is told: two counts with one answer between them would show what that one kommune answered
(statistics §9 in ``docs/method.md``).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.measures.groups import UNKNOWN, grouping
from analysis.measures.sample_size import EVERYONE
from analysis.survey.checks import InputError
from analysis.survey.codebook import Labels
from analysis.survey.kommuner import kommune_frame, read_kommuner
from analysis.survey.published import read_published
from analysis.survey.survey import Provenance, Survey, origin_of, with_provenance
from analysis.words import text

#: What a kommune can be: all items answered, some, or none.
STATES = ("complete", "partial", "none")
#: The groups in which response is counted.
RESPONSE_GROUPS = ("size_band", "population", "region", "kommunegruppe")


def response_status(survey: Survey) -> pd.DataFrame:
    """Return for each of the 98 kommuner whether it has answered.

    Parameters
    ----------
    survey : Survey
        Answers with kommuner, from `read_answers`.

    Returns
    -------
    DataFrame
        One row per kommune: ``code``, ``name``, ``region``, ``kommunegruppe``, ``population``,
        ``staff`` and ``size_band`` (of the 49 in the report: a size that is known only because a
        kommune has answered would make every band's rate 100 per cent), ``answers``
        (respondents), ``items`` (of those that anybody has answered, how many its respondents
        have, don't-knows included), ``missing``, ``state`` and ``basis``.

    Raises
    ------
    InputError
        The answers do not say which kommune they are from.

    Examples
    --------
    >>> from analysis.measures.synthetic import synthesize
    >>> response_status(synthesize(seed=1))["state"].value_counts().to_dict()
    {'complete': 49, 'none': 49}
    """
    answers = survey.answers
    if answers is None or "kommune" not in answers:
        raise InputError(
            f"{survey.source}: fandt ingen kommune ved svarene, forventede en kolonne med "
            "kommunens navn eller kode. Tilføj den i filen."
        )
    columns = list(survey.codebook.columns())
    told = answers[columns].notna()
    for marks in (survey.outside_answers, survey.not_applicable):
        if marks is not None:
            told |= marks.reindex(columns=columns, fill_value=False)
    told = told.loc[:, told.any()]
    kommune = answers["kommune"].replace("", None)
    items = told.groupby(kommune).any().sum(axis=1)
    respondents = kommune[told.any(axis=1)].value_counts()
    staff = read_published().kommuner["staff"]
    rows = [
        (each, float(staff.get(code, np.nan)), int(respondents.get(code, 0)))
        for code, each in read_kommuner().items()
    ]
    frame = kommune_frame(rows, survey.codebook).reset_index().drop(columns="landsdel")
    done = frame["code"].map(items).fillna(0).astype(int)
    states = np.select([(done > 0) & (done == told.shape[1]), done > 0], STATES[:2], STATES[2])
    status = frame.assign(
        items=done, missing=told.shape[1] - done, state=states, basis=survey.basis
    )
    return with_provenance(status, _origin(survey))


def response_rates(status: pd.DataFrame, survey: Survey) -> pd.DataFrame:
    """Return how many kommuner have answered, in all and in each group.

    Parameters
    ----------
    status : DataFrame
        From `response_status`.
    survey : Survey
        The same.

    Returns
    -------
    DataFrame
        One row for all and one per group: ``by``, ``group``, ``label_da``, ``label_en``,
        ``kommuner``, ``complete``, ``partial``, ``rate`` (those of them that have answered,
        wholly or in part), ``basis``. Size bands hold the 49 kommuner whose staff the report
        printed; the others are a group of their own.

    Examples
    --------
    >>> from analysis.measures.synthetic import synthesize
    >>> survey = synthesize(seed=1)
    >>> rates = response_rates(response_status(survey), survey)
    >>> rates.loc[0, ["kommuner", "complete", "partial"]].astype(int).tolist()
    [98, 49, 0]
    """
    frame = status.set_index("code").assign(answers=1)
    everyone = Survey(survey.codebook, frame, basis=survey.basis, source=survey.source)
    labels = Labels(text("sample.everyone", "da"), text("sample.everyone", "en"))
    rows = [_rate(EVERYONE, EVERYONE, labels, status["state"])]
    for by in RESPONSE_GROUPS:
        if by == "size_band" and not survey.codebook.size_bands:
            continue
        groups = grouping(everyone, by)
        for place, (key, label) in enumerate(groups.labels.items()):
            inside = status["state"][groups.codes == place]
            if len(inside) or key != UNKNOWN:
                rows.append(_rate(by, key, label, inside))
    return with_provenance(pd.DataFrame(rows).assign(basis=survey.basis), _origin(survey))


def _origin(survey: Survey) -> Provenance:
    """Who took part is a public fact: what says no more may be released."""
    return replace(origin_of(survey), protected=True)


def _rate(by: str, group: str, label: Labels, states: pd.Series) -> dict[str, object]:
    complete, partial = (int((states == state).sum()) for state in STATES[:2])
    rate = (complete + partial) / len(states) if len(states) else np.nan
    return {
        "by": by,
        "group": group,
        "label_da": label.da,
        "label_en": label.en,
        "kommuner": len(states),
        "complete": complete,
        "partial": partial,
        "rate": rate,
    }
