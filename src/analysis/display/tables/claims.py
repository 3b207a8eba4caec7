"""The report checked against itself, as a table: phrase, how it was read, numbers, verdict."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd

from analysis.display.tables.blocks import Column, Row, Table
from analysis.display.text.captions import source_note
from analysis.display.text.numbers import MISSING, check_lang, joined, number, text, whole
from analysis.measures.claims import TOLERANCE
from analysis.survey.claims import UNTESTABLE, Comparison, parse_comparison
from analysis.survey.codebook import Codebook, Question
from analysis.survey.survey import provenance

#: Pages of chapter 12 and of the tables that its phrases are checked against.
CLAIM_PAGES = ("40–43", "47–49")

CLAIM_TEXTS: dict[str, dict[str, str]] = {
    "da": {
        "caption": "Kapitel 12 holdt op mod rapportens egne tal",
        "corner": "Rapportens ord",
        "page": "Side",
        "reading": "Læst som",
        "value": "Tal",
        "verdict": "Resultat",
        "quote": "»{text}«",
        "holds": "holder",
        "holds_as_printed": "holder kun som trykt",
        "holds_rebased": "holder kun omregnet",
        "does_not_hold": "holder ikke",
        "undecided": "kan ikke afgøres af de trykte tal",
        "not_testable": "kan ikke efterprøves",
        "rule_readings": "Hvor ordene kan læses på flere måder, står hver læsning for sig.",
        "rule_words": "»Mange«, »relativ let« og en flertalsform uden tal er læst som over 50 pct.",
        "rule_place": "»Særligt«, »mindst« og »færre« er læst som en plads, der ikke deles.",
        "rule_about": "»Tre ud af fire« er læst som {low}–{high} pct.",
        "rule_band": "Om flere ønskes end i dag, er talt i bånd; et ønske om flere inden for "
        "samme bånd ses ikke.",
        "rule_rebased": "Omregnet: af svarene i de viste bånd alene.",
        "share": "{figure}, {items}: {answers}, {limit}",
        "rank": "{figure}, {items}: {answers}, {limit}",
        "higher_band": "{figure}, {items}: højere bånd ideelt end i dag, {limit}",
        "any_more": "{figure}, {items}: flere end i dag, også inden for samme bånd, {limit}",
        "responses": "{figure}: {limit} svar",
        "managers": "{figure}: {limit} svar fra {items}, når de andre kommuners trækkes fra",
        "kommuner": "{limit} kommuner på listen",
        "cause": "En begrundelse; ingen er spurgt om den",
        "not_measured": "Ikke målt i undersøgelsen",
        "not_published": "Svarene er ikke offentliggjort",
        "figure": "Figur {figures}",
        "figures": "Figur {figures}",
        "answer": "»{answer}«",
        "or": " eller ",
        "all_profiles": "alle {n} profiler",
        "all_statements": "alle {n} udsagn",
        "statement": "udsagn {items}",
        "statements": "udsagn {items}",
        "above": "over {limit}",
        "below": "under {limit}",
        "equal": "{limit}",
        "about": "{limit}",
        "count": "{limit} for netop {count} af {of}",
        "top": "størst",
        "tops": "de {k} største",
        "bottom": "mindst",
        "bottoms": "de {k} mindste",
        "among": "{place} blandt {items}",
        "range": "{low}–{high} pct.",
        "others_top": "{value}; øvrige højst {others}",
        "others_bottom": "{value}; øvrige mindst {others}",
        "rebased": "{value} (omregnet: {rebased})",
    },
    "en": {
        "caption": "Chapter 12 checked against the report's own numbers",
        "corner": "The report's words",
        "page": "Page",
        "reading": "Read as",
        "value": "Numbers",
        "verdict": "Result",
        "quote": "“{text}”",
        "holds": "holds",
        "holds_as_printed": "holds only as printed",
        "holds_rebased": "holds only re-based",
        "does_not_hold": "does not hold",
        "undecided": "cannot be decided from the printed numbers",
        "not_testable": "cannot be tested",
        "rule_readings": "Where the words can be read in several ways, each reading has a row.",
        "rule_words": "“Mange” (many), “relativ let” (relatively easy) and a plural without a "
        "number are read as over 50%.",
        "rule_place": "“Særligt” (especially), “mindst” (least) and “færre” (fewer) are read as a "
        "place that is not shared.",
        "rule_about": "“Tre ud af fire” (three out of four) is read as {low}–{high}%.",
        "rule_band": "Whether more are wanted than today is counted in bands; a wish for more "
        "within the same band is not seen.",
        "rule_rebased": "Re-based: of the answers in the bands shown only.",
        "share": "{figure}, {items}: {answers}, {limit}",
        "rank": "{figure}, {items}: {answers}, {limit}",
        "higher_band": "{figure}, {items}: a higher band ideally than today, {limit}",
        "any_more": "{figure}, {items}: more than today, also within the same band, {limit}",
        "responses": "{figure}: {limit} answers",
        "managers": "{figure}: {limit} answers from {items}, after those of the other "
        "municipalities are subtracted",
        "kommuner": "{limit} municipalities on the list",
        "cause": "A reason; nobody was asked about it",
        "not_measured": "Not measured in the survey",
        "not_published": "The answers are not published",
        "figure": "Figure {figures}",
        "figures": "Figures {figures}",
        "answer": "“{answer}”",
        "or": " or ",
        "all_profiles": "all {n} profiles",
        "all_statements": "all {n} statements",
        "statement": "statement {items}",
        "statements": "statements {items}",
        "above": "over {limit}",
        "below": "under {limit}",
        "equal": "{limit}",
        "about": "{limit}",
        "count": "{limit} for exactly {count} of {of}",
        "top": "largest",
        "tops": "the {k} largest",
        "bottom": "smallest",
        "bottoms": "the {k} smallest",
        "among": "{place} among {items}",
        "range": "{low}–{high}%",
        "others_top": "{value}; others at most {others}",
        "others_bottom": "{value}; others at least {others}",
        "rebased": "{value} (re-based: {rebased})",
    },
}
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
    >>> table.rows[12].cells[2:]
    ('71 pct.; øvrige højst 62 pct.', 'holder')
    """
    check_lang(lang)
    codebook = provenance(claims).codebook
    low, high = (_whole(Fraction(3, 4) + room) for room in (-TOLERANCE, TOLERANCE))
    records = claims.to_dict("records")
    differs = any(_value(row, "", lang) != _value(row, "rebased_", lang) for row in records)
    rules = [*_RULES, "rule_rebased"] if differs else _RULES
    notes = [_text(key, lang, low=low, high=high) for key in rules]
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
        for row in records
    ]
    sides = {"page": "right", "reading": "left", "value": "left", "verdict": "left"}
    return Table(
        caption=_text("caption", lang),
        columns=tuple(Column(_text(key, lang), align=side) for key, side in sides.items()),  # type: ignore[arg-type]
        rows=tuple(rows),
        note=" ".join([*notes, source_note(claims, CLAIM_PAGES, lang)]).rstrip(),
        basis=tuple(word for word in dict.fromkeys(claims["basis"]) if word),
        lang=lang,
        corner=_text("corner", lang),
    )


