"""Names of documents: whose they are, whether they hold own answers, and their language.

A document in another language, or with a kommune's own answers, never has the name of the public
one: both may lie in one folder.
"""

from __future__ import annotations

import re

from analysis.survey.checks import LANGUAGES
from analysis.words import text

_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue"})
#: In the name of what holds a kommune's own answers, whatever its language.
OWN = "-egne-svar"


def document_name(name: str, *, own: bool = False, internal: bool = False, lang: str = "da") -> str:
    """Return the name of a document's files, without ending.

    Parameters
    ----------
    name : str
        Of the public one in Danish: ``0727-odder``.
    own : bool
        It holds what the kommune says of itself.
    internal : bool
        It is for the kommune alone; the word for it is in the document's language.
    lang : {"da", "en"}

    Examples
    --------
    >>> document_name("0727-odder", own=True), document_name("0727-odder", own=True, lang="en")
    ('0727-odder-egne-svar', '0727-odder-egne-svar-en')
    """
    name = f"{name}{OWN}" if own else name
    return text(f"files.{'internal' if internal else 'language'}", lang, name=name)


def group_name(by: str, label: str) -> str:
    """Return the name of a group's files, in small ASCII letters.

    Examples
    --------
    >>> group_name("uddannelse", "Lang videregående")
    'uddannelse-lang-videregaaende'
    """
    return re.sub(r"[^a-z0-9]+", "-", f"{by}-{label}".lower().translate(_ASCII)).strip("-")


def document_title(
    title: str, *, own: bool = False, internal: bool = False, lang: str = "da"
) -> str:
    """Return what a reader calls a document, in its own language.

    Examples
    --------
    >>> document_title("Odder", own=True), document_title("Odder", own=True, lang="en")
    ('Odder (egne svar)', 'Odder (own answers, English)')
    """
    language = "" if internal or lang == "da" else lang
    words = kind_words(own=own, internal=internal, language=language, lang=lang)
    return f"{title} ({', '.join(words)})" if words else title


def kind_words(
    *, own: bool = False, internal: bool = False, language: str = "", lang: str = "da"
) -> list[str]:
    """Return the words, in ``lang``, for what a document holds and the language it is in."""
    kinds = {"own": own, "internal": internal, language: bool(language)}
    return [text(f"files.word_{kind}", lang) for kind, holds in kinds.items() if holds]


def public_names(name: str, lang: str = "da") -> tuple[str, ...]:
    """Return the names that the public documents of a kommune may have, those in ``lang`` first.

    Examples
    --------
    >>> public_names("0727-odder", "en")
    ('0727-odder-en', '0727-odder', '0727-odder-egne-svar-en', '0727-odder-egne-svar')
    """
    langs = sorted(LANGUAGES, key=lambda each: each != lang)
    return tuple(document_name(name, own=own, lang=each) for own in (False, True) for each in langs)
