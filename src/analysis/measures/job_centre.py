"""One municipality's job centre: staff, size band, rank, and shares as people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from numbers import Integral

import numpy as np
import pandas as pd

from analysis.measures.staff_bands import FEWEST_STAFF
from analysis.survey.answers.own import Own
from analysis.survey.checks import InputError, Problem
from analysis.survey.codebook import MOST_STAFF, Codebook, SizeBand
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
        return float(self._people(percent))

    def whole_people(self, percent: float) -> tuple[int, int]:
        """The whole people below and above so many per cent; both the nearest from 20 on.

        Examples
        --------
        >>> from analysis.survey.published import read_published
        >>> odder = job_centre(read_published(), "Odder")
        >>> odder.whole_people(5), odder.whole_people(20)
        ((3, 4), (14, 14))
        """
        people = self._people(percent)
        if people >= FEWEST_STAFF:
            return (floor(people + Fraction(1, 2)),) * 2
        return floor(people), ceil(people)

    def headcounts(self, band: tuple[float, float, float], top: float) -> tuple[int, int | None]:
        """The fewest and the most whole people that lie in a band of per cent of the staff.

        The lowest band is less than its upper end and the open one, from ``top``, more than that;
        the others hold both their ends. No most for the open one; a most below the fewest where a
        band holds no whole number of people.

        Examples
        --------
        >>> from analysis.survey.published import read_published
        >>> odder = job_centre(read_published(), "Odder")
        >>> [odder.headcounts(band, 20) for band in ((0, 2.5, 5), (5, 7.5, 10), (20, 25, 30))]
        [(0, 3), (4, 7), (15, None)]
        """
        low, _, high = band
        if low >= top:
            return floor(self._people(low)) + 1, None
        most = ceil(self._people(high)) - 1 if low <= 0 else floor(self._people(high))
        return ceil(self._people(low)), most

    def _people(self, percent: float) -> Fraction:
        return Fraction(percent).limit_denominator(1000) * self.staff / 100


class OwnByRole(Mapping[str, Mapping[str, str]]):
    """A centre's own answers by question, which a question's role names as well as its key."""

    def __init__(self, codebook: Codebook, answers: Mapping[str, Mapping[str, str]]) -> None:
        self._roles, self._answers = dict(codebook.about.roles), dict(answers)

    def __getitem__(self, name: str) -> Mapping[str, str]:
        key = name if name in self._answers else self._roles.get(name, name)
        return self._answers[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)


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
    found = find_kommune(kommune, lang=lang)
    own = own or Own()
    if own.kommune and find_kommune(own.kommune, lang=lang).code != found.code:
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
        words |= {"source": survey.source_in(lang)}
        key = "outside" if survey.is_printed else "outside_file"
        raise InputError(text(f"job_centre.{key}", lang, **words))
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
        own=OwnByRole(survey.codebook, own.answers),
        notes=own.notes,
    )
