"""The sheets of a codebook: an item per row, and an answer per row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.display.pages.codebook_words import kind_words
from analysis.display.text.subject import numbered
from analysis.measures.codebook_items import PARTS
from analysis.measures.shares import reported_shares
from analysis.survey.codebook import Question
from analysis.survey.survey import Survey, provenance
from analysis.words import text
from fagligheder.office.sheets import Field, Sheet, Value, sheet_of, source_line, value

_EFFECT = {"weight_effect_low": "end_least", "weight_effect_high": "end_most"}


def codebook_sheets(survey: Survey, items: pd.DataFrame, *, lang: str = "da") -> list[Sheet]:
    """Return the items from `codebook_items` as a sheet, and every answer's share as another."""
    return [_items(items, lang), _answers(survey, lang)]


def _items(items: pd.DataFrame, lang: str) -> Sheet:
    book = provenance(items).codebook
    together = bool(items["not_applicable"].isna().all())
    names = {part: f"missing.{part}" for part in PARTS}
    if together:
        names["dont_know"] = "missing.off_scale"
    shown = [part for part in PARTS if not items[part].isna().all()]
    effect = _EFFECT if items["weight_effect_high"].notna().any() else {}
    name = text("codebook.weight_effect", lang)
    labels = ("question_key", "wording", "item_key", "variable", "kind", "scale")
    fields = [Field(text(f"codebook.{key}", lang)) for key in labels]
    fields.insert(3, Field(text("tables.item", lang)))
    fields.append(Field(text("codebook.respondents", lang), "count"))
    fields += [Field(text(names[part], lang), "count") for part in shown]
    fields.append(Field(text("codebook.base", lang), "count"))
    fields += [Field(text(f"workbook.{end}", lang, name=name), "share") for end in effect.values()]

    def cells(row: Mapping[Any, Any]) -> list[Value]:
        asked = book.question(row["question"])
        return [
            *(asked.key, asked.text[lang], row["item"], _label(asked, row["item"], lang)),
            *(row["variable"], kind_words(asked, lang), row["scale"], int(row["respondents"])),
            *(value(row, part) for part in [*shown, "base", *effect]),
        ]

    notes = [text("codebook.note", lang, n=int(items["respondents"].iloc[0]))]
    return sheet_of(
        items,
        lang,
        name=text("codebook.sheet_items", lang),
        title=text("codebook.title", lang, title=book.about.title[lang]),
        fields=fields,
        rows=[cells(row) for row in items.to_dict("records")],
        notes=notes,
        source=source_line(list(book.questions.values()), items, lang),
    )


def _answers(survey: Survey, lang: str) -> Sheet:
    book, weighted = survey.codebook, survey.design is not None
    frame = pd.concat([_shares(survey, key, weighted) for key in book.questions])
    frame.attrs = reported_shares(survey, next(iter(book.questions))).attrs
    keys = ("question_key", "item_key", "answer_key")
    fields = [Field(text(f"codebook.{key}", lang)) for key in keys]
    fields.insert(2, Field(text("tables.item", lang)))
    fields.append(Field(text("tables.answer", lang)))
    fields.append(Field(text("codebook.score", lang), "number"))
    fields += [Field(text("workbook.count", lang), "count")]
    fields += [Field(text("codebook.base", lang), "count")]
    shares = ["counted"]
    fields.append(Field(text("codebook.share_counted", lang), "share"))
    if weighted:
        name = text("codebook.share_weighted", lang)
        ends = {"weighted_low": "end_least", "weighted_high": "end_most"}
        shares += list(ends)
        fields += [
            Field(text(f"workbook.{end}", lang, name=name), "share") for end in ends.values()
        ]

    def cells(row: Mapping[Any, Any]) -> list[Value]:
        asked = book.question(row["question"])
        answer = asked.answer(row["answer"])
        return [
            *(asked.key, row["item"], _label(asked, row["item"], lang)),
            *(answer.key, answer.label[lang], answer.score),
            *(value(row, name) for name in ("n", "base", *shares)),
        ]

    return sheet_of(
        frame,
        lang,
        name=text("codebook.sheet_answers", lang),
        title=text("codebook.title", lang, title=book.about.title[lang]),
        fields=fields,
        rows=[cells(row) for row in frame.to_dict("records")],
        notes=[],
        source=source_line(list(book.questions.values()), frame, lang),
    )


def _shares(survey: Survey, question: str, weighted: bool) -> pd.DataFrame:
    """A question's answers with their counted shares, and the weighted ones where there are any."""
    shares = reported_shares(survey, question).astype({"item": str, "answer": str})
    if not weighted:
        return shares.assign(counted=shares["share"])
    ends = [shares[f"share_{end}" if f"share_{end}" in shares else "share"]
            for end in ("low", "high")]  # fmt: skip
    n, base = shares["n"], shares["base"]
    return shares.assign(
        counted=(n / base).where(base > 0), weighted_low=ends[0], weighted_high=ends[1]
    )


def _label(asked: Question, item: str, lang: str) -> str:
    return numbered(asked, item, asked.item(item).label[lang])
