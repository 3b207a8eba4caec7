"""Draft a survey's folder from a file of answers: the files, what was guessed, what is open."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from analysis.survey.answers.answer_table import AnswerTable
from analysis.survey.answers.files import read_table
from analysis.survey.answers.heading_rows import with_one_heading
from analysis.survey.checks import ProblemList
from analysis.survey.codebook import read_codebook
from analysis.survey.codebook_files import OPEN
from analysis.survey.draft.bands import draft_bands
from analysis.survey.draft.columns import draft_columns
from analysis.survey.draft.questions import DraftQuestion, Keys, draft_questions
from analysis.survey.draft.scales import most_first

_QUESTIONS = ("question", "kind", "scale", "item_set", "text_da", "text_en", "separator")
_ITEMS = ("item_set", "item", "label_da", "label_en")
_SCALES = ("scale", "answer", "order", "label_da", "label_en", "low", "high")
_GROUPS = ("group", "value", "label_da", "label_en", "group_da", "group_en", "ordinal")
_ABOUT = "Udkast. Det, der mangler, er tomt her og ? i scales.csv: fagligheder survey check."
_ABOUT_BASE = (
    "Andele er af: all (alle svar), applicable (uden »ikke relevant«) eller listed (på skalaen)."
)
_KIND_WORDS = {
    "single": "ét svar på en skala",
    "multiple": "flere svar",
    "number": "et tal i bånd",
    "text": "svar med egne ord",
}
Row = tuple[str, ...]


@dataclass
class SurveyDraft:
    """A drafted folder.

    Attributes
    ----------
    files : dict of str to str
        The text of each file by its name.
    guesses : list of str
        What was guessed, a line each.
    open : list of str
        What is left for its owner to decide.
    """

    files: dict[str, str] = field(default_factory=dict)
    guesses: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)


def draft_folder(answers: Path, named: str, sheet: str | None = None) -> SurveyDraft:
    """Draft the folder of a survey from its file of answers.

    Parameters
    ----------
    answers : Path
        A file that `read_answers` reads.
    named : str
        The file as ``survey.toml`` names it, from the folder.
    sheet : str, optional
        Sheet of a workbook.

    Returns
    -------
    SurveyDraft
        Its open points are marked in the files: an empty title, ``?`` in the order of a scale.
        Once they are filled, the folder reads the file without a mapping.

    Raises
    ------
    InputError
        The file cannot be read.
    """
    problems = ProblemList(answers.name)
    table = with_one_heading(read_table(answers, sheet, problems))
    problems.raise_if_any()
    return _Drafter(table).draft(named, sheet)


class _Drafter:
    """Writes the rows of the drafted files, and notes what is guessed and what is open."""

    def __init__(self, table: AnswerTable) -> None:
        self._columns = draft_columns(table)
        self._project = read_codebook()
        self._draft = SurveyDraft(guesses=list(table.notes))
        self._keys = Keys()
        self._scale_keys = Keys()
        self._known_scales: dict[tuple[str, ...], str] = {}
        self._questions: list[Row] = []
        self._items: list[Row] = []
        self._scales: list[Row] = []
        self._groups: list[Row] = []

    def draft(self, named: str, sheet: str | None) -> SurveyDraft:
        """The whole folder."""
        for question in draft_questions(self._columns, self._keys):
            self._question(question)
        self._left_out()
        draft = self._draft
        draft.files["survey.toml"] = self._survey_toml(named, sheet)
        tables = {
            "questions.csv": (_QUESTIONS, self._questions),
            "items.csv": (_ITEMS, self._items),
            "scales.csv": (_SCALES, self._scales),
            "groups.csv": (_GROUPS, self._groups),
        }
        for name, (heading, rows) in tables.items():
            if rows or name == "questions.csv":
                draft.files[name] = _csv([heading, *rows])
        return draft

    def _question(self, question: DraftQuestion) -> None:
        first, kind = question.first, "single"
        if first.kind == "text":
            kind = "text"
        elif first.kind == "number":
            kind = "number"
        elif first.kind == "several" or question.marks:
            kind = "multiple"
        ordered = self._order(question) if kind == "single" else None
        if (
            kind == "single"
            and not question.battery
            and ordered is None
            and not _is_rating(question)
        ):
            self._group(question)
            return
        scale = self._number_scale(question) if kind == "number" else ""
        if kind == "number" and not scale:
            self._draft.guesses.append(f"{question.key}: udeladt, for alle tal er ens")
            return
        scale = self._answer_scale(question, ordered) if kind == "single" else scale
        item_set = self._item_set(question)
        separator = {",": ",", ";": ";", "|": "|"}.get(first.separator, "")
        self._questions.append(
            (question.key, kind, scale, item_set, _line(question.text), "", separator)
        )
        number = f", {len(question.items)} emner" if question.battery else ""
        heading = _line(first.heading)
        self._draft.guesses.append(f"{question.key}: {_KIND_WORDS[kind]}{number} ({heading})")

    def _item_set(self, question: DraftQuestion) -> str:
        """The set of a question's items, or of the options of its one column."""
        if question.battery:
            rows = [(item.key, item.label) for item in question.items]
        elif question.first.kind == "several":
            own = Keys()
            rows = [(own.new(option, "mulighed"), option) for option in question.first.values]
        else:
            return ""
        self._items += [(question.key, key, _line(label), "") for key, label in rows]
        return question.key

    def _order(self, question: DraftQuestion) -> list[str] | None:
        """The answers of a scale, most first, where their words say it."""
        return most_first(_values(question), self._project)

    def _group(self, question: DraftQuestion) -> None:
        values, own = _values(question), Keys()
        for code, label in values.items():
            key = own.new(label or code, "vaerdi")
            self._groups.append(
                (question.key, key, label or code, "", _line(question.text), "", "")
            )
        self._draft.guesses.append(
            f"{question.key}: en gruppe at dele svarene efter, {len(values)} værdier; er det et "
            "spørgsmål, flyttes den til questions.csv og scales.csv"
        )

    def _answer_scale(self, question: DraftQuestion, ordered: list[str] | None) -> str:
        """The key of a question's scale, which other questions with the same answers share."""
        values = _values(question)
        form = tuple(values.items())
        known = self._known_scales.get(tuple(map(str, form)))
        if known:
            return known
        scale = self._scale_keys.new(question.key)
        self._known_scales[tuple(map(str, form))] = scale
        partly = not all(values.values())
        own = Keys()
        for order, code in enumerate(ordered or list(values), start=1):
            label = values[code]
            key = code if partly else own.new(label, "svar")
            place = OPEN if ordered is None else str(order)
            self._scales.append((scale, key, place, label, "", "", ""))
        if ordered is None:
            self._draft.open.append(
                f"scales.csv, skalaen {scale}: skriv rækkefølgen i stedet for {OPEN}, 1 ved det "
                "svar, der siger mest"
            )
        else:
            named = [values[code] or code for code in ordered]
            self._draft.guesses.append(f"skalaen {scale}: fra »{named[0]}« til »{named[-1]}«")
        return scale

    def _number_scale(self, question: DraftQuestion) -> str:
        """The key of bands that hold about equally many; empty where all numbers are alike."""
        bands = draft_bands(np.concatenate([item.column.numbers for item in question.items]))
        if not bands:
            return ""
        scale = self._scale_keys.new(question.key)
        for order, band in enumerate(bands, start=1):
            ends = (band.low, band.high)
            self._scales.append((scale, band.key, str(order), band.label, "", *ends))
        named = "; ".join(band.label for band in bands)
        self._draft.guesses.append(f"skalaen {scale}: båndene {named}")
        return scale

    def _left_out(self) -> None:
        for column in self._columns:
            if column.kind == "left_out":
                name = _line(column.heading) or f"nr. {column.place + 1}"
                self._draft.guesses.append(f"udeladt: {name} ({column.why})")

    def _survey_toml(self, named: str, sheet: str | None) -> str:
        roles = {column.role for column in self._columns if column.kind == "role"}
        lines = [f"# {_ABOUT}", 'title_da = ""', f"answers = {_toml(named)}"]
        self._draft.open.append("survey.toml: skriv undersøgelsens titel i title_da")
        lines += [f"sheet = {_toml(sheet)}"] if sheet else []
        lines += [f"# {_ABOUT_BASE}", 'base = "all"']
        if self._groups:
            lines.append(f"default_group = {_toml(self._groups[0][0])}")
        lines += ["", "[unit]", f"kommuner = {str('kommune' in roles).lower()}"]
        if "kommune" not in roles:
            lines += ['singular_da = ""', 'plural_da = ""']
            self._draft.open.append(
                "survey.toml, [unit]: skriv, hvad én og flere af dem, der er udtrukket, hedder, fx "
                "skole og skoler"
            )
        else:
            self._draft.guesses.append("enheden er kommuner, for filen har en kolonne med dem")
        design = {
            column.role: column.heading for column in self._columns if column.kind == "design"
        }
        if design:
            lines += ["", "[design]"]
            lines += [f"{part} = {_toml(heading)}" for part, heading in design.items()]
            self._draft.guesses += [f"[design] {part}: {_line(heading)}"
                                    for part, heading in design.items()]  # fmt: skip
        return "\n".join(lines) + "\n"


def _values(question: DraftQuestion) -> dict[str, str]:
    """The values of all of a question's columns, codes in their order."""
    values: dict[str, str] = {}
    for item in question.items:
        column = item.column
        for code, label in (column.values or {"1": "", "0": ""}).items():
            values[code] = values.get(code) or label
    if all(code.isdigit() for code in values):
        values = dict(sorted(values.items(), key=lambda each: int(each[0])))
    return values


def _is_rating(question: DraftQuestion) -> bool:
    """Whether its values are numbers alone, more than two: a scale whose ends nobody has named."""
    values = _values(question)
    return len(values) > 2 and not any(values.values())


def _csv(rows: Iterable[Sequence[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


def _line(text: str) -> str:
    return " ".join(text.split())


def _toml(text: str) -> str:
    """A text between quotation marks, as TOML writes it."""
    escaped: Mapping[int, str] = {ord("\\"): "\\\\", ord('"'): '\\"'}
    return f'"{_line(text).translate(escaped)}"'
