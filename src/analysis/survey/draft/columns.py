"""What a column of a file looks like, before there is a codebook: its kind, and its values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from analysis.survey.answers.answer_table import AnswerTable
from analysis.survey.answers.codes import code_of
from analysis.survey.answers.heading_words import ROLE_WORDS
from analysis.survey.answers.item_readers import is_mark
from analysis.survey.answers.numbers import number_of
from analysis.survey.answers.wording import UNKNOWN, not_an_answer
from analysis.survey.codebook_files import MOST_ANSWERS
from analysis.survey.names import plain

ColumnKind = Literal["answer", "mark", "several", "number", "text", "role", "design", "left_out"]
#: The parts of a design, and the headings that tell of each.
DESIGN = {
    "weight": ("weight", "weights", "wgt", "wt", "pweight", "vaegt", "vægt", "vægte"),
    "strata": ("strata", "stratum", "strat"),
    "cluster": ("cluster", "psu", "klynge"),
    "population": ("fpc", "populationsize", "populationsstørrelse"),
}
_TECHNICAL = (
    "start end today deviceid id uuid submissiontime validationstatus status index tags notes "
    "submittedby version instanceid metainstanceid formhubuuid rootuuid tidsstempel timestamp "
    "startdate enddate recordeddate ipaddress progress durationinseconds finished "
    "recipientlastname recipientfirstname recipientemail externalreference locationlatitude "
    "locationlongitude distributionchannel userlanguage collectorid datecreated datemodified "
    "emailaddress firstname lastname lastpage startlanguage seed submitdate datestamp refurl "
    "starttidspunkt fuldførelsestidspunkt sluttidspunkt mail email navn name objectid globalid "
    "creationdate creator editdate editor responseid"
).split()
_DATE = re.compile(r"\d{4}-\d\d-\d\d.*|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}.*")
_SEPARATORS = (";", "|", ",")
#: A column of more different numbers is one of numbers, whatever they are called.
_MOST_OPTIONS, _LONGEST_LABEL = 40, 80


@dataclass(frozen=True)
class DraftColumn:
    """A column of a file, and what it seems to hold.

    Attributes
    ----------
    place : int
    heading, label : str
        Its heading, and its longer one where the file has it.
    kind : str
        ``mark`` is an option that is chosen or not, ``several`` a cell with all options.
    values : mapping of str to str
        What its cells can be: code → label in the order of the codes, or text → text.
    role : str
        Of a role, or of a column of the design.
    why : str
        Why it is left out.
    separator : str
        What stands between options.
    numbers : array of float
        Its numbers, of a column that holds them.
    """

    place: int
    heading: str
    label: str
    kind: ColumnKind
    values: Mapping[str, str]
    role: str = ""
    why: str = ""
    separator: str = ""
    numbers: tuple[float, ...] = ()

    @property
    def text(self) -> str:
        """The longer heading, or else the heading."""
        return self.label or self.heading


def draft_columns(table: AnswerTable) -> list[DraftColumn]:
    """Look at every column of a table."""
    columns = []
    for place, heading in enumerate(table.headings):
        kind, more = _kind(table, place)
        values = more.pop("values", {})
        columns.append(DraftColumn(place, heading, table.label(place), kind, values, **more))
    return columns


def _kind(table: AnswerTable, place: int) -> tuple[ColumnKind, dict[str, Any]]:
    heading = plain(table.headings[place])
    declared = table.missing.get(place, ())
    said = {
        text: word
        for text, word in table.words(place).items()
        if text not in declared and not_an_answer(word) == UNKNOWN
    }
    for role, words in ROLE_WORDS.items():
        if heading in words.split():
            return "role", {"role": role}
    if not said:
        return "left_out", {"why": "tom"}
    if not table.headings[place]:
        return "left_out", {"why": "uden overskrift"}
    if heading in _TECHNICAL:
        return "left_out", {"why": "teknisk eller personlig"}
    for part, headings in DESIGN.items():
        if heading in headings:
            return "design", {"role": part}
    labelled = _labelled(table, place)
    if len(labelled) >= 2 and set(map(_code, said)) <= set(map(_code, labelled)):
        return _named(labelled)
    return _unnamed(table, place, said, labelled)


def _labelled(table: AnswerTable, place: int) -> dict[str, str]:
    """The codes that the file names, in their order, without those that are no answer."""
    declared = table.missing.get(place, ())
    labels = {
        code: label.strip()
        for code, label in table.value_labels.get(place, {}).items()
        if label.strip() and code not in declared and not_an_answer(label) == UNKNOWN
    }
    return dict(sorted(labels.items(), key=lambda each: _rank(each[0])))


def _named(labelled: dict[str, str]) -> tuple[ColumnKind, dict[str, Any]]:
    if set(map(_code, labelled)) <= {"0", "1"} and all(map(is_mark, labelled.values())):
        return "mark", {"values": labelled}
    return "answer", {"values": labelled}


def _unnamed(
    table: AnswerTable, place: int, said: Mapping[str, str], labelled: Mapping[str, str]
) -> tuple[ColumnKind, dict[str, Any]]:
    """The kind of a column by its cells, some of which may have labels."""
    cells = table.cells[place].astype(str)
    filled = cells[cells.isin(said)]
    if all(map(_DATE.fullmatch, said)):
        return "left_out", {"why": "datoer"}
    if set(map(_code, said)) <= {"0", "1"} and all(map(code_of, said)):
        return "mark", {}
    codes = {code_of(text) for text in said}
    decimal = table.decimal_signs(place)
    numbers = [number_of(text, decimal) for text in said]
    if all(codes) and min(map(int, codes)) >= 0 and max(map(int, codes)) < MOST_ANSWERS:
        return "answer", {"values": _all_codes(codes, labelled)}
    if None not in numbers:
        each = filled.map(lambda text: number_of(text, decimal)).to_numpy(float)
        return "number", {"numbers": tuple(np.sort(each))}
    for sign in _SEPARATORS:
        if options := _options(filled.tolist(), sign):
            return "several", {"values": options, "separator": sign}
    if len(said) == 1 and len(filled) > 1:
        return "mark", {"values": dict(said)}
    few = len(said) <= MOST_ANSWERS and len(filled) >= 2 * len(said)
    if few and max(map(len, said)) <= _LONGEST_LABEL:
        in_order = list(dict.fromkeys(filled))
        return "answer", {"values": {text: said[text] for text in in_order}}
    return "text", {}


def _all_codes(codes: set[str], labelled: Mapping[str, str]) -> dict[str, str]:
    """Every code from the least to the most, with the labels that some of them have."""
    named = {code_of(code): label for code, label in labelled.items() if code_of(code)}
    known = [int(code) for code in {*codes, *named}]
    every = range(min(known), max(known) + 1)
    return {str(code): named.get(str(code), "") for code in every}


def _options(cells: list[str], sign: str) -> dict[str, str]:
    """The options that cells name, with a sign between them; none where they look otherwise."""
    split = [[part.strip() for part in cell.split(sign) if part.strip()] for cell in cells]
    parts = [part for each in split for part in each if not_an_answer(part) == UNKNOWN]
    options = dict.fromkeys(parts)
    several = sum(len(each) > 1 for each in split)
    often = len(parts) >= 2 * len(options) and all(parts.count(option) > 1 for option in options)
    if several < 2 or not often or not 2 <= len(options) <= _MOST_OPTIONS:
        return {}
    if max(map(len, options)) > _LONGEST_LABEL:
        return {}
    return {option: option for option in options}


def _code(text: str) -> str:
    return code_of(text) or text.strip().casefold()


def _rank(code: str) -> tuple[float, str]:
    number = code_of(code)
    return (float(number), "") if number else (float("inf"), code)
