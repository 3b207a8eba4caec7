"""Check the options of a call: a wrong one gives one clear InputError with the nearest name."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from numbers import Integral, Real
from typing import TypeVar

from analysis.survey.checks import InputError

Key = TypeVar("Key", bound=str)


def choose(name: str, value: object, options: Iterable[Key]) -> Key:
    """Return the option that was asked for.

    Parameters
    ----------
    name : str
        The argument, as the caller writes it.
    value : object
        What was given.
    options : iterable of str
        What is possible.

    Raises
    ------
    InputError
        The value is no option; the message names it, the options, and the nearest of them.

    Examples
    --------
    >>> choose("of", "group", ("group", "answer"))
    'group'
    """
    known = list(options)
    for option in known:
        if isinstance(value, str) and value == option:
            return option
    near = get_close_matches(str(value).lower(), known, n=1)
    hint = f' Mente du "{near[0]}"?' if near else ""
    listed = ", ".join(known)
    raise InputError(f'{name}: "{value}" findes ikke.{hint} Vælg en af: {listed}.')


def check_level(level: float) -> None:
    """Raise an InputError unless a confidence level lies between 0 and 1.

    Examples
    --------
    >>> check_level(0.95)
    """
    number = isinstance(level, int | float) and not isinstance(level, bool)
    if not number or not 0 < level < 1:
        percent = number and 1 < level < 100
        hint = f" Mente du {level / 100:g}?" if percent else " Skriv fx 0.95."
        raise InputError(
            f"level: fandt {level!r}, forventede et tal mellem 0 og 1 (0.95 er 95 procent).{hint}"
        )


def whole_number(name: str, value: object, low: int = 0, high: int | None = None) -> int:
    """Return a number as an int: 3, 3.0 and NumPy's, but not 3.5, NaN, True or a text.

    Parameters
    ----------
    name : str
        The argument, as the caller writes it.
    value : object
        What was given.
    low, high : int, optional
        Smallest and largest number that is possible.

    Raises
    ------
    InputError
        The value is no whole number, or lies outside the limits.

    Examples
    --------
    >>> whole_number("base", 52.0)
    52
    """
    number: int | None = None
    if isinstance(value, Integral) and not isinstance(value, bool):
        number = int(value)
    elif isinstance(value, Real) and float(value).is_integer() and not isinstance(value, bool):
        number = int(float(value))
    if number is not None and number >= low and (high is None or number <= high):
        return number
    limits = f"fra {low}" if high is None else f"fra {low} til {high}"
    raise InputError(f"{name}: fandt {value}, forventede et helt tal {limits}. Ret tallet.")
