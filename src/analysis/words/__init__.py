"""Every printed word: ``da.toml`` and ``en.toml``, the same keys and fields in both.

Entrance: `text`. A key names its group and text: ``gap.title`` is ``title`` under ``[gap]``.
Imports `analysis.survey.checks` and `analysis.survey.worded` alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

from analysis.survey.checks import LANGUAGES as LANGUAGES
from analysis.survey.checks import check_lang as check_lang
from analysis.survey.worded import Worded, in_language


def text(key: str, lang: str, **fields: object) -> str:
    """Return a printed text with its fields filled in.

    Parameters
    ----------
    key : str
        Group and name: ``basis.stamp``.
    lang : {"da", "en"}
    **fields
        What stands for the words in braces. Words with a bar, ``{n:kommune|kommuner}``, are those
        of one and of any other number.

    Examples
    --------
    >>> text("basis.stamp", "da"), text("numbers.percent", "en", value=88)
    ('SYNTETISKE SVAR', '88%')
    >>> text("response.title_reminders", "en", number=1)
    '1 municipality to remind of the survey'
    """
    group, _, name = key.partition(".")
    words = texts(group, lang)[name]
    return _COUNTED.format(words, **fields) if "|" in words else words.format(**fields)


def said(key: str, **fields: object) -> Worded:
    """Return a printed text in both languages: a message, whose reader's language is not known yet.

    Parameters
    ----------
    key : str
    **fields
        As in `text`; one that is `Worded` itself stands in each language.

    Examples
    --------
    >>> said("numbers.kommuner", n=2).english
    '2 municipalities'
    """
    danish, english = (
        text(key, lang, **{name: _field(value, lang) for name, value in fields.items()})
        for lang in ("da", "en")
    )
    return Worded(danish, english)


def _field(value: object, lang: str) -> object:
    return in_language(value, lang) if isinstance(value, str) else value


class _Counted(Formatter):
    """Fills in fields as `str.format` does, and chooses the word that a number is followed by."""

    def format_field(self, value: Any, format_spec: str) -> str:
        one, bar, several = format_spec.partition("|")
        if bar:
            return one if str(value) == "1" else several
        return str(super().format_field(value, format_spec))


_COUNTED = _Counted()


def has_text(key: str, lang: str) -> bool:
    """Whether there is a text with this key."""
    group, _, name = key.partition(".")
    return name in texts(group, lang)


def texts(group: str, lang: str) -> Mapping[str, str]:
    """Return the texts of one group by name, their fields not filled in."""
    return _read(lang)[group]


@cache
def _read(lang: str) -> Mapping[str, Mapping[str, str]]:
    check_lang(lang)
    return tomllib.loads((files("analysis.words") / f"{lang}.toml").read_text(encoding="utf-8"))
