"""Layouts: each results frame of the registry as the sheets that the workbook has of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from analysis.display.registry import REGISTRY
from analysis.display.tables.blocks import Table
from analysis.display.tables.claims import CLAIM_PAGES, claim_notes, format_claims
from analysis.display.tables.profiles import profile_heading
from analysis.display.text.captions import source_note
from analysis.display.text.numbers import MISSING, in_words, shown_count
from analysis.display.text.subject import basis_of, group_label
from analysis.display.text.workforce import gap_how, gap_source, top_words
from analysis.measures.staff_bands import NOW, shown_unit
from analysis.survey.survey import provenance
from analysis.words import text
from fagligheder.office.question_sheets import (
    answers_sheet,
    crosstab_sheet,
    figure_sheet,
    summary_sheet,
)
from fagligheder.office.sheets import Field, Kind, Sheet, Value, sheet_of, source_line, value


def workbook_sheets(
    tables: Mapping[str, Sequence[pd.DataFrame]], *, lang: str = "da"
) -> tuple[Sheet, ...]:
    """Lay out every table of a survey.

    Parameters
    ----------
    tables : mapping of str to sequence of DataFrame
        From `measure_tables`.
    lang : {"da", "en"}

    Returns
    -------
    tuple of Sheet
        In the registry's order: figures, all answers, key figures, profiles, cross-tabs, gaps,
        checked phrases.
    """
    sheets = []
    for entry in REGISTRY.values():
        frames = tables[entry.id]
        for layout in entry.sheets if frames else ():
            if layout in ALL_IN_ONE:
                sheets.append(ALL_IN_ONE[layout](frames, lang))
            elif layout in ONE_EACH:
                sheets += [ONE_EACH[layout](frame, lang) for frame in frames]
            else:
                sheets += [table_sheet(entry.table(each, lang=lang), each, lang) for each in frames]
    return tuple(sheets)


def profiles_sheet(profiles: pd.DataFrame, lang: str) -> Sheet:
    """The six profiles side by side: share and rank of each measure, and the counts."""
    origin = provenance(profiles)
    if profiles["n"].isna().any():
        profiles = profiles.assign(suppressed=profiles["n"].isna())
    measures = list(profiles["measure"].cat.categories)
    cells = {(row["item"], row["measure"]): row for row in profiles.to_dict("records")}
    asked = [origin.codebook.question(str(key)) for key in dict.fromkeys(profiles["question"])]
    rows = []
    for item in asked[0].items:
        own = [cells[item.key, measure] for measure in measures]
        shares = [value(row, name) for row in own for name in ("share", "rank")]
        counts = [value(row, name) for row in own for name in ("n", "base")]
        rows.append((item.label[lang], *shares, *counts))
    fields = [Field(text("tables.item_profiles", lang))]
    names = [profile_heading(origin.codebook, measure, lang) for measure in measures]
    for name in names:
        fields += [Field(name, "share"), Field(text("workbook.rank_of", lang, name=name), "count")]
    for name in names:
        count = text("workbook.count_of", lang, answer=name)
        fields += [Field(count, "count"), Field(f"{name}, n", "count")]
    base = shown_count(profiles["base"].iloc[-1])
    return sheet_of(
        profiles,
        lang,
        name=text("workbook.sheet_profiles", lang),
        title=text("profiles.caption", lang, profiles=in_words(len(asked[0].items), lang)),
        fields=fields,
        rows=rows,
        notes=[
            text("workbook.note_rank", lang),
            text("profiles.rebased", lang, base=base) if origin.rebased else "",
        ],
        source=source_line(asked, profiles, lang),
    )


def gap_sheet(gap: pd.DataFrame, lang: str) -> Sheet:
    """Now, ideal and gap of each profile (and group): shares of the staff, and people.

    No people where the staff are few: they would be parts of a person.
    """
    origin = provenance(gap)
    by_size = "group" in gap
    groups = list(gap["group"].cat.categories) if by_size else [None]
    shown = ("share",) if shown_unit(gap) == "share" else ("share", "people")
    cells = {
        (row["item"], row.get("group"), row["measure"], row["unit"]): row
        for row in gap.to_dict("records")
    }
    rows: list[tuple[Value, ...]] = []
    for item in origin.codebook.question(NOW).items:
        for group in groups:
            label = [] if group is None else [group_label(str(group), origin, lang)]
            for measure in ("now", "ideal", "gap"):
                of_units = [cells[item.key, group, measure, unit] for unit in shown]
                own = bool(of_units[0].get("own_now"))  # bands: only their ends are known
                name = item.label[lang]
                rows.append((
                    text("gap.own_row", lang, item=name) if own else name,
                    *label,
                    text(f"gap.{measure}", lang),
                    *(None if own and end == "central" else value(row, end)
                      for row in of_units for end in ("central", "low", "high")),
                ))  # fmt: skip
    kinds: dict[str, tuple[str, Kind]] = {
        "share": ("share_of_staff", "exact_share"), "people": ("staff_people", "count")
    }  # fmt: skip
    names = {text(f"workbook.{kinds[unit][0]}", lang): kinds[unit][1] for unit in shown}
    bounded = "bounded" in basis_of(gap)
    reading = ["note_gap", *(["note_gap_people"] if "people" in shown else [])]
    reading += ["note_gap_bounded"] if bounded else []
    return sheet_of(
        gap,
        lang,
        name=text("workbook.sheet_gap_by_size" if by_size else "workbook.sheet_gap", lang),
        title=text("workbook.gap_by_size_title" if by_size else "gap.caption_people", lang),
        fields=[
            Field(text("tables.item_profiles", lang)),
            *([Field(text("crosstab.size", lang))] if by_size else []),
            Field(text("workbook.measure", lang)),
            *(
                Field(label, kind)
                for name, kind in names.items()
                for label in (
                    name,
                    text("workbook.end_least", lang, name=name),
                    text("workbook.end_most", lang, name=name),
                )
            ),
        ],
        rows=rows,
        notes=[
            *(text(f"workbook.{key}", lang) for key in reading),
            gap_how(gap, lang),
            top_words(gap, lang),
        ],
        source=gap_source(gap, lang),
        basis=("modelled", *basis_of(gap)) if bounded else None,
    )


def claims_sheet(claims: pd.DataFrame, lang: str) -> Sheet:
    """The checked phrases of chapter 12: words, not numbers to compute with."""
    table = format_claims(claims, lang=lang)
    pages = [int(page) for page in claims["page"]]
    kinds: tuple[Kind, ...] = ("text", "count", "text", "text", "text")
    heads = (table.corner, *(column.label for column in table.columns))
    return sheet_of(
        claims,
        lang,
        name=text("workbook.sheet_claims", lang),
        title=table.caption,
        fields=map(Field, heads, kinds),
        rows=(
            (row.header, page, *map(_written, row.cells[1:]))
            for row, page in zip(table.rows, pages, strict=True)
        ),
        notes=[" ".join(claim_notes(claims, lang))],
        source=source_note(claims, CLAIM_PAGES, lang),
        basis=table.basis,
    )


def table_sheet(table: Table, frame: pd.DataFrame, lang: str) -> Sheet:
    """Any table of the registry as it is printed: finished texts, its note under them."""
    return sheet_of(
        frame,
        lang,
        name=table.caption,
        title=table.caption,
        fields=map(Field, (table.corner, *(column.label for column in table.columns))),
        rows=((row.header, *map(_written, row.cells)) for row in table.rows),
        notes=[table.note],
        source=text("captions.source", lang, source=provenance(frame).source_in(lang)),
        basis=table.basis,
    )


#: Layouts with one sheet for each frame, and those with one sheet for all of them.
ONE_EACH: dict[str, Callable[[pd.DataFrame, str], Sheet]] = {
    "figure": figure_sheet,
    "profiles": profiles_sheet,
    "crosstab": crosstab_sheet,
    "gap": gap_sheet,
    "claims": claims_sheet,
}
ALL_IN_ONE: dict[str, Callable[[Sequence[pd.DataFrame], str], Sheet]] = {
    "answers": answers_sheet,
    "summary": summary_sheet,
}


def _written(cell: str) -> str | None:
    """A finished text; None where the table has a dash."""
    return None if cell == MISSING else cell
