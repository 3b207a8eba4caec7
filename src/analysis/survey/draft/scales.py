"""The order of the answers on a scale, where their words tell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.survey.answers.wording import plain_answer
from analysis.survey.codebook import Codebook

_KNOWN = (
    "meget tilfreds|overvejende tilfreds|tilfreds|delvist tilfreds|hverken tilfreds eller "
    "utilfreds|hverken eller|delvist utilfreds|utilfreds|overvejende utilfreds|meget utilfreds",
    "helt enig|meget enig|overvejende enig|enig|delvist enig|hverken enig eller uenig|"
    "hverken eller|delvist uenig|uenig|overvejende uenig|meget uenig|helt uenig",
    "meget vigtig|vigtig|nogenlunde vigtig|hverken eller|mindre vigtig|ikke vigtig|"
    "slet ikke vigtig",
    "i meget høj grad|i høj grad|i nogen grad|i mindre grad|i lav grad|i ringe grad|"
    "i meget lav grad|i meget ringe grad|slet ikke",
    "altid|meget ofte|ofte|af og til|nogle gange|sommetider|sjældent|meget sjældent|aldrig",
    "meget god|god|nogenlunde|hverken god eller dårlig|hverken eller|dårlig|meget dårlig",
    "ja|delvist|nej",
    "very satisfied|satisfied|fairly satisfied|neither satisfied nor dissatisfied|neither|"
    "dissatisfied|very dissatisfied",
    "strongly agree|fully agree|agree|partly agree|somewhat agree|neither agree nor disagree|"
    "neither|somewhat disagree|partly disagree|disagree|fully disagree|strongly disagree",
    "very important|important|somewhat important|less important|not important|not at all important",
    "always|very often|often|sometimes|rarely|seldom|never",
    "excellent|very good|good|fair|poor|very poor",
    "yes|partly|no",
)
_SCALES = tuple(tuple(map(plain_answer, scale.split("|"))) for scale in _KNOWN)


def most_first(labels: Mapping[str, str], project: Codebook) -> list[str] | None:
    """The codes of a scale, most first, where the words of its labels say it; else None.

    Known are usual scales and the project's own. Where only some answers have words, as at the two
    ends, these must be known and lie in the order of the codes.
    """
    words = {code: plain_answer(label) for code, label in labels.items() if label.strip()}
    own = [[plain_answer(answer.label.da) for answer in question.scale.answers]
           for question in project.questions.values()]  # fmt: skip
    for scale in (*_SCALES, *own):
        ranks = {code: scale.index(word) for code, word in words.items() if word in scale}
        if len(ranks) < max(2, len(words)) or len(set(ranks.values())) < len(ranks):
            continue
        if len(words) == len(labels):
            return sorted(labels, key=ranks.__getitem__)
        return _by_ends(list(labels), [ranks[code] for code in labels if code in ranks])
    return None


def _by_ends(codes: Sequence[str], ranks: Sequence[int]) -> list[str] | None:
    """Codes in their own order or turned around, as the named ones among them are."""
    if list(ranks) == sorted(ranks):
        return list(codes)
    return list(reversed(codes)) if list(ranks) == sorted(ranks, reverse=True) else None
