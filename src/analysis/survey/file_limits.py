"""What no sound file exceeds: a larger one is refused before it takes the machine's memory."""

from __future__ import annotations

import stat
from pathlib import Path

from analysis.survey.checks import InputError

#: Bytes of a file that people write by hand.
MOST_BY_HAND = 500_000
#: Bytes of a file of answers, and of what a packed one unfolds to.
MOST_BYTES, MOST_UNPACKED = 200_000_000, 300_000_000
#: Rows of a file of answers, and as many columns as a sheet has.
MOST_ROWS, MOST_COLUMNS = 2_000_000, 16_384


def check_ordinary(path: Path, most: int = MOST_BY_HAND) -> None:
    """Refuse what is no file on a disk, or too large a one.

    Parameters
    ----------
    path : Path
    most : int
        Bytes.

    Raises
    ------
    InputError
        It is a pipe or a device, which may never end, or it is too large.
    OSError, ValueError
        It is not there, or may not be looked at.
    """
    found = path.stat()
    if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
        raise InputError(
            f"{path.name}: er ikke en almindelig fil. Gem indholdet i en fil, og vælg den."
        )
    if found.st_size > most:
        raise InputError(
            f"{path.name}: filen fylder {_megabytes(found.st_size)}, forventede højst "
            f"{_megabytes(most)}. Se efter, om det er den rigtige fil."
        )


def check_promise(name: str, rows: int, size: int) -> None:
    """Refuse a file that says it unfolds to more rows or bytes than answers ever take."""
    if rows > MOST_ROWS:
        raise too_large(name, f"{rows} rækker", f"{MOST_ROWS}")
    if size > MOST_UNPACKED:
        found = f"{_megabytes(size)}, når den pakkes ud"
        raise too_large(name, found, _megabytes(MOST_UNPACKED))


def too_large(name: str, found: str, most: str) -> InputError:
    """The error of a file with more than answers ever take."""
    return InputError(
        f"{name}: fandt {found}, forventede højst {most}. Se efter, om det er den rigtige fil, og "
        "slet, hvad der ikke er svar."
    )


def _megabytes(number: int) -> str:
    return f"{number / 1_000_000:.1f} MB".replace(".", ",")
