"""Ledger of what a folder has released of supplied answers, ``udgivelser.json``.

Two releases, each of them safe, give away together what lies between them: the answers of the
few municipalities that came in, left or changed. So the folder keeps, of each release, how it was
protected and a keyed hash of each answer; nothing in it can be read. A release is entered
before its first file is written, so that one that died half way still counts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from analysis.measures.disclosure import GROUPED_BY, released
from analysis.measures.sources import read_survey
from analysis.measures.suppression import THRESHOLD
from analysis.survey.checks import InputError
from analysis.survey.survey import Survey
from analysis.words import text
from fagligheder.files import check_folder, write_whole
from fagligheder.run.keyed_hash import keyed_hash
from fagligheder.run.lock import FolderLock
from fagligheder.run.release import (
    Release,
    Told,
    fewest_apart,
    release_of,
    smallest_difference,
    unchanged,
)

LEDGER = "udgivelser.json"
FORMAT = 1
_ABOUT = (
    "Hvad denne mappe har vist af en fil med svar: kodede mærker, som intet siger i sig "
    "selv. Lad filen ligge: uden den opdages det ikke, når to udgivelser tilsammen viser for "
    "meget. Del den ikke. / What this folder has released of a file of answers. Keep it here."
)
_CURE = (
    "Er den tidligere udgivelse aldrig delt, så slet dens filer og udgivelser.json, eller tilføj "
    "--release-again. Er den delt, så udgiv ikke igen; --release-again gør det alligevel. En ny "
    "måling hører til i en mappe for sig (--out). Se docs/privacy.md."
)


def read_release(
    answers: Path | str | None,
    out: Path,
    *,
    sheet: str | None = None,
    again: bool = False,
    folder: Path | None = None,
) -> Survey:
    """Read the survey to release, once, and enter its answers in the ledger of the folder.

    Parameters
    ----------
    answers : path or str, optional
        As of `read_survey`; the printed tables and made-up answers need no ledger.
    out : Path
        The folder, which is locked meanwhile.
    sheet : str, optional
        Sheet of a workbook.
    again : bool
        As of `register_release`.
    folder : Path, optional
        The survey's folder; the survey of 2017 when left out.

    Returns
    -------
    Survey
        What `read_survey` gives: supplied answers are protected.

    Raises
    ------
    InputError
        The release is refused, or the answers cannot be read.
    FolderLocked
        Another run has locked the folder.
    """
    survey = read_survey(folder, sheet, answers=answers, protected=False)
    if survey.basis == "observed":
        check_folder(out)
        with FolderLock(out):
            by = survey.codebook.release_group
            register_release(survey, out, by=by or GROUPED_BY, again=again)
    return released(survey, protected=True)


def register_release(
    survey: Survey,
    out: Path,
    *,
    by: str = GROUPED_BY,
    threshold: int = THRESHOLD,
    again: bool = False,
) -> None:
    """Check a release against the earlier ones of a folder that the caller has locked; enter it.

    Parameters
    ----------
    survey : Survey
        With the answers as they were given; others need no ledger.
    out : Path
    by : str
        The grouping.
    threshold : int
        Fewer municipalities than this must not follow from any difference.
    again : bool
        Release even so; a ledger that cannot be read is begun anew.

    Raises
    ------
    InputError
        It would give away by difference what it protects by itself, or the ledger cannot be read.
    """
    if survey.answers is None or survey.basis != "observed":
        return
    path = out / LEDGER
    new = release_of(survey, by=by, threshold=threshold)
    before = read_ledger(path, again=again)
    if any(new.shows_the_same(release) for release in before):
        return
    if not again:
        refuse_difference(new, before, path)
    _write(path, [*before, new])


def refuse_difference(new: Release, before: Sequence[Release], path: Path) -> None:
    """Raise InputError when a release and the earlier ones give away too much together."""
    for release in before:
        same = unchanged(new, release)
        when = f"{path.parent}: mappen har allerede en udgivelse fra {_day(release.date)}"
        if same and new.by != release.by:
            raise InputError(
                f'{when} med inddelingen "{release.by}", og {_kommuner(same)} har svaret '
                f'det samme. To inddelinger, her også "{new.by}", kan tilsammen vise, hvad enkelte '
                f"kommuner svarede. {_CURE}"
            )
        if same and new.threshold != release.threshold:
            raise InputError(
                f"{when} med grænsen {release.threshold}, og {_kommuner(same)} har svaret "
                f"det samme. Med grænsen {new.threshold} ved siden af kan de skjulte tal findes. "
                f"{_CURE}"
            )
        apart = smallest_difference(new, release)
        if 0 < apart.number < (fewest := max(new.threshold, release.threshold)):
            raise InputError(
                f"{when}, og svarene er næsten de samme: {_kommuner(apart.number)} er "
                f"anderledes ({apart.added} kommet til, {apart.removed} faldet fra, "
                f"{apart.changed} ændret) på et spørgsmål, forventede ingen eller mindst {fewest}. "
                f"Forskellen mellem de to udgivelser kan vise, hvad de svarede. {_CURE}"
            )
    number = fewest_apart([*before, new], new.threshold)
    if number and not fewest_apart(before, new.threshold):  # else it was asked for by name
        raise InputError(
            f"{path.parent}: lægges mappens {len(before)} tidligere udgivelser sammen med denne og "
            f"trækkes fra hinanden, er {_kommuner(number)} tilbage, forventede ingen eller mindst "
            f"{new.threshold}. Regnestykket kan vise, hvad de svarede. {_CURE}"
        )


def read_ledger(path: Path, *, again: bool = False) -> list[Release]:
    """Return the releases of a ledger; none when there is no ledger, or ``again`` begins one anew.

    Raises
    ------
    InputError
        It is damaged, or was made with another key.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        written = content["releases"]
        if content["format"] == FORMAT and content["seal"] == _seal(written):
            return [
                Release(**{**each, "items": {k: _read(v) for k, v in each["items"].items()}})
                for each in written
            ]
    except FileNotFoundError:
        return []
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    if again:
        return []
    raise InputError(
        f"{path} kan ikke læses: den er beskadiget, eller lavet med en anden nøgle (af en anden "
        "bruger eller på en anden maskine). Så kan det ikke prøves, om en ny udgivelse sammen med "
        "den gamle viser for meget. Kør som den, der lavede den gamle, eller hent filen fra en "
        "sikkerhedskopi. Er den gamle aldrig delt, så tilføj --release-again, som begynder "
        "forfra. Se docs/privacy.md."
    )


def _write(path: Path, releases: Sequence[Release]) -> None:
    written = [
        asdict(each) | {"items": {key: _written(told) for key, told in sorted(each.items.items())}}
        for each in releases
    ]
    content = {"about": _ABOUT, "format": FORMAT, "releases": written, "seal": _seal(written)}
    write_whole(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def _written(told: Told) -> str:
    return " ".join(f"{municipality}:{answers}" for municipality, answers in sorted(told.items()))


def _read(written: str) -> Told:
    return dict(pair.split(":") for pair in written.split())


def _seal(written: Sequence[Mapping[str, Any]]) -> str:
    """Return the keyed hash of all releases: another key, or a change by hand, gives another."""
    return keyed_hash("ledger", json.dumps(written, sort_keys=True))


def _day(written: str) -> str:
    return f"{date.fromisoformat(written):%d.%m.%Y}"


def _kommuner(number: int) -> str:
    return text("numbers.kommuner", "da", n=number)
