"""The report checked against itself, as a table: phrase, how it was read, numbers, verdict."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from analysis.display.tables.blocks import Column, Row, Table
from analysis.display.text.captions import sentences_of, source_note
from analysis.display.text.numbers import MISSING, joined, number, whole
from analysis.measures.claims import TOLERANCE
from analysis.measures.disclosure import is_unprotected
from analysis.survey.claims import UNTESTABLE, Comparison, parse_comparison
from analysis.survey.codebook import Codebook, Question
from analysis.survey.survey import provenance
from analysis.words import check_lang, text

#: Pages of chapter 12 and of the tables that its phrases are checked against.
CLAIM_PAGES = ("40–43", "47–49")

#: Words such as "many" are read as more than this share.
MANY = Fraction(1, 2)
_NUMBERS = ("responses", "managers", "kommuner")
_RULES = ("rule_readings", "rule_words", "rule_place", "rule_about", "rule_band")


def format_claims(claims: pd.DataFrame, *, lang: str = "da") -> Table:
    """Set the checked phrases of chapter 12, from `check_claims`, as a table.

    Parameters
    ----------
    claims : DataFrame
        All of the rows, or some.
    lang : {"da", "en"}
        The quotations stay Danish.

    Returns
    -------
    Table
        One row per claim: the quotation, its page, how it was read, the numbers, and the
        verdict. What does not hold is set in bold.

    Examples
    --------
    >>> from analysis.measures.claims import check_claims
    >>> from analysis.survey.published import read_published
    >>> table = format_claims(check_claims(read_published()))
    >>> table.rows[13].cells[2:]
    ('71 pct.; øvrige højst 62 pct.', 'holder')
    """
    check_lang(lang)
    codebook = provenance(claims).codebook
    claims.to_dict("records")
    notes = claim_notes(claims, lang)
    rows = [
        Row(
            _text("quote", lang, text=row["text"]),
            (
                str(row["page"]),
                _reading(row, codebook, lang),
                _numbers(row, lang),
                _text(row["verdict"], lang),
            ),
            emphasis=row["verdict"] == "does_not_hold",
        )
        for row in claims.to_dict("records")
    ]
    return Table(
        caption=_text("caption", lang),
        columns=(
            Column(_text("page", lang)),
            *(Column(_text(key, lang), align="left") for key in ("reading", "value", "verdict")),
        ),
        rows=tuple(rows),
        note=sentences_of(*notes, source_note(claims, CLAIM_PAGES, lang)),
        basis=tuple(word for word in dict.fromkeys(claims["basis"]) if word),
        lang=lang,
        corner=_text("corner", lang),
        unprotected=is_unprotected(claims),
    )


def claim_notes(claims: pd.DataFrame, lang: str) -> list[str]:
    """How the phrases were read, one rule a sentence."""
    low, high = (_whole(Fraction(3, 4) + room) for room in (-TOLERANCE, TOLERANCE))
    records = claims.to_dict("records")
    differs = any(_value(row, "", lang) != _value(row, "rebased_", lang) for row in records)
    rules = [*_RULES, "rule_rebased"] if differs else _RULES
    return [_text(key, lang, low=low, high=high, many=_whole(MANY)) for key in rules]


def _text(key: str, lang: str, **values: object) -> str:
    return text(f"claims.{key}", lang, **values)


def _reading(row: dict[Any, Any], codebook: Codebook, lang: str) -> str:
    """What was counted, and what it was compared with."""
    quantity = row["quantity"]
    said = parse_comparison(quantity, row["comparison"])
    if quantity in UNTESTABLE or said is None:
        return _text(quantity, lang)
    asked = [codebook.question(key) for key in row["question"].split()]
    limit = str(said.threshold) if quantity in _NUMBERS else _limit(said, asked[0], lang)
    figures = joined([question.figure for question in asked], lang)
    words = {"figure": _text(_plural("figure", asked), lang, figures=figures), "limit": limit}
    if quantity == "managers":
        words["items"] = row["items"]
    elif asked and quantity not in _NUMBERS:
        answers = [asked[0].answer(key).short[lang] for key in row["answers"].split()]
        words["items"] = _items(row["items"].split(), asked[0], lang)
        words["answers"] = f" {_text('or', lang)} ".join(
            _text("answer", lang, answer=answer) for answer in answers
        )
    return _text(quantity, lang, **words)


def _items(keys: list[str], question: Question, lang: str) -> str:
    statements = question.statements
    if not keys:
        every = "all_statements" if statements else "all_profiles"
        return _text(every, lang, n=len(question.items))
    if statements:
        return _text(_plural("statement", keys), lang, items=joined(keys, lang))
    return joined([question.item(key).label[lang] for key in keys], lang)


def _plural(key: str, things: Sequence[object]) -> str:
    return key if len(things) == 1 else f"{key}s"


def _limit(said: Comparison, question: Question, lang: str) -> str:
    """The threshold or the place in words."""
    limit = said.threshold
    if said.relation in ("top", "bottom"):
        place = _text(said.relation if limit == 1 else f"{said.relation}s", lang, k=limit)
        among = _items(list(said.among), question, lang)
        return _text("among", lang, place=place, items=among) if said.among else place
    step = TOLERANCE if said.relation == "about" else Fraction(0)
    words = _percent(limit - step, limit + step, lang)
    if said.relation in ("above", "below"):
        words = _text(said.relation, lang, limit=words)
    if said.count is None:
        return words
    return _text("count", lang, limit=words, count=said.count, of=said.of)


def _numbers(row: dict[Any, Any], lang: str) -> str:
    """The values on the printed base, and on the other where it reads differently."""
    printed, rebased = (_value(row, prefix, lang) for prefix in ("", "rebased_"))
    if printed == rebased:
        return printed
    return _text("rebased", lang, value=printed, rebased=rebased)


def _value(row: dict[Any, Any], prefix: str, lang: str) -> str:
    low, high, others = (row[f"{prefix}{name}"] for name in ("low", "high", "others"))
    if pd.isna(low):
        return MISSING
    if row["quantity"] in _NUMBERS:
        return number(low, lang) if low == high else f"{number(low, lang)}–{number(high, lang)}"
    value = _percent(low, high, lang)
    if pd.isna(others):
        return value
    way = row["comparison"].split()[0]
    return _text(f"others_{way}", lang, value=value, others=_percent(others, others, lang))


def _percent(low: float | Fraction, high: float | Fraction, lang: str) -> str:
    if _whole(low) == _whole(high):
        return text("numbers.percent", lang, value=_whole(low))
    return _text("range", lang, low=_whole(low), high=_whole(high))


def _whole(share: float | Fraction) -> str:
    """A share as a whole per cent, rounded half up from the counts that it was made of."""
    exact = Fraction(share).limit_denominator(10**6)
    return whole(exact.numerator, exact.denominator)
