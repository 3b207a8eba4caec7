"""Cells of a job centre's workbook as values: numbers, shares, dates, lists; never a guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from analysis.competence.profile_sets import ProfileSet
from analysis.competence.workbook_model import CHOICES, SHARES, Column, choice_names, sheet_name
from analysis.survey.answers.own_draft import find_answer
from analysis.survey.checks import LANGUAGES
from analysis.survey.codebook import Answer, Question
from analysis.survey.control_characters import readable
from analysis.survey.names import plain
from analysis.words import text

MOST_CODE, MOST_TEXT = 20, 500
_EXAMPLES = {
    "people": "14", "percent": "15 %", "date": "2027-06-30", "month": "2027-06", "example": "2,5",
    "one": "1", "term": "2027-1",
}  # fmt: skip
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,12})?")
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+")
#: A point or comma before three digits: a thousand to some, a thousandth to others.
_UNCLEAR = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
_PERCENT = re.compile(r"(.*?)\s*(?:%|pct\.?|percent|per cent|procent)", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-.](\d{1,2})[-.](\d{4})")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-./](\d{4})")
_NAMED_MONTH = re.compile(r"([^\W\d]+)\.?\s+(\d{4})")
_YEARS = range(1990, 2100)
_TRUE, _FALSE = ("true", "sand"), ("false", "falsk")


def examples(lang: str, **fields: object) -> dict[str, object]:
    """Return what messages and help texts name, as the language writes it; ``fields`` go first."""
    given: dict[str, object] = {**_EXAMPLES, "offers": sheet_name("offers", lang)}
    if lang == "en":
        given |= {"example": "2.5", "percent": "15%"}
    return given | fields


class WrongCell(Exception):
    """A cell that cannot be read: what was expected, and the cure, in the reader's language."""

    def __init__(self, expected: str, cure: str) -> None:
        super().__init__(expected)
        self.expected, self.cure = expected, cure


