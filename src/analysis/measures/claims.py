"""Whether the report's own phrases agree with its own numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from analysis.measures.counts import counts_by_answer
from analysis.measures.disclosure import released
from analysis.measures.wishes import wishes
from analysis.survey.checks import InputError
from analysis.survey.claims import UNTESTABLE, Claim, Comparison, read_claims
from analysis.survey.survey import Survey, origin_of, with_provenance

#: "About" a share is at most so far from it, ends included: "three out of four" is 70–80 %.
TOLERANCE = Fraction(5, 100)

VERDICTS = (
    "holds",
    "holds_as_printed",
    "holds_rebased",
    "does_not_hold",
    "undecided",
    "not_testable",
)

#: Smallest and largest possible value; None when there are no answers, or they are suppressed.
Range = tuple[Fraction, Fraction] | None


def check_claims(
    survey: Survey, claims: Sequence[Claim] | None = None, *, protected: bool = False
) -> pd.DataFrame:
    """Compute from the counts whether each quantified phrase of chapter 12 holds.

    Parameters
    ----------
    survey : Survey
    claims : sequence of Claim, optional
        From `read_claims`, the report's own, when left out.
    protected : bool
        As `likert_table` takes it; what a hidden count would decide is left undecided.

    Returns
    -------
    DataFrame
        One row per claim: ``claim`` (key), ``page``, ``text`` (quotation), ``quantity``,
        ``verdict`` and ``basis`` (empty where nothing can be counted); then ``question``,
        ``items``, ``answers`` and ``comparison`` (what was counted, as in ``claims.csv``);
        ``low`` and ``high`` (smallest and largest value over the items or of the range: shares
        0–1, or numbers), ``others`` (the nearest item that is not named, for a rank), the same
        with ``rebased_`` on the base of the listed answers alone; and ``note``.

    Raises
    ------
    InputError
        The survey has other questions than the report.

    Notes
    -----
    ``holds``: on both bases; ``holds_as_printed``: only with all answers as the base, as the
    report prints them; ``holds_rebased``: only with the listed answers as the base;
    ``does_not_hold``; ``undecided``: the range that the published numbers allow holds both;
    ``not_testable``: a cause, or something not asked or not published. Bases differ in figure 5.

    Words without a number have one reading each: *mange*, *relativ let* and an unqualified
    plural (*cheferne er enige*) mean over half; *særligt*, *mindst* and *færre* mean a place
    among the items, without a tie at its edge; *tre ud af fire* means within `TOLERANCE` of it.
    ``higher_band`` counts an ideal band above today's (`wishes`); ``any_more`` reaches from
    there to everyone whose ideal band is not below today's, for a wish for more within one band
    is not seen. Source: report pp. 40–43; statistics §7.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> checked = check_claims(read_published()).set_index("claim")
    >>> checked.loc[["more_for_five_of_six", "barrier_money"], "verdict"].tolist()
    ['holds', 'does_not_hold']
    """
    claims = read_claims() if claims is None else claims
    _refuse_other_survey(survey, claims)
    numbers = _Numbers(released(survey, protected))
    frame = pd.DataFrame([_row(claim, numbers) for claim in claims])
    return with_provenance(frame, origin_of(numbers.survey))


def _refuse_other_survey(survey: Survey, claims: Sequence[Claim]) -> None:
    for claim in claims:
        for key in claim.questions:
            asked = survey.codebook.question(key)
            known = {item.key for item in asked.items} | set(asked.scale.keys)
            named = set(claim.answers) | set(() if claim.quantity == "managers" else claim.items)
            if missing := sorted(named - known):
                raise InputError(
                    f'Spørgsmålet "{key}" har ikke {", ".join(missing)}, som rapporten omtaler '
                    f"s. {claim.page}. Rapportens udsagn kan kun prøves på rapportens spørgsmål."
                )


@dataclass(frozen=True)
class _Measured:
    """The named items' values, and those of the items that they are ranked among."""

    named: tuple[Range, ...]
    others: tuple[Range, ...]
    basis: str


@dataclass(frozen=True, eq=False)
class _Numbers:
    """What claims are computed from, each computed once."""

    survey: Survey

    @cached_property
    def counts(self) -> pd.DataFrame:
        return counts_by_answer(self.survey)

    @cached_property
    def wishes(self) -> dict[tuple[str, str], Any]:
        """By item and wish."""
        found = wishes(self.survey, assumption=None)
        rows = found.to_dict("records")
        return {(row["item"], row["answer"]): row for row in rows}

    def of_question(self, key: str) -> pd.DataFrame:
        return self.counts[self.counts["question"] == key]


def _shares(numbers: _Numbers, claim: Claim, base: str) -> _Measured:
    """Share of the answers named, per item; the other items beside them."""
    counts = numbers.of_question(claim.questions[0])
    among = claim.comparison.among or tuple(dict.fromkeys(counts["item"]))
    named = claim.items or among
    found: dict[str, Range] = {}
    for item in among:
        own = counts[counts["item"] == item]
        n = own.loc[own["answer"].isin(claim.answers), "n"].sum(skipna=False)
        found[item] = _exactly(n, own[base].iloc[0])
    others = tuple(value for item, value in found.items() if item not in named)
    return _Measured(tuple(found[item] for item in named), others, numbers.survey.basis)


