"""Options of functions: a misspelt one is refused, with the nearest that exists."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from analysis.survey.checks import InputError


def choose(name: str, value: str, options: Iterable[str]) -> str:
    """Return the value of an option, or refuse one that does not exist.

    Parameters
    ----------
    name : str
        The option, as the caller writes it.
    value : str
    options : iterable of str

    Raises
    ------
    InputError
        The value is none of the options.

    Examples
    --------
    >>> choose("kind", "divergng", ("stacked", "diverging"))
    Traceback (most recent call last):
    analysis.survey.checks.InputError: kind: fandt "divergng". Mente du "diverging"? Vælg en af: \
stacked, diverging.
    """
    known = list(options)
    if value in known:
        return value
    nearest = get_close_matches(str(value), known, n=1)
    hint = f' Mente du "{nearest[0]}"?' if nearest else ""
    raise InputError(f'{name}: fandt "{value}".{hint} Vælg en af: {", ".join(known)}.')
