"""The other tables as sheets: profiles, cross-tabs, the workforce gap, the checked phrases."""

from __future__ import annotations

import pandas as pd

from analysis.display.tables.claims import CLAIM_PAGES, format_claims
from analysis.display.tables.profiles import profile_heading
from analysis.display.text.captions import figure_title, items_heading, source_note
from analysis.display.text.numbers import MISSING, in_words, number, shown_count
from analysis.display.text.subject import (
    basis_of,
    group_label,
    question_of,
    short_name,
    subject_of,
)
from analysis.display.text.workforce import GAP_PAGES, top_words
from analysis.measures.bands import NOW
from analysis.survey.survey import provenance
from analysis.words import text
from fagligheder.office.sheets import (
    Field,
    Sheet,
    base_value,
    pages_of,
    sheet,
    value,
    with_ends,
)


def profiles_sheet(profiles: pd.DataFrame, lang: str) -> Sheet:
    """The six profiles side by side: share and rank of each measure, and the counts."""
    origin = provenance(profiles)
    if profiles["n"].isna().any():
        profiles = profiles.assign(suppressed=profiles["n"].isna())
    measures = list(profiles["measure"].cat.categories)
    cells = {(row["item"], row["measure"]): row for row in profiles.to_dict("records")}
    question = origin.codebook.question(str(profiles["question"].iloc[0]))
    rows = []
    for item in question.items:
        own = [cells[item.key, measure] for measure in measures]
        shares = [value(row, name) for row in own for name in ("share", "rank")]
        counts = [end for row in own for end in (value(row, "n"), base_value(row["base"]))]
        rows.append((item.label[lang], *shares, *counts))
    fields = [Field(text("tables.item_profiles", lang))]
    names = [profile_heading(origin.codebook, measure, lang) for measure in measures]
    for name in names:
        fields += [Field(name, "share"), Field(text("workbook.rank_of", lang, name=name), "count")]
    for name in names:
        count = text("workbook.count_of", lang, answer=name)
        fields += [Field(count, "count"), Field(f"{name}, n", "count")]
    asked = [origin.codebook.question(key) for key in dict.fromkeys(profiles["question"])]
    rebased = ""
    if origin.rebased:
        base = shown_count(profiles["base"].iloc[-1])
        rebased = text("profiles.rebased", lang, base=base)
    notes = [text("workbook.note_rank", lang), rebased, pages_of(asked, profiles, lang)]
    title = text("profiles.caption", lang, profiles=in_words(len(question.items), lang))
    return sheet(profiles, text("workbook.sheet_profiles", lang), title, fields, rows, notes, lang)


def crosstab_sheet(crosstab: pd.DataFrame, lang: str) -> Sheet:
    """One row per item × group × answer: counts and shares, or the ranges of both."""
    origin = provenance(crosstab)
    question = question_of(crosstab, origin)
    bounded = "bounded" in basis_of(crosstab)
    names = ["n", "base", "share", "low", "high"]
    if bounded:
        names = ["n_low", "n_high", "n", "base", "low", "high", "share"]
    rows = [
        (
            short_name(question, str(row["item"]), lang),
            group_label(str(row["group"]), origin, lang),
            question.answer(str(row["answer"])).short[lang],
            *(base_value(row["base"]) if name == "base" else value(row, name) for name in names),
        )
        for row in crosstab.to_dict("records")
    ]
    of_all = Field(text("workbook.answers_in_all", lang), "count")
    if bounded:
        numbers = [
            Field(text("workbook.count_low", lang), "count"),
            Field(text("workbook.count_high", lang), "count"),
            Field(text("workbook.count_modelled", lang), "number"),
            of_all,
            Field(text("workbook.share_low", lang), "share"),
            Field(text("workbook.share_high", lang), "share"),
            Field(text("workbook.share_modelled", lang), "share"),
        ]
        reading = ["note_crosstab", "note_independence"]
    else:
        share = with_ends(text("workbook.share", lang), "share", lang)
        numbers = [Field(text("workbook.count", lang), "count"), of_all, *share]
        reading = ["note_clopper_pearson"]
    heads = (
        items_heading(question, lang),
        text("national.size", lang),
        text("tables.answer", lang),
    )
    level = number(100 * origin.level, lang)
    source = source_note(crosstab, [question.table_page, "49"], lang)
    title = figure_title(subject_of(crosstab, lang), question.title[lang])
    name = text("workbook.sheet_own_crosstab", lang, title=question.title[lang][:17].rstrip())
    if question.figure:
        name = text("workbook.sheet_crosstab", lang, figure=question.figure)
    return sheet(
        crosstab,
        name,
        text("workbook.crosstab_sheet_title", lang, title=title),
        [*map(Field, heads), *numbers],
        rows,
        [*(text(f"workbook.{key}", lang, level=level) for key in reading), source],
        lang,
        lead=question.text[lang],
        basis=("modelled", "bounded") if bounded else None,
    )