def _text(key: str, lang: str, **values: object) -> str:
    return CLAIM_TEXTS[lang][key].format(**values)


def _reading(row: dict, codebook: Codebook, lang: str) -> str:
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
        words["answers"] = _text("or", lang).join(
            _text("answer", lang, answer=answer) for answer in answers
        )
    return _text(quantity, lang, **words)


def _items(keys: list[str], question: Question, lang: str) -> str:
    statements = question.item_set == "statements"
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
    room = TOLERANCE if said.relation == "about" else Fraction(0)
    words = _text(said.relation, lang, limit=_percent(limit - room, limit + room, lang))
    if said.count is None:
        return words
    return _text("count", lang, limit=words, count=said.count, of=said.of)


def _numbers(row: dict, lang: str) -> str:
    """The values on the printed base, and on the other where it reads differently."""
    printed, rebased = (_value(row, prefix, lang) for prefix in ("", "rebased_"))
    if printed == rebased:
        return printed
    return _text("rebased", lang, value=printed, rebased=rebased)


def _value(row: dict, prefix: str, lang: str) -> str:
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
        return text("percent", lang, value=_whole(low))
    return _text("range", lang, low=_whole(low), high=_whole(high))


def _whole(share: float | Fraction) -> str:
    """A share as a whole per cent, rounded half up from the counts that it was made of."""
    exact = Fraction(share).limit_denominator(10**6)
    return whole(exact.numerator, exact.denominator)
