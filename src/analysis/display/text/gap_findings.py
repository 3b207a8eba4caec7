"""What a workforce gap says: the finding over its figure, and the sentence beside it."""

from __future__ import annotations

import pandas as pd

from analysis.display.text.captions import sentences_of
from analysis.display.text.large_shares import part_of_staff
from analysis.display.text.numbers import joined, number, number_range
from analysis.display.text.workforce import (
    by_finding,
    estimate_of,
    gap_rows,
    gap_staff,
    gap_subject,
    gap_texts,
    gap_unit,
    signed_range,
)
from analysis.measures.staff_bands import shown_unit
from analysis.survey.codebook import Scale
from analysis.words import text


def gap_title(gap: pd.DataFrame, lang: str) -> str:
    """The finding: how many more over the profiles, and whether that is an estimate.

    Own answers are counted by their direction. Where a gap is unknown, what the figure is about.

    Examples
    --------
    >>> from analysis.measures.workforce import workforce_gap
    >>> from analysis.survey.published import read_published
    >>> gap_title(workforce_gap(read_published(), kommune="Odder"), "en")[:72]
    'Estimate: another 2–3 of 70 staff would ideally match each profile, but '
    """
    rows = gap_rows(gap)
    if rows["gap"].isna().any():
        return text("gap.title", lang)
    own = rows[rows["own"]]
    if own.empty:
        return _survey_title(gap, rows, lang)
    directions = [each.direction for each in gap_texts(own, lang).values()]
    ways = {"more": 1, "fewer": -1, "same": 0}
    counted = {name: directions.count(way) for name, way in ways.items()}
    key = "gap.title_own" if len(own) == len(rows) else "gap.title_some_own"
    return text(key, lang, of=len(rows), rest=len(rows) - len(own), **counted)


def _survey_title(gap: pd.DataFrame, rows: pd.DataFrame, lang: str) -> str:
    written = gap_texts(rows, lang)
    ends = [written[item].gap for item in (rows["gap"].idxmin(), rows["gap"].idxmax())]
    exact = estimate_of(gap) == "exact"
    if min(each.direction for each in written.values()) < 0 or ends[1] == "0":
        words = {"range": signed_range(rows["gap"], lang), "unit": gap_unit(gap, lang)}
        title = text("gap.title_between" if exact else "gap.title_between_estimate", lang, **words)
    else:
        low, high = (each.lstrip("+") for each in ends)
        amount = text(
            f"gap.amount_{shown_unit(gap)}",
            lang,
            range=low if low == high else number_range(low, high, lang),
            staff=number(gap_staff(gap), lang),
        )
        title = text("gap.title_more" if exact else "gap.title_more_estimate", lang, amount=amount)
    if not _is_open(rows):
        return title
    low, high = (number(abs(end), lang) for end in (rows["gap_low"].min(), rows["gap_high"].max()))
    return text(f"gap.title_open_{shown_unit(gap)}", lang, title=title, low=low, high=high)


def gap_sentence(gap: pd.DataFrame, *, lang: str = "da") -> str:
    """Say for which profiles the gap is largest and smallest, as the figure writes it.

    They stand in the figure's order, and those whose gaps are written alike are named together.
    Own answers have a sentence of their own, and where some are more than today and others fewer,
    both are said. Empty where a gap is unknown.

    Examples
    --------
    >>> from analysis.measures.workforce import workforce_gap
    >>> from analysis.survey.published import read_published
    >>> gap_sentence(workforce_gap(read_published()))[:75]
    'Forskellen mellem ideelt og i dag er størst for Udvikling (+400 medarbejder'
    """
    rows = by_finding(gap_rows(gap))
    if rows["gap"].isna().any():
        return ""
    some_own = bool(rows["own"].any())
    parts = [
        _extremes(gap, rows[rows["own"] == own], kind, lang)
        for own, kind in ((True, "own_"), (False, "rest_" if some_own else ""))
    ]
    return sentences_of(*parts)


def open_words(gap: pd.DataFrame, lang: str) -> str:
    """That managers want more, and that it is unknown how many staff; empty where it is known."""
    return text("gap.open", lang) if _is_open(gap_rows(gap)) else ""


def _is_open(rows: pd.DataFrame) -> bool:
    """Whether every difference can be fewer as well as more."""
    return bool(((rows["gap_low"] < 0) & (rows["gap_high"] > 0)).all())


def order_words(scale: Scale, lang: str) -> str:
    """Why a gap's profiles may stand in another order than those of `draw_large_shares`."""
    return text("gap.order", lang, part=part_of_staff(scale, lang))


def _extremes(gap: pd.DataFrame, rows: pd.DataFrame, kind: str, lang: str) -> str:
    """The largest and the smallest of some profiles' gaps; by size, whatever their signs."""
    if rows.empty:
        return ""
    subject, written = gap_subject(gap, lang), gap_texts(rows, lang)

    def named(value: str) -> str:
        return joined([subject.item(item) for item, each in written.items() if each.gap == value],
                      lang)  # fmt: skip

    def counted(value: str) -> str:
        one = value in ("+1", "−1") and shown_unit(gap) == "people"
        key = "gap.one_person" if one else "gap.amount"
        return text(key, lang, gap=value, unit=gap_unit(gap, lang))

    size = rows["gap"].abs()
    most, least = (written[place].gap for place in (size.idxmax(), size.idxmin()))
    if len({each.gap for each in written.values()}) == 1:
        everything = len(rows) == len(subject.question.items)
        items = text("gap.all_profiles", lang) if everything else named(most)
        return text(f"gap.{kind}same", lang, gap=counted(most), items=items)
    ways = {each.direction for each in written.values()}
    if {-1, 1} <= ways:
        most = written[rows["gap"].idxmax()].gap
        fewer = [f"{subject.item(item)} ({each.gap})" for item, each in written.items()
                 if each.direction < 0]  # fmt: skip
        words = {"most": named(most), "most_gap": counted(most), "fewer": joined(fewer, lang)}
        return text(f"gap.{kind}both", lang, **words)
    words = {"most": named(most), "most_gap": counted(most), "least": named(least)}
    return text(f"gap.{kind}most", lang, least_gap=least, **words)
