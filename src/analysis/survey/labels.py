"""Texts in both languages, and what one and several of something are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analysis.survey.checks import check_lang

Lang = Literal["da", "en"]


@dataclass(frozen=True)
class Labels:
    """A text in both languages; ``labels["da"]``."""

    da: str
    en: str

    def __getitem__(self, lang: str) -> str:
        check_lang(lang)
        return self.en if lang == "en" else self.da

    def __bool__(self) -> bool:
        return bool(self.da or self.en)


@dataclass(frozen=True)
class Noun:
    """What one and several of something are called: ``chef``, ``chefer``.

    Examples
    --------
    >>> Noun(Labels("chef", "manager"), Labels("chefer", "managers")).counted(2, "en")
    'managers'
    """

    one: Labels
    several: Labels

    def counted(self, number: float, lang: str) -> str:
        """The word for this many."""
        return (self.one if number == 1 else self.several)[lang]
