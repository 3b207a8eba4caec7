"""Names as people write them: compared in a plain form, put in order, and the nearest one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

from analysis.survey.checks import InputError, Problem, shorten

_LAST = str.maketrans("æøå", "{|}")


@lru_cache(maxsize=1 << 13)
def plain(text: str) -> str:
    """Return a heading or name without case, spaces, punctuation and the å/aa difference.

    Between digits they are kept, as one sign: ``Q1_1`` is not ``Q11``.

    Examples
    --------
    >>> plain("Høje-Tåstrup") == plain("høje taastrup")
    True
    >>> plain("Q1_1") == plain("q1[1]"), plain("Q1_1") == plain("Q11")
    (True, False)
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("å", "aa")
    between = r"((?<=\d)[\W_]+(?=\d))|[\W_]+"
    return re.sub(between, lambda signs: "_" if signs[1] else "", folded)


def danish_order(name: str) -> str:
    """Return a key that sorts names as Danish does: æ, ø and å last, and aa as å.

    Examples
    --------
    >>> sorted(["Aarhus", "Ærø", "Odder", "Allerød"], key=danish_order)
    ['Allerød', 'Odder', 'Ærø', 'Aarhus']
    """
    return name.casefold().replace("aa", "å").translate(_LAST)


def unknown_name(kind: str, name: object, known: Iterable[str]) -> InputError:
    """Return the error of a name that does not exist, with the nearest one that does.

    Parameters
    ----------
    kind : str
        What is named, in the definite form and neuter: ``"Spørgsmålet"``.
    name : object
    known : iterable of str

    Examples
    --------
    >>> str(unknown_name("Svaret", "mor", ["more", "same", "less"]))
    'Svaret "mor" findes ikke. Mente du more? Vælg et af: more, same, less.'
    """
    known = list(known)
    near = get_close_matches(str(name), known, n=1)
    cure = f"Mente du {near[0]}? " if near else ""
    message = f'{kind} "{shorten(str(name), 60)}" findes ikke.'
    return InputError(Problem(message, f"{cure}Vælg et af: {', '.join(known)}."))
