"""The tables of a codebook, read and checked: scales, items, groups and questions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import get_args

from analysis.survey.checks import CsvRow, ProblemList, check_unique, rows_or_problems
from analysis.survey.codebook_words import finding_rows, other_names
from analysis.survey.description import Description, ItemSet
from analysis.survey.labels import Labels
from analysis.survey.questions import (
    CHOSEN,
    NOT_CHOSEN,
    Answer,
    Item,
    Kind,
    OpenQuestion,
    Question,
    Scale,
    Side,
)
from analysis.words import text

#: So many answers a scale may have: a bar with more parts cannot be read.
MOST_ANSWERS = 11
_SCALES = "order,label_da,label_en,short_da,short_en,score,side,low,central,high"
_ITEMS = "order,label_da,label_en,short_da,short_en,reversed"
_GROUPS = "order,label_da,label_en,group_da,group_en,ordinal"
_QUESTIONS = (
    "kind,figure,page,table_page,scale,item_set,text_da,text_en,title_da,title_en,separator"
)
_YES, _NO = ("ja", "yes", "true", "1", "x"), ("", "nej", "no", "false", "0")


def read_scales(path: Path, problems: ProblemList) -> dict[str, Scale]:
    """Read the answer scales, most first.

    An answer without a label is called by its key, as the numbers between the two ends of a scale
    are. Sides are given to all answers of a scale or to none: then the upper half is ``top`` and
    the lower ``bottom``. Scores are the keys where these are numbers, else counted from below.
    """
    rows = rows_or_problems(path, "scale,answer", problems, _SCALES) if path.exists() else []
    check_unique(rows, ["scale", "answer"], problems)
    by_scale: dict[str, list[CsvRow]] = {}
    for row in sorted(rows, key=lambda row: (row["scale"], _order(row, problems))):
        if _key(row, "answer", problems):
            by_scale.setdefault(row["scale"], []).append(row)
    return {key: _scale(key, members, problems) for key, members in by_scale.items()}


def _scale(key: str, rows: Sequence[CsvRow], problems: ProblemList) -> Scale:
    if not 2 <= len(rows) <= MOST_ANSWERS:
        cure = "Tilføj svar." if len(rows) < 2 else "Slå svar sammen, eller del spørgsmålet op."
        expected = f"2 til {MOST_ANSWERS} svar på skalaen; {key} har {len(rows)}"
        problems.add(rows[0].problem("scale", expected, cure))
    sides = _sides(rows, problems)
    answers = []
    for place, row in enumerate(rows):
        label = _labels(row, "label") or Labels(row["answer"], row["answer"])
        band = _band(row, problems)
        answers.append(
            Answer(
                key=row["answer"],
                label=label,
                short=_labels(row, "short") or label,
                score=_score(row, band, len(rows) - place, problems),
                side=sides[place],
                band=band,
            )
        )
    return Scale(key, tuple(answers))


def _sides(rows: Sequence[CsvRow], problems: ProblemList) -> list[Side]:
    given = [row["side"] for row in rows]
    sides: list[Side] = []
    if not any(given):
        half = len(rows) // 2
        sides += ["top"] * half
        sides += ["neutral"] * (len(rows) % 2)
        return [*sides, *["bottom"] * half]  # type: ignore[list-item]
    for row in rows:
        if row["side"] not in get_args(Side):
            problems.add(row.problem("side", "top, neutral eller bottom"))
    return [side if side in get_args(Side) else "neutral" for side in given]  # type: ignore[misc]


def _band(row: CsvRow, problems: ProblemList) -> tuple[float, float, float] | None:
    """The band of numbers that an answer stands for; an open end is infinite."""
    if not (row["low"] or row["central"] or row["high"]):
        return None
    low = row.decimal("low", problems) if row["low"] else -math.inf
    high = row.decimal("high", problems) if row["high"] else math.inf
    ends = [end for end in (low, high) if math.isfinite(end)]
    usual = sum(ends) / len(ends) if ends else 0.0
    central = row.decimal("central", problems) if row["central"] else usual
    if not low <= central <= high:
        expected = "low, central og high i stigende orden"
        column = "central" if row["central"] else "low"
        problems.add(row.problem(column, expected, "Ret de tre celler."))
    return low, central, high


def _score(
    row: CsvRow, band: tuple[float, float, float] | None, place: int, problems: ProblemList
) -> float:
    if row["score"]:
        return row.decimal("score", problems)
    if band is not None:
        return band[1]
    try:
        number = float(row["answer"].replace(",", "."))
    except ValueError:
        return float(place)
    return number if math.isfinite(number) else float(place)


def chosen_scale() -> Scale:
    """The scale of each option of a question with any number of them."""
    answers = []
    for key, side, score in ((CHOSEN, "top", 1.0), (NOT_CHOSEN, "bottom", 0.0)):
        label = Labels(text(f"options.{key}", "da"), text(f"options.{key}", "en"))
        answers.append(Answer(key, label, label, score, side, None))  # type: ignore[arg-type]
    return Scale(CHOSEN, tuple(answers))


def read_items(path: Path, problems: ProblemList) -> dict[str, tuple[Item, ...]]:
    """Read the items by their set."""
    rows = rows_or_problems(path, "item_set,item", problems, _ITEMS) if path.exists() else []
    return _items(rows, "item_set", "item", problems, other_names(path.parent, problems))


def read_groups(
    path: Path, problems: ProblemList
) -> tuple[dict[str, tuple[Item, ...]], dict[str, Labels], tuple[str, ...]]:
    """Read the values of each group variable, what it is called, and which are ordinal."""
    rows = rows_or_problems(path, "group,value", problems, _GROUPS) if path.exists() else []
    named: dict[str, Labels] = {}
    ordinal: dict[str, bool] = {}
    for row in rows:
        words = _labels(row, "group")
        named[row["group"]] = named.get(row["group"]) or words or Labels(*[row["group"]] * 2)
        ordinal[row["group"]] = ordinal.get(row["group"], False) | _yes(row, "ordinal", problems)
    values = _items(rows, "group", "value", problems, {})
    return values, named, tuple(key for key, yes in ordinal.items() if yes)


def _items(
    rows: Sequence[CsvRow],
    item_set: str,
    key: str,
    problems: ProblemList,
    others: Mapping[str, Sequence[str]],
) -> dict[str, tuple[Item, ...]]:
    check_unique(rows, [item_set, key], problems)
    items: dict[str, list[Item]] = {}
    for row in sorted(rows, key=lambda row: _order(row, problems)):
        if not _key(row, key, problems):
            continue
        label = _labels(row, "label") or Labels(row[key], row[key])
        short = (_labels(row, "short") if "short_da" in row.cells else label) or label
        turned = "reversed" in row.cells and _yes(row, "reversed", problems)
        also = tuple(others.get(row[key], ()))
        item = Item(row[key], label, short, other_names=also, reversed=turned)
        items.setdefault(row[item_set], []).append(item)
    return {key: tuple(values) for key, values in items.items()}


def read_questions(
    path: Path,
    scales: Mapping[str, Scale],
    item_sets: Mapping[str, tuple[Item, ...]],
    said: Description,
    problems: ProblemList,
) -> tuple[dict[str, Question], dict[str, OpenQuestion]]:
    """Read the questions in their order, and the open ones apart."""
    rows = rows_or_problems(path, "question", problems, _QUESTIONS)
    check_unique(rows, ["question"], problems)
    findings = finding_rows(path.with_name("findings.csv"), problems)
    others = other_names(path.parent, problems)
    numbered = [row for row in rows if row["figure"]]
    check_unique(numbered, ["figure"], problems, cure="Giv hver figur sit nummer, eller intet.")
    questions, open_questions = {}, {}
    for row in rows:
        key, kind = row["question"], row["kind"] or "single"
        if not _key(row, "question", problems):
            continue
        asked = _labels(row, "text")
        if not asked:
            cure = "Skriv spørgsmålet, som det blev stillet."
            problems.add(row.problem("text_da", "spørgsmålets ordlyd", cure))
        title = _labels(row, "title") or asked
        also = tuple(others.get(key, ()))
        if kind not in get_args(Kind):
            problems.add(row.problem("kind", "single, multiple, number eller text"))
        elif kind == "text":
            open_questions[key] = OpenQuestion(key, asked, title, also)
        else:
            scale = _scale_of(row, kind, scales, problems)
            items = _items_of(row, kind, title, item_sets, problems)
            finding = findings.get(key)
            if scale is not None and items:
                questions[key] = Question(
                    key=key,
                    figure=row["figure"],
                    page=row["page"],
                    table_page=row["table_page"],
                    text=asked,
                    title=title,
                    scale=scale,
                    item_set=row["item_set"],
                    items=items,
                    finding=_finding(finding, "text"),
                    finding_of_several=_finding(finding, "several"),
                    other_names=also,
                    kind=kind,  # type: ignore[arg-type]  # checked above
                    separator=row["separator"],
                    spoken=said.item_sets.get(row["item_set"], ItemSet()),
                )
    return questions, open_questions


def _scale_of(
    row: CsvRow, kind: str, scales: Mapping[str, Scale], problems: ProblemList
) -> Scale | None:
    if kind == "multiple":
        if row["scale"]:
            cure = "Slet cellen: hver mulighed er valgt eller ikke valgt."
            problems.add(row.problem("scale", "ingen skala ved multiple", cure))
        return chosen_scale()
    if row["scale"] not in scales:
        known = f"en af {', '.join(scales)}" if scales else "en skala i scales.csv"
        problems.add(row.problem("scale", known))
        return None
    scale = scales[row["scale"]]
    if kind == "number":
        _check_bands(row, scale, problems)
    return scale


def _check_bands(row: CsvRow, scale: Scale, problems: ProblemList) -> None:
    """Add a problem where the bands of numbers have a gap, or lie over each other."""
    cure = "Ret scales.csv: low er med i båndet, high begynder det næste."
    bands = sorted(answer.band for answer in scale.answers if answer.band)
    if len(bands) != len(scale.answers):
        expected = f"low og high ved alle svar på skalaen {scale.key}"
        problems.add(row.problem("scale", expected, cure))
        return
    for (_, _, high), (low, _, _) in pairwise(bands):
        if high != low:
            expected = f"bånd, der følger efter hinanden; ét ender ved {high:g}, det næste "
            problems.add(row.problem("scale", f"{expected}begynder ved {low:g}", cure))


def _items_of(
    row: CsvRow,
    kind: str,
    title: Labels,
    item_sets: Mapping[str, tuple[Item, ...]],
    problems: ProblemList,
) -> tuple[Item, ...]:
    """The items of a question: those of its set, or itself alone."""
    if not row["item_set"] and kind != "multiple":
        return (Item(row["question"], title, title),)
    if row["item_set"] not in item_sets:
        known = f"en af {', '.join(item_sets)}" if item_sets else "et sæt i items.csv"
        problems.add(row.problem("item_set", known))
        return ()
    return item_sets[row["item_set"]]


def _order(row: CsvRow, problems: ProblemList) -> float:
    return row.decimal("order", problems) if row["order"] else float(row.number)


def _key(row: CsvRow, column: str, problems: ProblemList) -> bool:
    """Whether a row has a key: keys name columns and files."""
    if row[column].strip() and not set(row[column]) & set('/\\:*?"<>|{}\n\t'):
        return True
    cure = "Skriv en kort nøgle af bogstaver, tal og understregninger."
    problems.add(row.problem(column, "en nøgle", cure))
    return False


def _yes(row: CsvRow, column: str, problems: ProblemList) -> bool:
    said = row[column].strip().casefold()
    if said not in (*_YES, *_NO):
        problems.add(row.problem(column, "ja eller ingenting"))
    return said in _YES


def _finding(row: CsvRow | None, column: str) -> Labels | None:
    """A sentence of `finding_rows` in both languages; None where there is none."""
    found = _labels(row, column) if row else None
    return found if found and found.da else None


def _labels(row: CsvRow, column: str) -> Labels:
    """A text in both languages; one stands for the other where it is missing."""
    da, en = row.cells.get(f"{column}_da", ""), row.cells.get(f"{column}_en", "")
    return Labels(da or en, en or da)
