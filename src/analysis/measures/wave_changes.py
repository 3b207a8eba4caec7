"""Two waves of a survey compared on every question that both have, and on the same units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from analysis.measures.disclosure import released
from analysis.measures.intervals import LEVEL
from analysis.measures.printed_change import printed_change
from analysis.measures.waves import compare_waves
from analysis.survey.checks import InputError
from analysis.survey.survey import Survey, provenance, with_provenance
from analysis.words import said


def wave_changes(a: Survey, b: Survey, *, protected: bool = False) -> pd.DataFrame:
    """Give the change of each answer's share on every question that two waves have in common.

    Parameters
    ----------
    a, b : Survey
        The earlier and the later wave.
    protected : bool
        As `compare_waves`. Protected answers are counted, never weighted.

    Returns
    -------
    DataFrame
        The rows of `compare_waves` for each question, and ``items``: how many items there are in
        all. The intervals are so wide that those of one answer to each item hold all at once
        (Bonferroni): their level is 1 − 0.05 / ``items``.

    Raises
    ------
    InputError
        The waves have no question in common that is asked on the same scale.

    Examples
    --------
    >>> from analysis.measures.synthetic import synthesize
    >>> from analysis.survey.published import read_published
    >>> changes = wave_changes(read_published(), synthesize(seed=1))
    >>> changes["question"].nunique(), int(changes["items"].iloc[0])
    (5, 35)
    """
    a, b = released(a, protected), released(b, protected)
    asked = shared_items(a, b)
    number = sum(map(len, asked.values()))
    weights = a.released is None and b.released is None
    level = 1 - (1 - LEVEL) / number
    frame = _joined(
        lambda key: compare_waves(a, b, key, level=level, weights=weights), list(asked), a, b
    )
    frame["items"] = number
    return frame


def unit_changes(report: Survey, survey: Survey, *, protected: bool = False) -> pd.DataFrame:
    """Bound how the same units have changed since a printed report, on every shared question.

    Parameters
    ----------
    report, survey, protected
        As `printed_change`.

    Returns
    -------
    DataFrame
        The rows of `printed_change` for each question.

    Raises
    ------
    InputError
        As `printed_change`; ask `same_units` first.

    Examples
    --------
    >>> from analysis.measures.synthetic import synthesize
    >>> from analysis.survey.published import read_published
    >>> same_units(read_published(), synthesize(seed=1))
    True
    >>> len(unit_changes(read_published(), synthesize(seed=1)))
    132
    """
    asked = list(shared_items(report, survey))
    return _joined(
        lambda key: printed_change(report, survey, key, protected=protected), asked, report, survey
    )


def same_units(report: Survey, survey: Survey) -> bool:
    """Whether later answers are all of a printed report's units, with no more from any of them."""
    if not report.is_printed or survey.is_printed:
        return False
    if "answers" not in report.kommuner or "answers" not in survey.kommuner:
        return False
    number = survey.kommuner["answers"]
    allowed = report.kommuner["answers"].reindex(number.index).fillna(0)
    return bool(len(number)) and bool((number <= allowed).all())


def shared_items(a: Survey, b: Survey) -> dict[str, list[str]]:
    """The items that both waves have, by the key of their question, where the scale is the same.

    Raises
    ------
    InputError
        There are none.
    """
    shared: dict[str, list[str]] = {}
    for key, later in b.codebook.questions.items():
        earlier = a.codebook.questions.get(key)
        if earlier is None or earlier.scale.keys != later.scale.keys:
            continue
        known = {item.key for item in earlier.items}
        items = [item.key for item in later.items if item.key in known]
        shared |= {key: items} if items else {}
    if not shared:
        raise InputError(said("wave_change.nothing_shared", a=a.source, b=b.source))
    return shared


def _joined(
    measure: Callable[[str], pd.DataFrame], questions: list[str], a: Survey, b: Survey
) -> pd.DataFrame:
    """The frames of all questions as one, with both sources."""
    frames = [measure(key) for key in questions]
    frame = pd.concat(
        [each.astype({"item": str, "answer": str}) for each in frames], ignore_index=True
    )
    sources = {
        lang: said("wave_change.sources", a=a.source_in(lang), b=b.source_in(lang))
        for lang in ("da", "en")
    }
    origin = replace(
        provenance(frames[0]),
        source=str(sources["da"]),
        source_en=sources["en"].english,
        protected=all(provenance(each).protected for each in frames),
    )
    return with_provenance(frame, origin)
