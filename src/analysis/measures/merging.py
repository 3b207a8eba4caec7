"""Merge answers of a question: ``"Vigtig i alt"`` for very important and important."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from analysis.survey.checks import InputError
from analysis.survey.codebook import Answer, Labels, Question, Scale
from analysis.survey.names import plain, unknown_name
from analysis.survey.survey import Survey


def merge_answers(survey: Survey, question: str, merged: Mapping[str, Sequence[str]]) -> Survey:
    """Merge neighbouring answers of a question into one; every measure then counts them as one.

    Parameters
    ----------
    survey : Survey
        One with answers, not protected.
    question : str
        Key of a question.
    merged : mapping of str to sequence of str
        The name of each new answer, as it is printed, and the answers that it stands for: keys,
        or labels in Danish or English. Answers that are not named stay. Answers outside the list
        stay outside it.

    Returns
    -------
    Survey
        With a scale of its own for the question. A new answer's score is the mean of those it
        stands for; a share of staff reaches from the lowest to the highest. It is for use inside
        the house, as a part of the answers is (`protect`): beside the answers as they were it
        could show what is hidden in them.

    Raises
    ------
    InputError
        The survey has no answers, a name does not exist, an answer is named twice, the answers
        are no neighbours, or fewer than two answers are left.

    Examples
    --------
    >>> from analysis.measures.shares import likert_table
    >>> from analysis.measures.synthetic import synthesize
    >>> survey = merge_answers(
    ...     synthesize(seed=1), "statements", {"Enig": ["fully_agree", "partly_agree"]}
    ... )
    >>> likert_table(survey, "statements").loc[:2, ["answer", "n"]].to_dict("list")
    {'answer': ['Enig', 'partly_disagree', 'fully_disagree'], 'n': [41, 9, 2]}
    """
    asked = survey.codebook.question(question)
    if survey.answers is None:
        raise InputError(
            f"{survey.source} har ingen svar, der kan lægges sammen. Indlæs en fil med svar, og "
            "læg sammen, før de beskyttes; likert_summary giver øverste og nederste svar."
        )
    new_of = _new_keys(asked, merged)
    scale = _merged_scale(asked, new_of, merged)
    first = asked.scale.keys[0] == scale.keys[0]
    changed = replace(asked, scale=scale, finding=asked.finding if first else None,
                      finding_of_several=asked.finding_of_several if first else None)  # fmt: skip
    book = replace(survey.codebook, questions={**survey.codebook.questions, question: changed})
    answers = survey.answers.copy(deep=False)
    for item in asked.items:
        name = asked.column(item.key)
        column = answers[name].astype(object).map(lambda key: new_of.get(key, key))
        answers[name] = pd.Categorical(column, categories=list(scale.keys), ordered=True)
    words = "; ".join(f"{new}: {', '.join(old)}" for new, old in merged.items())
    part = f"{question}: {words}"
    return replace(
        survey,
        codebook=book,
        answers=answers,
        part=f"{survey.part}; {part}" if survey.part else part,
    )


def _new_keys(asked: Question, merged: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The new answer of each old one that is merged."""
    spelt = {
        plain(name): answer.key
        for answer in asked.scale.answers
        for name in (*answer.names, answer.key)
    }
    new_of: dict[str, str] = {}
    for new, old in merged.items():
        if isinstance(old, str) or not str(new).strip():
            raise InputError(
                f"merged: fandt {new!r}: {old!r}, forventede et navn og en liste af svar. Skriv fx "
                f'{{"Samlet": ["{asked.scale.keys[0]}", "{asked.scale.keys[1]}"]}}.'
            )
        for name in old:
            key = spelt.get(plain(str(name)))
            if key is None:
                raise unknown_name("Svaret", name, asked.scale.keys)
            if key in new_of:
                raise InputError(f'merged: svaret "{key}" står to gange. Lad det stå ét sted.')
            new_of[key] = new
    kept = [key for key in asked.scale.keys if key not in new_of]
    for new in merged:
        if plain(str(new)) in {plain(key) for key in kept}:
            raise InputError(f'merged: "{new}" er allerede et svar. Vælg et andet navn.')
    return new_of


def _merged_scale(
    asked: Question, new_of: Mapping[str, str], merged: Mapping[str, Sequence[str]]
) -> Scale:
    order: list[str] = []
    for key in asked.scale.keys:
        new = new_of.get(key, key)
        if new in order and order[-1] != new:
            raise InputError(
                f'merged: svarene i "{new}" ligger ikke ved siden af hinanden på skalaen '
                f"({', '.join(asked.scale.keys)}). Læg naboer sammen."
            )
        order += [] if order[-1:] == [new] else [new]
    if len(order) < 2:
        raise InputError("merged: der skal være mindst to svar tilbage. Læg færre sammen.")
    answers = []
    for new in order:
        old = [each for each in asked.scale.answers if new_of.get(each.key, each.key) == new]
        answers.append(_merged_answer(new, old) if new in merged else old[0])
    return Scale(f"{asked.scale.key}:{asked.key}:{'/'.join(order)}", tuple(answers))


def _merged_answer(new: str, old: Sequence[Answer]) -> Answer:
    sides = {answer.side for answer in old}
    bands = [answer.band for answer in old if answer.band is not None]
    low, high = (min(b[0] for b in bands), max(b[2] for b in bands)) if bands else (0.0, 0.0)
    return Answer(
        key=new,
        label=Labels(new, new),
        short=Labels(new, new),
        score=sum(answer.score for answer in old) / len(old),
        side=sides.pop() if len(sides) == 1 else "neutral",
        band=(low, (low + high) / 2, high) if len(bands) == len(old) else None,
    )
