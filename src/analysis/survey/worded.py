"""Text of a message in both languages, which is a plain Danish text until a language is chosen."""

from __future__ import annotations

from collections.abc import Iterable

LANGS = ("da", "en")


class Worded(str):
    """A Danish text that has its English one along; a reader's language chooses at the edge.

    Parameters
    ----------
    danish, english : str

    Examples
    --------
    >>> cure = Worded("Ret cellen.", "Correct the cell.")
    >>> cure, in_language(cure, "en"), in_language("svar.csv", "en")
    ('Ret cellen.', 'Correct the cell.', 'svar.csv')
    """

    english: str

    def __new__(cls, danish: str, english: str) -> Worded:
        """Make the text; as a string it is the Danish one."""
        made = super().__new__(cls, danish)
        made.english = english
        return made

    def __reduce__(self) -> tuple[type[Worded], tuple[str, str]]:
        return Worded, (str.__str__(self), self.english)


def joined(parts: Iterable[str], between: str = ", ") -> Worded:
    """Join texts of which some may be `Worded`.

    Examples
    --------
    >>> joined(["Svar", Worded("Ark (skjult)", "Ark (hidden)")]).english
    'Svar, Ark (hidden)'
    """
    parts = list(parts)
    danish, english = (between.join(in_language(part, lang) for part in parts) for lang in LANGS)
    return Worded(danish, english)


def in_language(words: str, lang: str) -> str:
    """Return a text in a language; one that is not `Worded` stays as it is."""
    return words.english if lang == "en" and isinstance(words, Worded) else str(words)
