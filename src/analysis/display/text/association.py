"""Tests of association in words: which item, which way, how strong, and how sure."""

from __future__ import annotations

import pandas as pd

from analysis.display.text.captions import sentences_of
from analysis.display.text.numbers import joined, number
from analysis.display.text.subject import question_of, short_name
from analysis.survey.codebook import Question
from analysis.survey.survey import provenance
from analysis.words import text

#: From which size an association is weak, medium and strong (Cohen 1988, of correlations).
STRENGTHS = {"strong": 0.5, "medium": 0.3, "weak": 0.1}
#: A corrected p-value below this is rarely chance.
RARE = 0.05


def association_sentence(association: pd.DataFrame, *, lang: str = "da") -> str:
    """Say which item of a question is most associated with the groups, how strongly, how surely.

    Parameters
    ----------
    association : DataFrame
        Rows of one question from `association`.
    lang : {"da", "en"}

    Examples
    --------
    >>> from analysis.measures.association import association
    >>> from analysis.measures.synthetic import synthesize
    >>> said = association_sentence(association(synthesize(1, 0.5), "importance"), lang="en")
    >>> print(said.split(". ")[1][:62])
    It is moderate (Kendall's tau-b 0.43); the 95% interval reache
    """
    origin = provenance(association)
    question = question_of(association, origin)
    tested = association.dropna(subset=["estimate", "low", "high", "p_holm"])
    if tested.empty:
        return text("association.hidden", lang)
    most = tested.iloc[int(tested["estimate"].abs().argmax())]
    ordered = most["effect"] == "kendall_tau_b"
    way = "rising" if most["estimate"] > 0 else "falling"
    first = text(
        "association.sentence",
        lang,
        item=_named(question, str(most["item"]), lang),
        direction=text(f"association.direction_{way if ordered else 'differing'}", lang),
        strength=strength(most["estimate"], lang),
        effect=text(f"association.effect_{most['effect']}", lang),
        estimate=number(most["estimate"], lang, 2),
        low=_end(most["low"], most["estimate"], lang),
        high=_end(most["high"], most["estimate"], lang),
        level=number(100 * origin.level, lang),
    )
    rare = tested.loc[tested["p_holm"] < RARE, "item"].astype(str)
    family = int(tested["family"].max())
    key = "none" if rare.empty else "some"
    names = joined([_named(question, item, lang) for item in rare], lang)
    fields = {"items": names, "family": family, "rare": number(RARE, lang, 2)}
    chance = text(f"association.chance_{key}", lang, **fields)
    return sentences_of(first, chance)


def strength(estimate: float, lang: str) -> str:
    """Return how strong an effect size is, in a word.

    Examples
    --------
    >>> strength(-0.31, "en"), strength(0.04, "en")
    ('moderate', 'close to nothing')
    """
    size = round(abs(estimate), 2)  # as it is written
    names = [name for name, least in STRENGTHS.items() if size >= least]
    return text(f"association.strength_{names[0] if names else 'none'}", lang)


def _named(question: Question, item: str, lang: str) -> str:
    """Return an item's name; a statement between quotation marks."""
    name = short_name(question, item, lang)
    return text("sentences.quoted", lang, words=name) if question.statements else name


def _end(value: float, estimate: float, lang: str) -> str:
    """Return an end of the interval: how strong, and the number."""
    opposite = value * estimate < 0 and round(abs(value), 2) >= STRENGTHS["weak"]
    key = "association.end_opposite" if opposite else "association.end"
    return text(key, lang, strength=strength(value, lang), value=number(value, lang, 2))