@dataclass
class Reading:
    """What the cells of a workbook are read with.

    Attributes
    ----------
    lang : {"da", "en"}
    profiles : ProfileSet
    bands : Question
        Whose answers are bands of the staff.
    offers : dict
        Codes of the offers that are read so far, by their plain form.
    """

    lang: str
    profiles: ProfileSet
    bands: Question
    offers: dict[str, str] = field(default_factory=dict)

    def wrong(self, key: str, cure: str = "cure", **fields: object) -> WrongCell:
        """Return the error of a cell in the words of ``[centre_file]``."""
        given = examples(self.lang, **fields)
        return WrongCell(*(text(f"centre_file.{each}", self.lang, **given) for each in (key, cure)))

    def value(self, column: Column, words: str, is_number: bool, row: Mapping[str, Any]) -> Any:
        """Return the value of a cell that is not blank.

        Parameters
        ----------
        column : Column
        words : str
            What stands in the cell.
        is_number : bool
            Whether it is stored as a number, whose point cannot be a thousand's.
        row : mapping
            The row's values so far.

        Raises
        ------
        WrongCell
        """
        readers: dict[str, Callable[[], Any]] = {
            "code": lambda: self._code(words),
            "text": lambda: self._text(words),
            "choice": lambda: self._choice(column.key, words),
            "profile": lambda: self._profile(words),
            "wishes": lambda: self._wishes(words),
            "people": lambda: self._people(column, words, is_number),
            "whole": lambda: self._whole(column, words, is_number),
            "decimal": lambda: self._decimal(column, words, is_number),
            "yes": lambda: self._yes(words),
            "maybe": lambda: self._yes(words),
            "month": lambda: self._month(words),
            "date": lambda: self._date(words),
            "amount": lambda: self._amount(column, words, is_number, row),
        }
        return readers[column.kind]()

    def _text(self, words: str) -> str:
        found = " ".join(readable(words).split())
        if len(found) > MOST_TEXT:
            raise self.wrong("long", most=MOST_TEXT)
        return found

    def _code(self, words: str) -> str:
        found = self._text(words)
        if len(found) > MOST_CODE or " " in found or ";" in found:
            raise self.wrong("code", most=MOST_CODE)
        return found

    def _profile(self, words: str) -> str:
        found = self.profiles.find(words)
        if found is None:
            names = ", ".join(each.label[self.lang] for each in self.profiles.profiles)
            raise self.wrong("list", "cure_list", names=names)
        return found.key

    def _choice(self, key: str, words: str) -> str:
        if key == "band":
            return self._band(words)
        for lang in LANGUAGES:
            for choice, name in choice_names(key, lang).items():
                if plain(words) in (plain(choice), plain(name)):
                    return choice
        names = ", ".join(choice_names(key, self.lang).values())
        raise self.wrong("list", "cure_list", names=names)

    def _band(self, words: str) -> str:
        found = find_answer(self.bands, words)
        if not isinstance(found, Answer):
            names = ", ".join(each.short[self.lang] for each in self.bands.scale.answers)
            raise self.wrong("list", "cure_list", names=names)
        return found.key

    def _wishes(self, words: str) -> tuple[str, ...]:
        found = []
        for part in filter(None, map(str.strip, re.split(r"[;\n]", words))):
            profile = self.profiles.find(part)
            offer = self.offers.get(part.casefold())
            if profile is None and offer is None:
                raise self.wrong("wishes")
            found.append(offer if profile is None else profile.key)
        return tuple(str(each) for each in dict.fromkeys(found))

    def _number(self, words: str, is_number: bool, wrong: WrongCell) -> Decimal:
        words = words.strip()
        if not is_number and _UNCLEAR.fullmatch(words):
            example = re.sub(r"\D", "", words)
            raise WrongCell(wrong.expected, self.wrong("cure_thousands", example=example).expected)
        if _GROUPED.fullmatch(words):
            words = re.sub(r"\s", "", words)
        if not _NUMBER.fullmatch(words):
            raise wrong
        return Decimal(words.replace(",", "."))

    def _limited(self, column: Column, key: str) -> WrongCell:
        return self.wrong(key, low=_shown(column.lowest), high=_shown(column.highest))

    def _decimal(self, column: Column, words: str, is_number: bool) -> float:
        wrong = self._limited(column, "decimal")
        found = self._number(words, is_number, wrong)
        if not column.lowest <= found <= column.highest:
            raise wrong
        return float(found)

    def _whole(self, column: Column, words: str, is_number: bool) -> int:
        wrong = self._limited(column, "whole")
        found = self._number(words, is_number, wrong)
        if found != int(found) or not column.lowest <= found <= column.highest:
            raise wrong
        return int(found)

    def _share(self, words: str) -> Decimal | None:
        """Return the share of a text with a per cent sign; None for other texts."""
        found = _PERCENT.fullmatch(words.strip())
        if found is None:
            return None
        wrong = self.wrong("share", low=0, high="100 %" if self.lang == "da" else "100%")
        share = self._number(found[1], True, wrong) / 100
        if share > 1:
            raise wrong
        return share

    def _people(self, column: Column, words: str, is_number: bool) -> int | Decimal:
        """Return a number of people, or a share of the staff as a Decimal."""
        share = self._share(words)
        if share is not None:
            return share
        wrong = self._limited(column, "people")
        found = self._number(words, is_number, wrong)
        if found != int(found) or found > Decimal(column.highest):
            raise wrong
        return int(found)

    def _amount(self, column: Column, words: str, is_number: bool, row: Mapping[str, Any]) -> float:
        share = self._share(words)
        if row.get("limit") in SHARES:
            if share is None:
                high = "100 %" if self.lang == "da" else "100%"
                raise self.wrong("share", "cure_percent", low=0, high=high)
            return float(share)
        return self._decimal(column, words, is_number)

    def _yes(self, words: str) -> bool:
        said = plain(words)
        if said in _TRUE or said in _FALSE:
            return said in _TRUE
        for lang in LANGUAGES:
            for choice, name in choice_names("yes", lang).items():
                if said == plain(name):
                    return choice == CHOICES["yes"][0]
        raise self.wrong("yes", "cure_list", **choice_names("yes", self.lang))

    def _date(self, words: str) -> str:
        words = words.strip()
        if (found := _YEAR_FIRST.fullmatch(words)) and found[3]:
            year, month, day = found.groups()
        elif found := _DAY_FIRST.fullmatch(words):
            day, month, year = found.groups()
        else:
            raise self.wrong("date")
        return self._day(int(year), int(month), int(day), "date").isoformat()

    def _month(self, words: str) -> str:
        words = words.strip()
        day = "1"
        if found := _YEAR_FIRST.fullmatch(words):
            year, month, day = found[1], found[2], found[3] or day
        elif found := _DAY_FIRST.fullmatch(words):
            day, month, year = found.groups()
        elif found := _MONTH_FIRST.fullmatch(words):
            month, year = found.groups()
        elif found := _NAMED_MONTH.fullmatch(words):
            month, year = str(_month_of(found[1])), found[2]
        else:
            raise self.wrong("month")
        return self._day(int(year), int(month), int(day), "month").isoformat()[:7]

    def _day(self, year: int, month: int, day: int, key: str) -> date:
        if year in _YEARS:
            try:
                return date(year, month, day)
            except ValueError:  # its own words would repeat the value
                pass
        raise self.wrong(key)


def _shown(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)


def _month_of(name: str) -> int:
    """Return the number of a month by its name or its first three letters; 0 for others."""
    said = name.casefold()
    for lang in LANGUAGES:
        for number, month in enumerate(text("numbers.months", lang).split(), start=1):
            if said in (month.casefold(), month.casefold()[:3]):
                return number
    return 0
