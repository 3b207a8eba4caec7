"""Parts of groupings: numbers cut into bands, and two groupings crossed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from analysis.survey.checks import InputError
from analysis.survey.codebook import Labels
from analysis.words import text

_BANDS = re.compile(r"\s*(?P<name>[^\[\]]+?)\s*\[(?P<edges>[^\[\]]*)\]\s*")
#: More bands than this are no groups.
_MOST_EDGES = 20


def names_of(by: str, known: Sequence[str]) -> list[str]:
    """Return the columns of a grouping: one, or two with ``+`` between them.

    Examples
    --------
    >>> names_of("size_band + region", ["size_band", "region"]), names_of("a+b", ["a+b"])
    (['size_band', 'region'], ['a+b'])
    """
    if by in known or "+" not in by:
        return [by]
    names = [name.strip() for name in by.split("+")]
    if len(names) != 2 or not all(names) or names[0] == names[1]:
        raise InputError(
            f'by: fandt "{by}", forventede én kolonne eller to forskellige med + imellem. '
            'Skriv fx by="size_band + region".'
        )
    return names


def band_edges(by: str) -> tuple[str, tuple[float, ...]] | None:
    """Return the column and the edges of ``population[20000, 50000]``; None without any.

    Examples
    --------
    >>> band_edges("population[20000, 50000]"), band_edges("region")
    (('population', (20000.0, 50000.0)), None)
    """
    found = _BANDS.fullmatch(by)
    if found is None:
        return None
    try:
        edges = tuple(float(edge) for edge in found["edges"].split(","))
    except ValueError:
        edges = ()
    rising = all(low < high for low, high in pairwise(edges))
    if not edges or not rising or not np.isfinite(edges).all() or len(edges) > _MOST_EDGES:
        raise InputError(
            f'by: fandt grænserne "{found["edges"]}", forventede tal i stigende orden med komma '
            f"imellem og punktum som decimaltegn. Skriv fx {found['name']}[10, 20]."
        )
    return found["name"], edges


def cut(numbers: np.ndarray, edges: Sequence[float]) -> tuple[np.ndarray, dict[str, Labels]]:
    """Cut numbers into bands, each from an edge up to the next; −1 where there is no number.

    Examples
    --------
    >>> codes, labels = cut(np.array([12.0, 20.0, 35.0, np.nan]), [20, 30])
    >>> codes.tolist(), [label.da for label in labels.values()]
    ([0, 1, 2, -1], ['Under 20', '20–29', '30 og derover'])
    """
    codes = np.where(np.isnan(numbers), -1, np.searchsorted(edges, numbers, side="right"))
    known = numbers[~np.isnan(numbers)]
    whole = bool((known % 1 == 0).all()) and all(float(edge).is_integer() for edge in edges)
    labels = {}
    for place in range(len(edges) + 1):
        if place == 0:
            key, name, ends = f"<{edges[0]:g}", "under", edges[:1]
        elif place == len(edges):
            key, name, ends = f">={edges[-1]:g}", "over", edges[-1:]
        else:
            low, high = edges[place - 1 : place + 1]
            top = high - 1 if whole else high
            key, name, ends = f"{low:g}-{top:g}", "between" if whole else "up_to", [low, top]
            if low == top:
                name = "one"
        labels[key] = Labels(
            *(
                text(f"groups.{name}", lang, **dict(zip(("low", "high"), shown, strict=False)))
                for lang in ("da", "en")
                for shown in [[_number(end, lang) for end in ends]]
            )
        )
    return codes, labels


def _number(value: float, lang: str) -> str:
    english = f"{value:,.0f}" if float(value).is_integer() else f"{value:,g}"
    return number_labels(english)[lang]


def number_labels(english: str) -> Labels:
    """Return numbers as they are written in English, and in Danish with the marks swapped."""
    return Labels(english.translate(str.maketrans(",.", ".,")), english)


def cross(
    first: tuple[np.ndarray, Mapping[str, Labels]], second: tuple[np.ndarray, Mapping[str, Labels]]
) -> tuple[np.ndarray, dict[str, Labels]]:
    """Cross two groupings: the pairs of groups that occur, in the order of both.

    Codes are places among the labels, −1 where either group is not known.
    """
    (a, of_a), (b, of_b) = first, second
    known = (a >= 0) & (b >= 0)
    pairs = np.where(known, a * len(of_b) + b, -1)
    found = np.unique(pairs[known])
    keys_a, keys_b = list(of_a), list(of_b)
    labels = {}
    for pair in found:
        one, other = keys_a[pair // len(of_b)], keys_b[pair % len(of_b)]
        both = [f"{of_a[one][lang]}, {of_b[other][lang]}" for lang in ("da", "en")]
        labels[f"{one} + {other}"] = Labels(*both)
    codes: np.ndarray = np.where(known, np.searchsorted(found, pairs), -1)
    return codes, labels
