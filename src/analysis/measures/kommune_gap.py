"""One kommune's gap: its staff × the mean of its size band, or its own answers."""

from __future__ import annotations

import pandas as pd

from analysis.measures.bands import IDEAL, NOW, band_values, measure_values
from analysis.measures.disclosure import protect_supplied
from analysis.measures.job_centre import JobCentre
from analysis.measures.own_answers import with_own
from analysis.measures.workforce import workforce_gap
from analysis.survey.survey import Survey, provenance, with_provenance


def kommune_gap(
    survey: Survey,
    centre: JobCentre,
    *,
    top_band: tuple[float, float, float] | None = None,
) -> pd.DataFrame:
    """Estimate one kommune's gap without telling what its managers answered.

    Parameters
    ----------
    survey : Survey
    centre : JobCentre
        Its staff, and the answers that the kommune itself has told (`read_own`).
    top_band : (float, float, float), optional
        As `workforce_gap` takes it.

    Returns
    -------
    DataFrame
        As `workforce_gap` for one kommune. From the printed tables: its staff × the mean of its
        size band (``modelled``) with the sharp range (``bounded``). From answers: its staff × the
        band's mean, withheld for a band of few answers; the kommune's own answer in the file is
        never shown. Answers that it has told itself stand instead, basis ``observed``.
    """
    told = {key: centre.own[key] for key in (NOW, IDEAL) if key in centre.own}
    if survey.answers is None:
        code = centre.kommune.code
        own = told or None
        return workforce_gap(survey, kommune=code, staff=centre.staff, own=own, top_band=top_band)
    bands = protect_supplied(workforce_gap(survey, by="size_band", top_band=top_band))
    own_band = bands[bands["group"] == centre.band.key].drop(columns="group")
    shares = own_band[own_band["unit"] == "share"]
    people = shares.assign(
        unit="people", **{end: shares[end] * centre.staff for end in ("central", "low", "high")}
    )
    frame = pd.concat([shares, people], ignore_index=True)
    if told:
        values = measure_values(band_values(survey, top_band), "central", never_fewer=False)
        frame = with_own(survey, frame, told, centre.staff, values)
    frame["item"] = pd.Categorical(frame["item"], shares["item"].cat.categories, ordered=True)
    return with_provenance(frame, provenance(bands))
