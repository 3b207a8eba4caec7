"""Figures and their tables as files: SVG, PDF, PNG, CSV and the alternative text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from analysis.display.captions import alt_text
from analysis.display.likert import draw_likert
from analysis.measures.claims import check_claims
from analysis.measures.crosstab import crosstab
from analysis.measures.disclosure import protect_supplied, refuse_unprotected
from analysis.measures.profiles import PROFILE_MEASURES, profile_table
from analysis.measures.shares import likert_summary, likert_table
from analysis.measures.workforce import workforce_gap
from analysis.reporting.files import write_whole
from analysis.survey.published import REPORT, Survey

LIKERT_COLUMNS = "question item answer n base share low high basis".split()
CROSSTAB_COLUMNS = "question item group answer n n_low n_high base share low high basis".split()
CLAIM_COLUMNS = "claim page text quantity verdict basis".split()
GAP_COLUMNS = "item measure unit central low high basis".split()
#: What a formula in a spreadsheet begins with.
_FORMULA = ("=", "+", "-", "@", "\t", "\n")
MEDIANS = ("median", "median_low", "median_high")


def export_figures(survey: Survey, out: Path, *, lang: str = "da") -> list[Path]:
    """Write every question's figure as SVG, PDF and PNG, its numbers as CSV, its alt text as txt.

    Parameters
    ----------
    survey : Survey
    out : Path
        The folder; made when it is missing.
    lang : {"da", "en"}

    Returns
    -------
    list of Path
        What was written. A question with answers outside the listed categories (figure 5) gets a
        second, re-based figure.
    """
    word = "figure" if lang == "en" else "figur"
    written = []
    for question in survey.codebook.questions.values():
        name = f"{word}-{question.figure}" if question.figure else question.key
        likert = protect_supplied(likert_table(survey, question.key))
        written += _export(likert, out / name, lang)
        listed = protect_supplied(likert_table(survey, question.key, base="listed"))
        if not listed["base"].equals(likert["base"]):
            written += _export(
                listed, out / f"{name}-{'rebased' if lang == 'en' else 'omregnet'}", lang
            )
    return written


def export_tables(survey: Survey, out: Path) -> list[Path]:
    """Write every table as CSV: UTF-8, decimal point, one heading row.

    Parameters
    ----------
    survey : Survey
        Small cells of supplied answers are suppressed in every table.
    out : Path
        The folder; made when it is missing.

    Returns
    -------
    list of Path
        ``likert_<question>.csv`` (and ``likert_<question>_rebased.csv`` where answers lie
        outside the listed categories), ``likert_summary.csv``, ``profile_table.csv``,
        ``crosstab_<question>_by_size_band.csv``, ``workforce_gap.csv``,
        ``workforce_gap_by_size_band.csv`` and, of the report's own survey, ``claims.csv``.
    """
    tables = tables_of(survey)
    for name, table in tables.items():
        export_table(table, out / f"{name}.csv")
    return [out / f"{name}.csv" for name in tables]


def export_table(table: pd.DataFrame, path: Path) -> None:
    """Write one results frame as CSV; a table with unprotected small cells is refused.

    Raises
    ------
    InputError
        The table shows small cells of supplied answers.
    """
    refuse_unprotected(table, path.name)
    write_whole(path, _csv(table))


def tables_of(survey: Survey) -> dict[str, pd.DataFrame]:
    """Every table of a survey by its file name, protected and with its published columns."""
    questions = survey.codebook.questions
    tables: dict[str, pd.DataFrame] = {}
    summaries = []
    for key in questions:
        likert = protect_supplied(likert_table(survey, key))
        tables[f"likert_{key}"] = _columns(likert, LIKERT_COLUMNS)
        listed = protect_supplied(likert_table(survey, key, base="listed"))
        if not listed["base"].equals(likert["base"]):
            tables[f"likert_{key}_rebased"] = _columns(listed, LIKERT_COLUMNS)
        summaries.append(likert_summary(survey, key).astype({"item": str}))
    tables["likert_summary"] = pd.concat(
        [frame.astype(dict.fromkeys(MEDIANS, object)) for frame in summaries]
    )
    has_profiles = set(PROFILE_MEASURES.values()) <= set(questions)
    if has_profiles:
        tables["profile_table"] = profile_table(survey)
    if survey.source == REPORT:
        tables["claims"] = check_claims(survey)[CLAIM_COLUMNS]
    if not survey.codebook.size_bands:
        return tables
    for key in questions:
        table = crosstab(survey, key, by="size_band")
        tables[f"crosstab_{key}_by_size_band"] = _columns(table, CROSSTAB_COLUMNS)
    if has_profiles:
        gap = workforce_gap(survey)
        by_size = protect_supplied(workforce_gap(survey, by="size_band"))
        tables["workforce_gap"] = _columns(gap, GAP_COLUMNS)
        tables["workforce_gap_by_size_band"] = _columns(
            by_size, ["item", "group", *GAP_COLUMNS[1:]]
        )
    return tables


def _csv(table: pd.DataFrame) -> str:
    texts = [name for name in table if not pd.api.types.is_numeric_dtype(table[name])]
    inert = table.assign(**{name: table[name].map(_no_formula) for name in texts})
    return inert.to_csv(index=False, lineterminator="\n", float_format="%.12g")


def _no_formula(cell: object) -> object:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it.

    A carriage return alone would end the row for some programs, for it is written unquoted.
    """
    if not isinstance(cell, str):
        return cell
    lines = cell.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{lines}" if lines.startswith(_FORMULA) else lines


def _columns(table: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """The named columns, and ``suppressed`` where there is one."""
    return table[[*names, *(name for name in ("suppressed",) if name in table)]]


def _export(likert: pd.DataFrame, stem: Path, lang: str) -> list[Path]:
    figure = cast(Figure, draw_likert(likert, lang=lang).figure)
    contents: dict[str, bytes | str] = {}
    for kind in ("svg", "pdf", "png"):
        target = io.BytesIO()
        figure.savefig(target, format=kind)
        contents[f".{kind}"] = target.getvalue()
    plt.close(figure)
    contents[".csv"] = _csv(likert)
    contents[".txt"] = alt_text(likert, lang=lang) + "\n"
    for suffix, content in contents.items():
        write_whole(stem.with_name(stem.name + suffix), content)
    return [stem.with_name(stem.name + suffix) for suffix in contents]
