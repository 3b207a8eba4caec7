"""The 98 municipalities: found by name or code, their groups, and their squares on a map."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.survey.checks import InputError, Problem, ProblemList, check_lang, read_rows, shorten
from analysis.survey.codebook import Codebook, Labels
from analysis.survey.names import plain
from analysis.survey.paths import data_folder
from analysis.words import said

#: The year of the kommunegrupper; the survey is a year older.
GROUPS_OF = 2018


@dataclass(frozen=True)
class Kommune:
    """One municipality. ``host_code`` names the municipality whose job centre served it."""

    code: str
    name: str
    region: str
    landsdel: str
    kommunegruppe: str
    population: int
    host_code: str

    @property
    def slug(self) -> str:
        """Code and ASCII name for file names: ``0169-hoeje-taastrup``."""
        ascii_name = self.name.lower().translate(_ASCII)
        return f"{self.code}-{re.sub(r'[^a-z0-9]+', '-', ascii_name)}"

    @property
    def title(self) -> str:
        """The municipality's name as it stands in a heading."""
        own = {"Bornholm": "Bornholms Regionskommune", "København": "Københavns Kommune"}
        return own.get(self.name, f"{self.name} Kommune")

    @property
    def genitive(self) -> str:
        """The name in the genitive: ``Odders``, ``Randers'``."""
        return f"{self.name}'" if self.name[-1] in "sxz" else f"{self.name}s"

    def title_in(self, lang: str) -> str:
        """The name as it stands in a heading: ``Odder Kommune``, ``Odder Municipality``."""
        check_lang(lang)
        return self.title if lang == "da" else f"{self.name} Municipality"

    def genitive_in(self, lang: str) -> str:
        """The name in the genitive: ``Odders``, ``Odder's``."""
        check_lang(lang)
        english = f"{self.name}'" if self.name[-1] == "s" else f"{self.name}'s"
        return self.genitive if lang == "da" else english


@dataclass(frozen=True)
class Tile:
    """One municipality's square on the tile map; column 1 is in the west, row 1 in the north."""

    code: str
    label: str
    column: int
    row: int


_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e"})


@lru_cache(maxsize=1)
def read_kommuner() -> Mapping[str, Kommune]:
    """Read the 98 municipalities by code.

    Returns
    -------
    mapping of str to Kommune
        Source: Statistics Denmark; see ``data/reference/README.md``.

    Examples
    --------
    >>> read_kommuner()["0727"].name
    'Odder'
    """
    columns = (
        "code,name,region,landsdel,kommunegruppe_2018,population_2017,jobcentre_host_code_2017"
    )
    rows = read_rows(data_folder() / "reference" / "kommuner.csv", columns)
    return {
        row["code"]: Kommune(
            code=row["code"],
            name=row["name"],
            region=row["region"],
            landsdel=row["landsdel"],
            kommunegruppe=row["kommunegruppe_2018"],
            population=int(row["population_2017"]),
            host_code=row["jobcentre_host_code_2017"],
        )
        for row in rows
    }


@lru_cache(maxsize=1)
def read_kommunegrupper() -> Mapping[str, Labels]:
    """Read the names of the groups of municipalities in both languages, by Danish name.

    Examples
    --------
    >>> read_kommunegrupper()["Landkommuner"].en
    'Rural municipalities'
    """
    rows = read_rows(data_folder() / "reference" / "kommunegrupper.csv", "name,name_en")
    return {row["name"]: Labels(row["name"], row["name_en"]) for row in rows}


def kommune_frame(
    taking_part: Iterable[tuple[Kommune, float, int]], codebook: Codebook
) -> pd.DataFrame:
    """Return one row per municipality that takes part, as `Survey.kommuner` has them.

    Parameters
    ----------
    taking_part : iterable of (Kommune, staff, answers)
        The staff is NaN when it is not known.
    codebook : Codebook
        Its size bands.
    """
    columns = "code name staff answers region landsdel kommunegruppe population size_band".split()
    rows = []
    for kommune, staff, answers in taking_part:
        known = bool(codebook.size_bands) and not np.isnan(staff)
        band = codebook.size_band(int(staff)).key if known else None
        attributes = (getattr(kommune, column) for column in columns[4:8])
        rows.append((kommune.code, kommune.name, staff, answers, *attributes, band))
    frame = pd.DataFrame(rows, columns=columns).set_index("code")
    return frame if frame["staff"].isna().any() else frame.astype({"staff": np.int64})


def find_kommune(name: str, *, lang: str = "da") -> Kommune:
    """Find a municipality by name, alias or code, whatever its case and punctuation.

    Parameters
    ----------
    name : str
        ``"Odder"``, ``"odder kommune"``, ``"Århus"``, ``"Høje Taastrup"``, ``"0727"``, ``"727"``.
    lang : {"da", "en"}
        Of the message.

    Returns
    -------
    Kommune

    Raises
    ------
    InputError
        No municipality has that name; the message names the nearest.

    Examples
    --------
    >>> find_kommune("Århus").code
    '0751'
    """
    asked = str(name).strip()
    kommuner = read_kommuner()
    if re.fullmatch(r"[0-9]{3,4}", asked) and asked.zfill(4) in kommuner:
        return kommuner[asked.zfill(4)]
    codes = _codes_by_key()
    key = _key(asked)
    if key in codes:
        return kommuner[codes[key]]
    near = get_close_matches(key, codes, n=3, cutoff=0.6)
    *others, last = dict.fromkeys(kommuner[codes[match]].name for match in near) or [""]
    names = said("kommuner.or", names=", ".join(others), last=last) if others else last
    cure = "kommuner.near" if near else "kommuner.unknown_cure"
    raise InputError(
        Problem(
            said("kommuner.unknown", asked=shorten(asked, 58), of=len(kommuner)),
            said(cure, names=names, name="Odder", code="0727"),
            lang=lang,
        )
    )


@lru_cache(maxsize=1)
def read_tiles() -> Mapping[str, Tile]:
    """Read the squares of the tile map by the municipality's code.

    Returns
    -------
    mapping of str to Tile
        One for each of the 98; see ``data/reference/README.md``.

    Raises
    ------
    InputError
        A place is no whole number from 1.

    Examples
    --------
    >>> read_tiles()["0400"].label
    'Born'
    """
    rows = read_rows(data_folder() / "reference" / "tiles.csv", "code,label,column,row")
    problems = ProblemList()
    tiles = {
        row["code"]: Tile(
            code=row["code"],
            label=row["label"],
            column=row.whole("column", 1, 99, problems),
            row=row.whole("row", 1, 99, problems),
        )
        for row in rows
    }
    problems.raise_if_any()
    return tiles


@lru_cache(maxsize=1)
def read_aliases() -> Mapping[str, str]:
    """Read other spellings: alias → the municipality's code."""
    rows = read_rows(data_folder() / "reference" / "aliases.csv", "alias,code")
    return {row["alias"]: row["code"] for row in rows}


@lru_cache(maxsize=1)
def _codes_by_key() -> dict[str, str]:
    codes = {_key(kommune.name): kommune.code for kommune in read_kommuner().values()}
    for alias, code in read_aliases().items():
        codes.setdefault(_key(alias), code)
    return codes


def _key(name: str) -> str:
    """The plain form of a name, without the word ``kommune``."""
    return plain(re.sub(r"(?i)\b(kommunes?|regionskommune)\b", "", name))
