"""Check the options of a call: a wrong one gives one clear InputError with the nearest name."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
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