def _wished(numbers: _Numbers, claim: Claim, base: str) -> _Measured:
    """Share whose ideal band lies above today's; ``any_more`` adds those within the same band."""
    items = claim.items or tuple(dict.fromkeys(item for item, _ in numbers.wishes))
    values: list[Range] = []
    for item in items:
        more, fewer = numbers.wishes[item, "more"], numbers.wishes[item, "fewer"]
        of, low, high = more["base"], more["n_low"], more["n_high"]
        if claim.quantity == "any_more":
            high = of - fewer["n_low"]
        least, most = _exactly(low, of), _exactly(high, of)
        values.append((least[0], most[1]) if least and most else None)
    return _Measured(tuple(values), (), str(next(iter(numbers.wishes.values()))["basis"]))


def _responses(numbers: _Numbers, claim: Claim, base: str) -> _Measured:
    """Answers given to each item of the questions."""
    given = pd.concat([numbers.of_question(key)[base] for key in claim.questions])
    return _Measured(tuple(_exactly(n, 1) for n in given.unique()), (), numbers.survey.basis)


def _managers(numbers: _Numbers, claim: Claim, base: str) -> _Measured:
    """Answers less those of every other municipality: what is left for the one named."""
    kommuner = numbers.survey.kommuner
    others = int(kommuner.loc[kommuner["name"] != claim.items[0], "answers"].sum())
    given = _responses(numbers, claim, base)
    left = tuple(_exactly(float(value[0]) - others, 1) for value in given.named if value)
    return _Measured(left, (), given.basis)


def _kommuner(numbers: _Numbers, claim: Claim, base: str) -> _Measured:
    """Municipalities that took part; the report says so outright."""
    survey = numbers.survey
    basis = "published" if survey.basis == "recovered" else survey.basis
    return _Measured((_exactly(len(survey.kommuner), 1),), (), basis)


#: By the claim's quantity: the values of its items, of all answers (``base``) or ``listed`` ones.
_MEASURES: dict[str, Callable[[_Numbers, Claim, str], _Measured]] = {
    "share": _shares,
    "rank": _shares,
    "higher_band": _wished,
    "any_more": _wished,
    "responses": _responses,
    "managers": _managers,
    "kommuner": _kommuner,
}


def _exactly(n: float, base: float) -> Range:
    if np.isnan(n) or np.isnan(base) or not base:
        return None
    share = Fraction(round(n), round(base))
    return (share, share)


def _row(claim: Claim, numbers: _Numbers) -> dict[str, object]:
    row: dict[str, object] = {
        "claim": claim.key,
        "page": claim.page,
        "text": claim.text,
        "quantity": claim.quantity,
        "verdict": "not_testable",
        "basis": "",
        "question": " ".join(claim.questions),
        "items": " ".join(claim.items),
        "answers": " ".join(claim.answers),
        "comparison": claim.comparison.written,
    }
    ends = rebased_ends = {"low": np.nan, "high": np.nan, "others": np.nan}
    if claim.quantity not in UNTESTABLE:
        printed, rebased = (
            _MEASURES[claim.quantity](numbers, claim, base) for base in ("base", "listed")
        )
        row["verdict"] = _verdict(_holds(claim, printed), _holds(claim, rebased))
        row["basis"] = printed.basis
        ends, rebased_ends = _ends(claim, printed), _ends(claim, rebased)
    row |= ends | {f"rebased_{name}": value for name, value in rebased_ends.items()}
    return row | {"note": claim.note}


def _verdict(printed: bool | None, rebased: bool | None) -> str:
    if printed is None or rebased is None:
        return "undecided"
    if printed:
        return "holds" if rebased else "holds_as_printed"
    return "holds_rebased" if rebased else "does_not_hold"


def _holds(claim: Claim, measured: _Measured) -> bool | None:
    """Whether the comparison holds; None when the ranges allow both."""
    said = claim.comparison
    if said.relation in ("top", "bottom"):
        return _all(_in_place(value, measured, said) for value in measured.named)
    found = [_compares(value, said) for value in measured.named]
    if said.count is None:
        return _all(found)
    sure, possible = found.count(True), len(found) - found.count(False)
    if sure == possible:
        return sure == said.count
    return None if sure <= said.count <= possible else False


def _all(found: Iterable[bool | None]) -> bool | None:
    answers = list(found)
    if False in answers:
        return False
    return None if None in answers else True


def _compares(value: Range, said: Comparison) -> bool | None:
    if value is None:
        return None
    low, high = value
    limit = said.threshold
    if said.relation == "above":
        return _decided(low > limit, high <= limit)
    if said.relation == "below":
        return _decided(high < limit, low >= limit)
    margin = TOLERANCE if said.relation == "about" else Fraction(0)
    least, most = limit - margin, limit + margin
    return _decided(least <= low and high <= most, high < least or low > most)


def _decided(surely: bool, surely_not: bool) -> bool | None:
    return True if surely else False if surely_not else None


def _in_place(value: Range, measured: _Measured, said: Comparison) -> bool | None:
    """Whether fewer items than there are places stand as far out as this one."""
    if value is None or None in measured.named or None in measured.others:
        return None
    sign = 1 if said.relation == "top" else -1
    everyone = [each[0] for each in (*measured.named, *measured.others) if each]
    return sum(sign * each >= sign * value[0] for each in everyone) <= said.threshold


def _ends(claim: Claim, measured: _Measured) -> dict[str, float]:
    """The values to show: smallest and largest, and the nearest of the others."""
    known = [value for value in measured.named if value]
    others = [value[0] for value in measured.others if value]
    place = {"top": max, "bottom": min}.get(claim.comparison.relation)
    return {
        "low": float(min(value[0] for value in known)) if known else np.nan,
        "high": float(max(value[1] for value in known)) if known else np.nan,
        "others": float(place(others)) if place and others else np.nan,
    }
