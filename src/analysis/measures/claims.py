"""Whether the report's own phrases agree with its own numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import numpy as np
import pandas as pd

from analysis.measures.claim_values import Measured, Numbers, Range, measure
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


def check_claims(survey: Survey, claims: Sequence[Claim] | None = None) -> pd.DataFrame:
    """Compute from the counts whether each quantified phrase of chapter 12 holds.

    Parameters
    ----------
    survey : Survey
    claims : sequence of Claim, optional
        From `read_claims`, the report's own, when left out.

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
    numbers = Numbers(survey)
    rows = [_row(claim, numbers) for claim in claims]
    return with_provenance(pd.DataFrame(rows), origin_of(survey))


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


def _row(claim: Claim, numbers: Numbers) -> dict[str, object]:
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
    if claim.quantity in UNTESTABLE:
        ends = {"low": np.nan, "high": np.nan, "others": np.nan}
        row |= ends | {f"rebased_{name}": value for name, value in ends.items()}
    else:
        printed, rebased = (measure(numbers, claim, base) for base in ("base", "listed"))
        row["verdict"] = _verdict(_holds(claim, printed), _holds(claim, rebased))
        row["basis"] = printed.basis
        row |= _ends(claim, printed)
        row |= {f"rebased_{name}": value for name, value in _ends(claim, rebased).items()}
    return row | {"note": claim.note}


def _verdict(printed: bool | None, rebased: bool | None) -> str:
    if printed is None or rebased is None:
        return "undecided"
    if printed:
        return "holds" if rebased else "holds_as_printed"
    return "holds_rebased" if rebased else "does_not_hold"


def _holds(claim: Claim, measured: Measured) -> bool | None:
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
    room = TOLERANCE if said.relation == "about" else Fraction(0)
    least, most = limit - room, limit + room
    return _decided(least <= low and high <= most, high < least or low > most)


def _decided(surely: bool, surely_not: bool) -> bool | None:
    return True if surely else False if surely_not else None


def _in_place(value: Range, measured: Measured, said: Comparison) -> bool | None:
    """Whether fewer items than there are places stand as far out as this one."""
    if value is None or None in measured.named or None in measured.others:
        return None
    sign = 1 if said.relation == "top" else -1
    everyone = [each[0] for each in (*measured.named, *measured.others) if each]
    return sum(sign * each >= sign * value[0] for each in everyone) <= said.threshold


def _ends(claim: Claim, measured: Measured) -> dict[str, float]:
    """The values to show: smallest and largest, and the nearest of the others."""
    known = [value for value in measured.named if value]
    others = [value[0] for value in measured.others if value]
    place = {"top": max, "bottom": min}.get(claim.comparison.relation)
    return {
        "low": float(min(value[0] for value in known)) if known else np.nan,
        "high": float(max(value[1] for value in known)) if known else np.nan,
        "others": float(place(others)) if place and others else np.nan,
    }
