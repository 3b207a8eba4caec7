"""Names of documents: whose they are, whether they hold own answers, and their language.

A document in another language, or with a kommune's own answers, never has the name of the public
one: both may lie in one folder.
"""

from __future__ import annotations

from analysis.survey.checks import LANGUAGES
from analysis.words import text


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
    name = text("files.own", lang, name=name) if own else name
    return text(f"files.{'internal' if internal else 'language'}", lang, name=name)


def document_title(
    title: str, *, own: bool = False, internal: bool = False, lang: str = "da"
) -> str:
    """Return what a reader calls a document: ``Odder (egne svar)``."""
    title = text("files.own_title", lang, title=title) if own else title
    return text(f"files.{'internal_title' if internal else 'language_title'}", lang, title=title)


def public_names(name: str, lang: str = "da") -> tuple[str, ...]:
    """Return the names that the public documents of a kommune may have, those in ``lang`` first.

    Examples
    --------
    >>> public_names("0727-odder", "en")
    ('0727-odder-en', '0727-odder', '0727-odder-egne-svar-en', '0727-odder-egne-svar')
    """
    langs = sorted(LANGUAGES, key=lambda each: each != lang)
    return tuple(document_name(name, own=own, lang=each) for own in (False, True) for each in langs)
