"""Two waves of a survey compared, as text and as files: figures, tables and a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd

from analysis.display.figures.layout import signed_figures
from analysis.display.figures.wave_change import draw_change
from analysis.display.tables.wave_change import format_change
from analysis.display.text.survey_words import SurveyWords
from analysis.display.text.wave_change import change_sentence, change_title, unit_sentence
from analysis.measures.disclosure import refuse_unprotected
from analysis.measures.wave_changes import same_units, unit_changes, wave_changes
from analysis.survey.checks import InputError
from analysis.survey.extras import load
from analysis.survey.survey import Survey
from analysis.words import said, text
from fagligheder.dates import today
from fagligheder.files import file_name, write_whole
from fagligheder.office.cells import sheet_grids
from fagligheder.office.change_sheets import change_sheets
from fagligheder.run.export import table_text, write_figure
from fagligheder.run.ledger import read_release


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two waves compared.

    Attributes
    ----------
    later : Survey
    changes : DataFrame
        From `wave_changes`.
    units : DataFrame or None
        From `unit_changes`; None where it cannot be said who has moved.
    """

    later: Survey
    changes: pd.DataFrame
    units: pd.DataFrame | None
    printed: bool

    @property
    def questions(self) -> list[str]:
        """The questions that are compared."""
        return list(dict.fromkeys(self.changes["question"]))

    def of(self, question: str) -> tuple[pd.DataFrame, pd.DataFrame | None]:
        """The changes of one question, and how the same units have moved."""
        units = None if self.units is None else self.units[self.units["question"] == question]
        return self.changes[self.changes["question"] == question], units


def compare(
    new: Path,
    out: Path,
    *,
    old: Path | None = None,
    folder: Path | None = None,
    sheet: str | None = None,
    again: bool = False,
) -> Comparison:
    """Compare new answers with the survey's own numbers, or with an earlier file of answers.

    Parameters
    ----------
    new, old : Path
        Files of answers; without ``old``, the printed tables or the answers of the folder.
    out : Path
        The folder of what is released.
    folder : Path, optional
        The survey's; the survey of 2017 when left out.
    sheet : str, optional
        Sheet of the new workbook.
    again : bool
        As of `fagligheder.run.ledger.register_release`.

    Returns
    -------
    Comparison
        Of protected answers.

    Raises
    ------
    InputError
        A file cannot be used, nothing is shared, or both are the same numbers.
    """
    if old is not None and old.exists() and new.exists() and old.samefile(new):
        raise InputError(said("wave_change.same_survey"))
    earlier = read_release(old, out, folder=folder, again=again)
    later = read_release(new, out, folder=folder, sheet=sheet, again=again)
    changes = wave_changes(earlier, later)
    units = unit_changes(earlier, later) if same_units(earlier, later) else None
    return Comparison(later, changes, units, earlier.is_printed)


def comparison_lines(compared: Comparison, lang: str) -> list[str]:
    """Return what has changed, for the terminal: for each question its finding and a table."""
    lines = []
    for key in compared.questions:
        changes, units = compared.of(key)
        lines += [f"{change_title(changes, lang)}.", change_sentence(changes, lang)]
        if units is not None and (moved := unit_sentence(units, _noun(compared, lang), lang)):
            lines.append(moved)
        table = format_change(changes, units, lang=lang).mimebundle()["text/plain"]
        lines += ["", table, ""]
    if compared.printed and compared.units is None:
        lines.append(text("wave_change.not_followed", lang))
    return lines


def export_comparison(compared: Comparison, out: Path, lang: str) -> list[Path]:
    """Write a figure and its numbers for each question, how the same have moved, and a workbook."""
    load("xlsxwriter", "reports")
    from fagligheder.office.workbook import workbook_bytes

    refuse_unprotected(compared.changes, out.name)
    written = []
    for key in compared.questions:
        changes, units = compared.of(key)
        with signed_figures(lang):
            axes = draw_change(changes, lang=lang)
        name = file_name(text("wave_change.file_figure", lang, question=key).replace("_", "-"))
        title = change_title(changes, lang)
        written += write_figure(axes, changes, out / name, title, lang)
        if units is not None:
            name = file_name(text("wave_change.file_units", lang, question=key).replace("_", "-"))
            written.append(out / f"{name}.csv")
            write_whole(written[-1], table_text(units, name))
    day = today()
    grids = sheet_grids(change_sheets(compared.changes, compared.units, lang=lang), lang=lang)
    written.append(out / f"{text('wave_change.file', lang)}.xlsx")
    write_whole(written[-1], workbook_bytes(grids, datetime(day.year, day.month, day.day), lang))
    return written


def _noun(compared: Comparison, lang: str) -> str:
    """What those who are followed are called: units, where each has answered once."""
    once = compared.later.kommuner["answers"].max() == 1
    if once:
        return SurveyWords(compared.later, lang).of_units(2)
    return text("wave_change.answers", lang)