def gap_sheet(gap: pd.DataFrame, lang: str) -> Sheet:
    """Now, ideal and gap of each profile (and group): shares of the staff, and people."""
    origin = provenance(gap)
    question = origin.codebook.question(NOW)
    by_size = "group" in gap
    groups = list(gap["group"].cat.categories) if by_size else [None]
    cells = {
        (row["item"], row.get("group"), row["measure"], row["unit"]): row
        for row in gap.to_dict("records")
    }
    rows = []
    for item in question.items:
        for group in groups:
            label = [] if group is None else [group_label(str(group), origin, lang)]
            for measure in ("now", "ideal", "gap"):
                own = (cells[item.key, group, measure, unit] for unit in ("share", "people"))
                numbers = (value(row, end) for row in own for end in ("central", "low", "high"))
                name = text(f"gap.{measure}", lang)
                rows.append((item.label[lang], *label, name, *numbers))
    fields = [
        Field(text("tables.item_profiles", lang)),
        *([Field(text("national.size", lang))] if by_size else []),
        Field(text("workbook.measure", lang)),
    ]
    for key, kind in (("share_of_staff", "exact_share"), ("staff_people", "number")):
        name = text(f"workbook.{key}", lang)
        ends = (text(f"workbook.end_{end}", lang, name=name) for end in ("least", "most"))
        fields += [Field(label, kind) for label in (name, *ends)]  # type: ignore[arg-type]
    bounded = "bounded" in basis_of(gap)
    reading = ["note_gap", *(["note_gap_bounded"] if bounded else [])]
    return sheet(
        gap,
        text("workbook.sheet_gap_by_size" if by_size else "workbook.sheet_gap", lang),
        text("workbook.gap_by_size_title" if by_size else "gap.caption", lang),
        fields,
        rows,
        [
            *(text(f"workbook.{key}", lang) for key in reading),
            top_words(gap, lang),
            source_note(gap, GAP_PAGES, lang),
        ],
        lang,
        basis=("modelled", *basis_of(gap)) if bounded else None,
    )


def claims_sheet(claims: pd.DataFrame, lang: str) -> Sheet:
    """The checked phrases of chapter 12: words, not numbers to compute with."""
    table = format_claims(claims, lang=lang)
    rows = [
        (
            row.header,
            int(row.cells[0]),
            *(None if cell == MISSING else cell for cell in row.cells[1:]),
        )
        for row in table.rows
    ]
    kinds = ("count", "text", "text", "text")
    fields = [Field(table.corner)] + [
        Field(column.label, kind)  # type: ignore[arg-type]
        for column, kind in zip(table.columns, kinds, strict=True)
    ]
    source = source_note(claims, CLAIM_PAGES, lang)
    notes = [table.note.removesuffix(source).rstrip(), source]
    name = text("workbook.sheet_claims", lang)
    return sheet(claims, name, table.caption, fields, rows, notes, lang, basis=table.basis)
