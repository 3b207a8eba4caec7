"""The municipalities: the 98 of the country, their squares on a map, and forgiving names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from analysis.survey.checks import InputError, parse_int, raise_if_any, read_rows
from analysis.survey.codebook import Labels
from analysis.survey.paths import data_folder


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
        return self.title if lang == "da" else f"{self.name} Municipality"

    def genitive_in(self, lang: str) -> str:
        """The name in the genitive: ``Odders``, ``Odder's``."""
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
_LAST = str.maketrans("æøå", "{|}")


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
    ).split(",")
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
    """Read what the groups of municipalities are called in both languages, by Danish name.

    Examples
    --------
    >>> read_kommunegrupper()["Landkommuner"].en
    'Rural municipalities'
    """
    rows = read_rows(data_folder() / "reference" / "kommunegrupper.csv", ["name", "name_en"])
    return {row["name"]: Labels(row["name"], row["name_en"]) for row in rows}


def find_kommune(text: str) -> Kommune:
    """Find a municipality by name, alias or code, forgiving of case and spelling.

    Parameters
    ----------
    text : str
        ``"Odder"``, ``"odder kommune"``, ``"Århus"``, ``"Høje Taastrup"``, ``"0727"``, ``"727"``.

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
    asked = str(text).strip()
    kommuner = read_kommuner()
    if re.fullmatch(r"[0-9]{3,4}", asked) and asked.zfill(4) in kommuner:
        return kommuner[asked.zfill(4)]
    codes = _codes_by_key()
    key = _key(asked)
    if key in codes:
        return kommuner[codes[key]]
    near = get_close_matches(key, codes, n=3, cutoff=0.6)
    names = list(dict.fromkeys(kommuner[codes[match]].name for match in near))
    cure = (
        f"Mente du {_or(names)}?" if names else "Skriv et navn eller en kode, fx Odder eller 0727."
    )
    shown = " ".join(asked.split())
    shown = shown if len(shown) <= 60 else f"{shown[:57]}…"
    raise InputError(f'Kommunen "{shown}" findes ikke blandt Danmarks 98. {cure}')


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
    rows = read_rows(data_folder() / "reference" / "tiles.csv", "code,label,column,row".split(","))
    problems: list[str] = []
    tiles = {
        row["code"]: Tile(
            code=row["code"],
            label=row["label"],
            column=parse_int(row, "column", 1, 99, problems, "Ret cellen."),
            row=parse_int(row, "row", 1, 99, problems, "Ret cellen."),
        )
        for row in rows
    }
    raise_if_any(problems)
    return tiles


def danish_order(name: str) -> str:
    """A key that sorts names as Danish does: æ, ø and å last, and aa as å.

    Examples
    --------
    >>> sorted(["Aarhus", "Ærø", "Odder", "Allerød"], key=danish_order)
    ['Allerød', 'Odder', 'Ærø', 'Aarhus']
    """
    return name.casefold().replace("aa", "å").translate(_LAST)


@lru_cache(maxsize=1)
def read_aliases() -> Mapping[str, str]:
    """Read other spellings: alias → the municipality's code."""
    rows = read_rows(data_folder() / "reference" / "aliases.csv", ["alias", "code"])
    return {row["alias"]: row["code"] for row in rows}


@lru_cache(maxsize=1)
def _codes_by_key() -> dict[str, str]:
    codes = {_key(kommune.name): kommune.code for kommune in read_kommuner().values()}
    for alias, code in read_aliases().items():
        codes.setdefault(_key(alias), code)
    return codes


def _key(name: str) -> str:
    """A name without case, spaces, hyphens, ``kommune`` and the å/aa difference."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("å", "aa")
    text = re.sub(r"\b(kommunes?|regionskommune)\b", "", text)
    return re.sub(r"[\W_]+", "", text)


def _or(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} eller {names[-1]}"
