"""What stands on the sheets of a job centre's workbook: its columns, their kinds, their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analysis.competence.profile_sets import Profile, ProfileSet
from analysis.survey.checks import LANGUAGES
from analysis.words import text

Kind = Literal[
    "code", "text", "choice", "profile", "wishes", "people", "whole", "decimal", "yes", "maybe",
    "month", "date", "amount",
]  # fmt: skip

#: The sheets in the order of the workbook.
SHEETS = ("centre", "needs", "employees", "offers", "limits", "steps")
#: Levels of an employee, and how many an offer raises; a year's last day to plan for.
LEVELS, GAINS, YEARS = (0, 3), (0, 2), (2017, 2099)
#: The later horizon, in years.
LATER = 5
MOST_DAYS, MOST_KRONER, MOST_ECTS = 999, 99_999_999, 300
#: Limits that are shares; the others are amounts.
SHARES = ("share_away", "fund_rate", "leaving_rate")
#: Keys of what a cell with a list may say, by the list; each has a text ``centre_choices.<key>``.
CHOICES = {
    "horizon": ("now", "five_years"),
    "gain_basis": ("ours", "provider", "measured"),
    "limit": ("days", "kroner", "share_away", "fund_rate", "fund_cap", "leaving_rate"),
    "stage": ("regardless", "if_middle", "only_if_high"),
    "status": ("planned", "done", "dropped", "moved"),
    "origin": ("own", "synthetic"),
    "yes": ("yes", "no"),
}


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    Attributes
    ----------
    key : str
        Its name in the frame.
    word : str
        Its texts are ``centre_columns.<word>`` and ``centre_help.<word>``.
    kind : str
        How its cells are read.
    required : bool
        Whether a row must have it.
    lowest, highest : float
        Of a number.
    profile : Profile, optional
        Whose level or gain it holds.
    width : int
        Characters across.
    """

    key: str
    word: str
    kind: Kind
    required: bool = False
    lowest: float = 0
    highest: float = MOST_KRONER
    profile: Profile | None = None
    width: int = 12

    def heading(self, lang: str) -> str:
        """What stands over the column."""
        name = self.profile.label[lang] if self.profile else ""
        return (
            name if self.word == "level" else text(f"centre_columns.{self.word}", lang, name=name)
        )

    @property
    def dtype(self) -> str:
        """The type of the column in a frame; a whole number that may be missing is a float."""
        if self.kind == "people" or (self.kind == "whole" and self.required):
            return "int64"
        types = {"whole": "float64", "decimal": "float64", "amount": "float64"}
        own = {"yes": "bool", "maybe": "boolean", "wishes": "object"}
        return (types | own).get(self.kind, "str")

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that the column is known by."""
        spoken = [self.heading(lang) for lang in LANGUAGES]
        if self.word == "level" and self.profile is not None:
            spoken += self.profile.names
        return (self.key, *spoken)


def _number(key: str, highest: float = MOST_KRONER, width: int = 11) -> Column:
    return Column(key, key, "decimal", highest=highest, width=width)


def _whole(key: str, lowest: int = 0, *, required: bool = False) -> Column:
    return Column(key, key, "whole", required, lowest, 9999, width=11)


def _text(key: str, width: int = 20, *, required: bool = False) -> Column:
    return Column(key, key, "text", required, width=width)


def sheet_columns(profiles: ProfileSet) -> dict[str, tuple[Column, ...]]:
    """Return the columns of each sheet with rows, by the sheet, for a set of profiles."""
    levels = [
        Column(each.key, "level", "whole", False, *LEVELS, each, 13) for each in profiles.profiles
    ]
    gains = [
        Column(f"gain_{each.key}", "gain", "whole", False, *GAINS, each, 14)
        for each in profiles.profiles
    ]
    return {
        "needs": (
            Column("profile", "profile", "profile", True, width=24),
            Column("horizon", "horizon", "choice", True, width=13),
            *(Column(key, key, "people", highest=9999) for key in ("low", "middle", "high")),
            Column("band", "band", "choice", width=15),
            _number("weight", 1000),
            _text("source", 44),
        ),
        "employees": (
            Column("code", "code", "code", True, width=12),
            _text("unit", required=True),
            _text("role", 24),
            _text("agreement", 20),
            *levels,
            Column("wishes", "wishes", "wishes", width=26),
            Column("declines", "declines", "yes", width=11),
            _number("most_days", MOST_DAYS),
            Column("leaving", "leaving", "month", width=11),
            Column("diploma_begun", "diploma_begun", "yes", width=11),
        ),
        "offers": (
            Column("offer", "offer", "code", True, width=9),
            _text("name", 32, required=True),
            _text("provider"),
            _number("ects", MOST_ECTS, 9),
            _number("days", MOST_DAYS, 9),
            _text("content", 32),
            _text("audience", 24),
            _text("practice"),
            Column("credit", "credit", "maybe", width=10),
            *(_number(key) for key in ("price_head", "price_class")),
            *(_whole(key, 1) for key in ("class_min", "class_max")),
            *gains,
            Column("gain_basis", "gain_basis", "choice", width=14),
            _text("place", 16),
            _text("term", 14),
            _text("source", 30),
            *(Column(key, key, "date") for key in ("date", "expires")),
        ),
        "limits": (
            Column("limit", "limit", "choice", True, width=44),
            Column("value", "value", "amount", True, width=14),
            _text("agreement", 18),
            Column("valid_from", "valid_from", "date", width=14),
            _text("source", 44),
        ),
        "steps": (
            Column("step", "step", "code", width=9),
            _text("offer", 9, required=True),
            _text("unit"),
            _text("type", 30),
            _whole("people", required=True),
            _text("term", 14),
            _whole("classes"),
            *(_number(key, width=11) for key in ("days", "gross", "net")),
            Column("stage", "stage", "choice", width=14),
            Column("status", "status", "choice", width=12),
            _text("why", 60),
        ),
    }


def sheet_name(key: str, lang: str) -> str:
    """Return what a sheet is called on its tab: ``centre``, ``needs``, ``employees``, …"""
    return text(f"centre_sheets.{key}", lang)


def choice_names(choices: str, lang: str) -> dict[str, str]:
    """Return what the cells of a list may say, by key.

    Examples
    --------
    >>> choice_names("horizon", "en")
    {'now': 'today', 'five_years': 'in 5 years'}
    """
    return {key: text(f"centre_choices.{key}", lang, years=LATER) for key in CHOICES[choices]}
