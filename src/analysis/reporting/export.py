"""Figures and their tables as files: SVG, PDF, PNG, CSV and the alternative text."""

from __future__ import annotations

import io
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from analysis.display.captions import alt_text
from analysis.display.likert import draw_likert
from analysis.measures.shares import likert_table
from analysis.reporting.files import write_whole
from analysis.survey.published import Survey


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
        likert = likert_table(survey, question.key)
        written += _export(likert, out / name, lang)
        listed = likert_table(survey, question.key, base="listed")
        if (listed["base"] != likert["base"]).any():
            written += _export(
                listed, out / f"{name}-{'rebased' if lang == 'en' else 'omregnet'}", lang
            )
    return written


def _export(likert: pd.DataFrame, stem: Path, lang: str) -> list[Path]:
    figure = draw_likert(likert, lang=lang).figure
    assert isinstance(figure, Figure)
    contents: dict[str, bytes | str] = {}
    for kind in ("svg", "pdf", "png"):
        target = io.BytesIO()
        figure.savefig(target, format=kind)
        contents[f".{kind}"] = target.getvalue()
    plt.close(figure)
    contents[".csv"] = likert.to_csv(index=False, lineterminator="\n")
    contents[".txt"] = alt_text(likert, lang=lang) + "\n"
    for suffix, content in contents.items():
        write_whole(stem.with_name(stem.name + suffix), content)
    return [stem.with_name(stem.name + suffix) for suffix in contents]
