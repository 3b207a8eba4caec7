"""Types of the command line's options, and the option that says which survey.

A type returns what was typed, or says in one line what is wrong.
"""

from __future__ import annotations

import argparse
import os
import re
from datetime import date
from pathlib import Path

from fagligheder.files import FORMATS


def language() -> str:
    """Return the language of messages while the command line is read, as argparse's gettext does.

    It is that of the environment's ``LANGUAGE``, which `fagligheder.arguments.speaking` sets.
    """
    return "en" if os.environ.get("LANGUAGE") == "en" else "da"


def _refusal(key: str, **fields: object) -> argparse.ArgumentTypeError:
    from analysis.survey.worded import in_language
    from analysis.words import said

    return argparse.ArgumentTypeError(in_language(said(key, **fields), language()))


def day(text: str) -> date:
    """Return a date written as 2017-05-01."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _refusal("command_line.day", text=text, example="2017-05-01") from None


def words(text: str) -> str:
    """Return a word as it was typed in UTF-8, also where Python takes the terminal for ASCII."""
    try:
        return os.fsencode(text).decode("utf-8")
    except UnicodeError:
        return text


def path(text: str) -> Path:
    """Return the path of a file or a folder."""
    if not text or "\0" in text:
        raise _refusal("command_line.path", text=repr(text))
    return Path(text)


def names(text: str) -> tuple[str, ...]:
    """Return what was written with commas between."""
    found = tuple(each.strip() for each in words(text).split(",") if each.strip())
    if not found:
        raise _refusal("command_line.names", text=text, example="1,2,6")
    return found


def formats(text: str) -> tuple[str, ...]:
    """Return the formats of a figure, each once."""
    asked = {each.lower().lstrip(".") for each in names(text)}
    if unknown := sorted(asked - set(FORMATS)):
        raise _refusal("command_line.formats", text=", ".join(unknown), known=", ".join(FORMATS))
    return tuple(each for each in FORMATS if each in asked)


def width(text: str) -> str:
    """Return the width of a figure, such as 80mm, as it was written."""
    from analysis.display.figures.widths import inches
    from analysis.survey.checks import InputError

    try:
        inches(text)
    except InputError as error:
        said = error.in_language(language())
        raise argparse.ArgumentTypeError(said.rstrip(".")) from None
    return text


def whole(text: str, most: int = 100_000) -> int:
    """Return a whole number from 1."""
    if not (re.fullmatch("[0-9]{1,6}", text) and 1 <= int(text) <= most):
        raise _refusal("command_line.whole", text=text, low=1, most=most)
    return int(text)


def staff(text: str) -> int:
    """Return a number of people in a job centre."""
    from analysis.survey.codebook import MOST_STAFF

    return whole(text, MOST_STAFF)


def port(text: str) -> int:
    """Return the number of a port."""
    if not (text.isascii() and text.isdigit() and 1024 <= int(text) <= 65535):
        raise _refusal("command_line.port", text=text, low=1024, most=65535)
    return int(text)


def points(text: str) -> float:
    """Return percentage points above 0 and below 50, with a comma or a full stop."""
    written = re.fullmatch(r"(\d{1,2})(?:[.,](\d{1,3}))?", text)
    value = float(f"{written[1]}.{written[2] or 0}") if written else 0.0
    if not 0 < value < 50:
        raise _refusal("command_line.points", text=text, low=0, most=50, example=5)
    return value


def units(text: str) -> int:
    """Return how many could answer a survey."""
    from analysis.measures.sample_size import MOST_UNITS

    return whole(text, MOST_UNITS)


def add_survey(parser: argparse.ArgumentParser) -> None:
    """Add ``--survey``, the folder of another survey, to a command."""
    parser.add_argument(
        "--survey",
        type=path,
        metavar="MAPPE",
        help="en anden undersøgelse: mappen med dens survey.toml og questions.csv",
    )


def add_answers(parser: argparse.ArgumentParser) -> None:
    """Add ``--answers``, a file of them, its sheet, and whether they are released again."""
    parser.add_argument(
        "--answers",
        type=path,
        metavar="FIL",
        help="svar i stedet for de trykte tal; »syntetisk« er opdigtede, til afprøvning",
    )
    add_sheet(parser)
    add_again(parser)


def add_again(parser: argparse.ArgumentParser) -> None:
    """Add ``--release-again``, to release what differs little from an earlier release."""
    parser.add_argument(
        "--release-again",
        action="store_true",
        help="udgiv i mappen, selv om forskellen fra en tidligere udgivelse dér kan vise, hvad få "
        "kommuner svarede",
    )


def add_sheet(parser: argparse.ArgumentParser) -> None:
    """Add ``--sheet``, the sheet of a workbook with answers."""
    parser.add_argument(
        "--sheet",
        type=words,
        metavar="ARK",
        help="arket med svarene i en projektmappe (det første synlige)",
    )


def add_theme(parser: argparse.ArgumentParser) -> None:
    """Add ``--theme``, one's own colours, typeface, logo and sender."""
    parser.add_argument(
        "--theme",
        type=path,
        metavar="FIL",
        help="jeres eget udtryk: farver, skrift, logo og afsender (se docs/tema-eksempel)",
    )


def add_lang(parser: argparse.ArgumentParser) -> None:
    """Add ``--lang``, the language of what is made and said."""
    parser.add_argument("--lang", choices=("da", "en"), default="da", help="sprog (da)")


def add_out(parser: argparse.ArgumentParser, *folders: str) -> None:
    """Add ``--out``, the folder of what is made, with the usual one."""
    default = Path(*folders)
    parser.add_argument(
        "--out", type=path, default=default, metavar="MAPPE", help=f"mappen ({default})"
    )


def add_date(parser: argparse.ArgumentParser, what: str) -> None:
    """Add ``--date``; its help says of what."""
    parser.add_argument("--date", type=day, metavar="ÅÅÅÅ-MM-DD", help=what)
