"""Every word that the library itself prints, in Danish and English, and how numbers are written."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from analysis.measures.rounding import round_percent
from analysis.survey.checks import InputError
from analysis.survey.codebook import SizeBand
from analysis.words.kommune_texts import KOMMUNE_TEXTS
from analysis.words.office_texts import OFFICE_TEXTS
from analysis.words.paper_texts import PAPER_TEXTS
from analysis.words.sentence_texts import SENTENCE_TEXTS

TEXTS: dict[str, dict[str, str]] = {
    "da": {
        "figure": "Figur {figure}",
        "figure_title": "Figur {figure}. {text}",
        "own_figure_title": "{text}",
        "rebased_title": "Figur {figure}, omregnet til {base} svar. {text}",
        "rebased_caption": "Figur {figure} i tal, omregnet til {base} svar. {title}",
        "rebased": "Omregnet til de {base} svar i de viste bånd.",
        "n": "n = {n}",
        "in_bars": "Pct. (antal svar).",
        "whisker_nonresponse": "Streg: hvor »{answer}« kan ligge, uanset hvad de øvrige ville have "
        "svaret.",
        "alt_mark": "Jeres svar: {answers}.",
        "alt_own": "{item} »{answer}«",
        "whisker": "Streg: {level} pct.-interval for »{answer}«{population}.",
        "of_population": " blandt {population} chefer",
        "mark": "▼\u00a0jeres\u00a0svar.",
        "source": "Kilde: {source}.",
        "report_source": "KL m.fl.: Fagligheder på beskæftigelsesområdet (2017), s.\u00a0{pages}",
        "report_source_page": "KL m.fl.: Fagligheder på beskæftigelsesområdet (2017), "
        "s.\u00a0{pages}",
        "basis_published": "Offentliggjort i rapporten.",
        "basis_recovered": "Antal beregnet af de trykte procenter.",
        "basis_bounded": "Afgrænset: alt, hvad de offentliggjorte tal tillader.",
        "basis_modelled": "Modelleret: under en angivet antagelse.",
        "basis_observed": "Egne svar.",
        "basis_synthetic": "SYNTETISKE SVAR: opdigtede, kun til afprøvning.",
        "label_published": "offentliggjort",
        "label_recovered": "beregnet",
        "label_bounded": "afgrænset",
        "label_modelled": "modelleret",
        "label_observed": "observeret",
        "label_synthetic": "syntetisk",
        "stamp": "SYNTETISKE SVAR",
        "answer": "Svar",
        "item_profiles": "Fagprofil",
        "item_statements": "Udsagn",
        "item": "Emne",
        "likert_caption": "Figur {figure} i tal. {title}",
        "own_likert_caption": "{title}",
        "likert_note": "Pct. (antal svar).",
        "summary_caption": "Hovedtal. {title}",
        "answers": "Svar",
        "top_box": "Øverste svar",
        "top_two_box": "To øverste",
        "bottom_two_box": "To nederste",
        "net": "Netto",
        "median": "Median",
        "mean": "Middelscore",
        "per_cent": "pct.",
        "points": "procentpoint",
        "summary_note": "I parentes: {level} pct.-interval{population}. {boxes}. Netto: øvre minus "
        "nedre svar. Middelscore: det øverste svar tæller mest. ↑ og ↓: medianens interval "
        "omfatter også svaret over eller under.",
        "profiles_caption": "De seks fagprofiler side om side",
        "importance": "Meget vigtig i dag",
        "expected_need": "Mere brug for fremover",
        "match_now": "Over 20 pct. matcher i dag",
        "match_ideal": "Over 20 pct. matcher ideelt",
        "profiles_note": "Pct. af svarene (placering blandt de seks).",
        "profiles_rebased": "Den ideelle andel er omregnet til de {base} svar i de viste bånd, så "
        "den kan sammenlignes med andelen i dag.",
        "alt_item": "{item}: {answers}",
        "alt_answer": "{answer} {percent} ({n})",
        "alt_n": "{n} svar.",
        "no_answers": "ingen svar",
        "suppressed_answers": "resten er skjult af hensyn til fortrolighed [c]",
        "suppressed_note": "[c]: skjult af hensyn til fortrolighed.",
        "percent": "{value} pct.",
        "to": "til",
    },
    "en": {
        "figure": "Figure {figure}",
        "figure_title": "Figure {figure}. {text}",
        "own_figure_title": "{text}",
        "rebased_title": "Figure {figure}, re-based to {base} answers. {text}",
        "rebased_caption": "Figure {figure} in numbers, re-based to {base} answers. {title}",
        "rebased": "Re-based to the {base} answers in the bands shown.",
        "n": "n = {n}",
        "in_bars": "Per cent (number of answers).",
        "whisker_nonresponse": "Line: where “{answer}” can lie, whatever the others would have "
        "answered.",
        "alt_mark": "Your answers: {answers}.",
        "alt_own": "{item} “{answer}”",
        "whisker": "Line: {level}% interval for “{answer}”{population}.",
        "of_population": " among {population} managers",
        "mark": "▼\u00a0your\u00a0answer.",
        "source": "Source: {source}.",
        "report_source": "KL et al.: Fagligheder på beskæftigelsesområdet (2017), pp.\u00a0{pages}",
        "report_source_page": "KL et al.: Fagligheder på beskæftigelsesområdet (2017), "
        "p.\u00a0{pages}",
        "basis_published": "Published in the report.",
        "basis_recovered": "Counts from the printed percentages.",
        "basis_bounded": "Bounded: all that the published numbers allow.",
        "basis_modelled": "Modelled: under a stated assumption.",
        "basis_observed": "Supplied answers.",
        "basis_synthetic": "SYNTHETIC ANSWERS: made up, for trying things out.",
        "label_published": "published",
        "label_recovered": "recovered",
        "label_bounded": "bounded",
        "label_modelled": "modelled",
        "label_observed": "observed",
        "label_synthetic": "synthetic",
        "stamp": "SYNTHETIC ANSWERS",
        "answer": "Answer",
        "item_profiles": "Profile",
        "item_statements": "Statement",
        "item": "Item",
        "likert_caption": "Figure {figure} in numbers. {title}",
        "own_likert_caption": "{title}",
        "likert_note": "Per cent (number of answers).",
        "summary_caption": "Key figures. {title}",
        "answers": "Answers",
        "top_box": "Top box",
        "top_two_box": "Top two",
        "bottom_two_box": "Bottom two",
        "net": "Net",
        "median": "Median",
        "mean": "Mean score",
        "per_cent": "per cent",
        "points": "percentage points",
        "summary_note": "In brackets: {level}% interval{population}. {boxes}. Net: upper minus "
        "lower answers. Mean score: the top answer counts most. ↑ and ↓: the median's interval "
        "also includes the answer above or below.",
        "profiles_caption": "The six profiles side by side",
        "importance": "Very important today",
        "expected_need": "Needed more in future",
        "match_now": "Over 20% match today",
        "match_ideal": "Over 20% match ideally",
        "profiles_note": "Per cent of the answers (rank among the six).",
        "profiles_rebased": "The ideal share is re-based to the {base} answers in the bands shown, "
        "so that it can be compared with today's.",
        "alt_item": "{item}: {answers}",
        "alt_answer": "{answer} {percent} ({n})",
        "alt_n": "{n} answers.",
        "no_answers": "no answers",
        "suppressed_answers": "the rest is hidden for confidentiality [c]",
        "suppressed_note": "[c]: hidden for confidentiality.",
        "percent": "{value}%",
        "to": "to",
    },
}

for _texts in (KOMMUNE_TEXTS, PAPER_TEXTS, OFFICE_TEXTS, SENTENCE_TEXTS):
    for _lang in TEXTS:
        TEXTS[_lang] |= _texts[_lang]

MISSING = "–"
#: What stands where a number is hidden for confidentiality.
SUPPRESSED = "[c]"


def check_lang(lang: str) -> None:
    """Refuse a language that there are no texts in."""
    if lang not in TEXTS:
        raise InputError(f'Sproget "{lang}" findes ikke. Vælg da (dansk) eller en (engelsk).')


def text(key: str, lang: str, **values: object) -> str:
    """One of the library's own texts, filled in."""
    return TEXTS[lang][key].format(**values)


