"""One municipality's job centre: staff, size band, rank, and shares as people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from numbers import Integral

import numpy as np
import pandas as pd

from analysis.survey.answers.own import Own
from analysis.survey.checks import InputError, Problem
from analysis.survey.codebook import MOST_STAFF, SizeBand
from analysis.survey.kommuner import Kommune, find_kommune
from analysis.survey.survey import Survey
from analysis.words import text

#: How the command is told the staff.
_OPTION = "--staff 75"


@dataclass(frozen=True)
class JobCentre:
    """What is known of one municipality's job centre.

    ``staff`` is ``published`` (report p. 49) or ``observed`` (given by the municipality), and
    ``answers`` the number of its managers among the respondents, 0 when it took no part.
    ``rank``, ``sharing`` and ``of`` are its place by staff among the survey's municipalities (1 is
    the largest), how many others have the same staff, and of how many the staff is known; for a
    municipality outside the survey, the place its staff would have. ``in_band`` counts
    municipalities of the same size band. ``own`` holds its own answers, when it supplied them:
    question → item → answer.
    """

    kommune: Kommune
    staff: int
    staff_basis: str
    band: SizeBand
    answers: int
    rank: int
    sharing: int
    of: int
    in_band: int
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    notes: str = ""

    @property
    def took_part(self) -> bool:
        """Whether the kommune is one of the survey's."""
        return self.answers > 0

    def people(self, percent: float) -> float:
        """So many people are this per cent of the job centre's staff.

        Examples
        --------
        >>> from analysis.survey.published import read_published
        >>> job_centre(read_published(), "Odder").people(5)
        3.5
        """
        return float(Fraction(percent).limit_denominator(1000) * self.staff / 100)


def job_centre(
    survey: Survey,
    kommune: str,
    *,
    staff: int | None = None,
    own: Own | None = None,
    lang: str = "da",
) -> JobCentre:
    """Find one municipality's job centre by name, alias or code.

    ``staff`` is needed outside the survey's municipalities; ``own`` is from `read_own`. An
    InputError says so, in ``lang``, when the municipality took no part and no staff is given, or
    when ``own`` is another's; and when the municipality is unknown.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> odder = job_centre(read_published(), "odder")
    >>> odder.staff, odder.band.key, odder.rank, odder.sharing
    (70, 'small', 37, 3)
    """
    found = find_kommune(kommune)
    own = own or Own()
    if own.kommune and find_kommune(own.kommune).code != found.code:
        message = text("own_file.other_kommune", lang, written=own.kommune, name=found.name)
        cure = text("own_file.other_kommune_cure", lang, heading="kommune")
        raise InputError(Problem(message, cure))
    given = staff if staff is not None else own.staff
    whole = isinstance(given, Integral) and not isinstance(given, bool)
    if given is not None and not (whole and 1 <= given <= MOST_STAFF):
        words: dict[str, object] = {
            "least": 1,
            "most": MOST_STAFF,
            "found": given,
            "name": found.name,
        }
        raise InputError(text("job_centre.staff_wrong", lang, **words))
    known = found.code in survey.kommuner.index
    if not known and given is None:
        words = {"name": found.name, "of": len(survey.kommuner), "option": _OPTION}
        raise InputError(text("job_centre.outside", lang, **words))
    listed: float = survey.kommuner["staff"].to_dict().get(found.code, np.nan)
    if given is None and pd.isna(listed):
        words = {"name": found.name, "source": survey.source_in(lang), "option": _OPTION}
        raise InputError(text("job_centre.unknown", lang, **words))
    number = given if given is not None else int(listed)
    staffs = survey.kommuner["staff"]
    others = staffs.drop(found.code) if known else staffs
    band = survey.codebook.size_band(number)
    return JobCentre(
        kommune=found,
        staff=number,
        staff_basis="published" if given is None else "observed",
        band=band,
        answers=int(survey.kommuner["answers"].to_dict().get(found.code, 0)),
        rank=int((others > number).sum()) + 1,
        sharing=int((others == number).sum()),
        of=int(others.notna().sum()) + known,
        in_band=int((survey.kommuner["size_band"] == band.key).sum()),
        own=own.answers,
        notes=own.notes,
    )
