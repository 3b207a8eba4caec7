"""Sets of professional profiles, and what becomes of a profile in a later set: rows of tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis.survey.checks import InputError, ProblemList, check_unique, read_rows
from analysis.survey.labels import Labels
from analysis.survey.names import plain, unknown_name
from analysis.survey.paths import data_folder

#: What a row of the table rests on.
_BASES = ("sourced", "synthetic")
#: What the column ``set`` of profiles.csv must hold.
_KNOWN = "et profilsæt, der står i sets.csv"


@dataclass(frozen=True)
class Profile:
    """One profile of a set; ``synthetic`` says that the row is made up until it has a source."""

    key: str
    label: Labels
    short: Labels
    description: Labels
    synthetic: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that the profile is called: key, labels and short labels."""
        return (self.key, self.label.da, self.label.en, self.short.da, self.short.en)


@dataclass(frozen=True)
class ProfileSet:
    """The profiles of one year, in the order of their owners."""

    key: str
    label: Labels
    profiles: tuple[Profile, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the profiles."""
        return tuple(profile.key for profile in self.profiles)

    def find(self, name: str) -> Profile | None:
        """Return the profile of this key or label, whatever its case and punctuation."""
        wanted = plain(name)
        return next((each for each in self.profiles if wanted in map(plain, each.names)), None)


def read_profile_sets(folder: Path | None = None) -> Mapping[str, ProfileSet]:
    """Read the sets of profiles by key.

    Parameters
    ----------
    folder : Path, optional
        With ``sets.csv`` and ``profiles.csv``; the project's own when left out.

    Raises
    ------
    InputError
        A file is missing or has other columns, a key stands twice, or a set is unknown or empty.

    Examples
    --------
    >>> sets = read_profile_sets()
    >>> len(sets["2017-6"].profiles), sets["2017-6"].profiles[0].label.en
    (6, 'Companies')
    """
    folder = folder or data_folder() / "profile_sets"
    sets = read_rows(folder / "sets.csv", "set,label_da,label_en,year,source")
    columns = "set,profile,order,label_da,label_en,short_da,short_en,"
    columns += "description_da,description_en,basis,source"
    rows = read_rows(folder / "profiles.csv", columns)
    problems = ProblemList()
    check_unique(sets, ["set"], problems)
    check_unique(rows, ["set", "profile"], problems)
    profiles: dict[str, list[tuple[int, Profile]]] = {row["set"]: [] for row in sets}
    for row in rows:
        if row["set"] not in profiles:
            problems.add(row.problem("set", _KNOWN))
            continue
        if row["basis"] not in _BASES:
            problems.add(row.problem("basis", " eller ".join(_BASES)))
        order = row.whole("order", 1, 99, problems)
        label, short, description = (
            Labels(row[f"{name}_da"], row[f"{name}_en"])
            for name in ("label", "short", "description")
        )
        made_up = row["basis"] == "synthetic"
        profile = Profile(row["profile"], label, short, description, made_up)
        profiles[row["set"]].append((order, profile))
    for row in sets:
        if not profiles[row["set"]]:
            problems.add(row.problem("set", "et sæt med profiler i profiles.csv"))
    problems.raise_if_any()
    return {
        row["set"]: ProfileSet(
            row["set"],
            Labels(row["label_da"], row["label_en"]),
            tuple(each for _, each in sorted(profiles[row["set"]], key=lambda pair: pair[0])),
        )
        for row in sets
    }


@lru_cache(maxsize=1)
def _labels() -> Mapping[str, Labels]:
    """The label of every profile of every set; a key that two sets share is the earlier's."""
    sets = read_profile_sets().values()
    return {each.key: each.label for own in reversed([*sets]) for each in own.profiles}


def profile_label(profile: str, lang: str) -> str:
    """Return a profile's name; its key where no set has such a profile.

    Examples
    --------
    >>> profile_label("koordination", "en"), profile_label("drift", "en")
    ('Coordination', 'drift')
    """
    labels = _labels().get(profile)
    return labels[lang] if labels else profile


def find_profile_set(name: str, folder: Path | None = None) -> ProfileSet:
    """Return the set of this key or label.

    Raises
    ------
    InputError
        There is none; the message names those that there are.

    Examples
    --------
    >>> find_profile_set("2017-6").keys[:2]
    ('virksomheder', 'borgernes_kompetencer')
    """
    sets = read_profile_sets(folder)
    for each in sets.values():
        if plain(name) in map(plain, (each.key, each.label.da, each.label.en)):
            return each
    raise unknown_name("Profilsættet", name, sets)


def crosswalk(earlier: str, later: str, folder: Path | None = None) -> pd.DataFrame:
    """Return what becomes of each profile of a set in a later one.

    Parameters
    ----------
    earlier, later : str
        Keys of two sets.
    folder : Path, optional
        With ``crosswalk.csv`` beside the sets; the project's own when left out.

    Returns
    -------
    DataFrame
        One row per profile of the earlier set × heir: ``profile``, ``heir`` (NaN: it has none) and
        ``basis`` (on what the link rests). Every profile of the earlier set has a row. Source:
        ``data/profile_sets/crosswalk.csv``, the project's own links.

    Raises
    ------
    InputError
        A set is unknown, nothing links the two, or a row names a profile that its set lacks.

    Examples
    --------
    >>> links = crosswalk("2017-6", "2019-4").set_index("profile")
    >>> links.loc["koordination", "heir"], bool(links["heir"].isna()["integration"])
    ('helhed', True)
    """
    sets = {key: find_profile_set(key, folder) for key in (earlier, later)}
    folder = folder or data_folder() / "profile_sets"
    columns = "from_set,from_profile,to_set,to_profile,basis"
    problems = ProblemList()
    rows = []
    for row in read_rows(folder / "crosswalk.csv", columns):
        if (row["from_set"], row["to_set"]) != (earlier, later):
            continue
        if row["from_profile"] not in sets[earlier].keys:
            problems.add(row.problem("from_profile", f"en profil i {earlier}"))
        if row["to_profile"] and row["to_profile"] not in sets[later].keys:
            problems.add(row.problem("to_profile", f"en profil i {later}, eller tom"))
        rows.append((row["from_profile"], row["to_profile"] or float("nan"), row["basis"]))
    problems.raise_if_any()
    unlinked = set(sets[earlier].keys) - {profile for profile, _, _ in rows}
    if unlinked:
        names = ", ".join(key for key in sets[earlier].keys if key in unlinked)
        raise InputError(
            f"crosswalk.csv mangler en række fra {earlier} til {later} for {names}. "
            "Tilføj den; en profil uden arving har en tom to_profile."
        )
    place = {key: number for number, key in enumerate(sets[earlier].keys)}
    rows.sort(key=lambda row: place[row[0]])
    return pd.DataFrame(rows, columns=["profile", "heir", "basis"])