def paper_strings(lang: str) -> dict[str, str]:
    """What stands around the content of every page: running title, source, stamp."""
    around = [key for key in PAPER_TEXTS[lang] if key.startswith("paper_")]
    return {key.removeprefix("paper_"): text(key, lang) for key in around} | {
        "stamp": text("stamp", lang)
    }


def number(value: float, lang: str, decimals: int = 0) -> str:
    """Write a number, rounded half up: ``1.234,5`` in Danish, ``1,234.5`` in English.

    Examples
    --------
    >>> number(1234.5, "da", 1), number(2.5, "da"), number(float("nan"), "da")
    ('1.234,5', '3', '–')
    """
    if value is None or pd.isna(value) or math.isinf(value):
        return MISSING
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP)
    rounded = abs(rounded) if rounded == 0 else rounded
    written = f"{abs(rounded):,}"
    if lang == "da":
        written = written.replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"−{written}" if rounded < 0 else written


def percent(count: float, base: float, lang: str) -> str:
    """Write a count as a whole per cent of its base; a dash for a zero base.

    Examples
    --------
    >>> percent(46, 52, "da"), percent(46, 52, "en"), percent(0, 0, "da")
    ('88 pct.', '88%', '–')
    """
    return text("percent", lang, value=whole(count, base)) if base else MISSING


def whole(count: float, base: float) -> str:
    """A count as a whole per cent of its base, the number alone."""
    if not base or pd.isna(count):
        return MISSING
    if float(count).is_integer():
        return str(round_percent(int(count), int(base)))
    return number(100 * count / base, "da")


def whole_count(n: float) -> str:
    """A count without decimals, rounded half up; a dash for none."""
    if pd.isna(n):
        return MISSING
    return str(Decimal(repr(float(n))).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def shown_count(n: float) -> str:
    """A count without decimals; ``[c]`` for one that is hidden."""
    return SUPPRESSED if pd.isna(n) else whole_count(n)


def basis_sentence(basis: tuple[str, ...], lang: str) -> str:
    """What the numbers rest on, in words."""
    return " ".join(text(f"basis_{word}", lang) for word in basis)


def joined(names: list[str], lang: str) -> str:
    """Names in a row: ``a, b og c``."""
    last = " og " if lang == "da" else " and "
    return last.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def staff_range(band: SizeBand, lang: str) -> str:
    """Which job centres a size band holds: ``under 80 ansatte``."""
    low, high = band.staff_min, band.staff_max
    if high is None:
        return text("band_large", lang, low=low)
    if low <= 1:
        return text("band_small", lang, below=high + 1)
    return text("band_between", lang, low=low, high=high)
