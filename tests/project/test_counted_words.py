"""Every noun that follows a number has the form of that number: 0, 1 or 2."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

import analysis
from analysis.words import text

LANGS = ("da", "en")
WORDS = {
    lang: tomllib.loads(
        (Path(analysis.__file__).parent / "words" / f"{lang}.toml").read_text(encoding="utf-8")
    )
    for lang in LANGS
}
#: What is never said of one.
SEVERAL = {
    "da": r"(jobcenter)?chefers?|kommuners?|medarbejdere|profiler|"
    r"jobcentre|rapporter|procenter|emner|filer|rækker|kolonner|problemer|tabeller|figurer",
    "en": r"managers|municipalities|answers|reports|questions|profiles|centres|items|files|rows|"
    r"columns|problems|tables|figures|want|others|percentages",
}
#: Fields that hold words or a share, and a limit that is always several.
NO_COUNT = {
    "answer", "band_plural", "fewest", "group", "item", "items", "number_word", "Number", "part",
    "percent", "person", "profiles", "range", "sheets", "size",
}  # fmt: skip
KEYS = [f"{group}.{name}" for group, own in WORDS["da"].items() for name in own]


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def said(key: str, lang: str, number: int) -> str:
    group, _, name = key.partition(".")
    values = dict.fromkeys(fields(WORDS[lang][group][name]), number)
    return text(key, lang, **values | {name: "…" for name in values if name in NO_COUNT})


#: Of all of the survey, or of the country's municipalities, of which there are always several.
ALL = {
    "da": r"\b(de|alle|blandt|landets|danmarks|af) ",
    "en": r"\b(the|all|of|country's) ",
}


@pytest.mark.parametrize("lang", LANGS)
def test_one_is_never_followed_by_several(lang):
    counted = re.compile(
        rf"({ALL[lang]})?(?<![\d–/])\b1[ \u00a0]({SEVERAL[lang]})\b", re.IGNORECASE
    )
    found = {key: list(counted.finditer(said(key, lang, 1))) for key in KEYS}
    wrong = {key: each[0] for key, matches in found.items() for each in matches if not each[1]}
    wrong.pop("own_workbook.what", None)  # of all of the survey as well
    assert wrong == {}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("number", [0, 2])
def test_other_numbers_are_followed_by_several(lang, number):
    one = {"da": r"kommune|chef|medarbejder", "en": r"municipality|manager|answer|question"}[lang]
    counted = re.compile(rf"\b{number}[ \u00a0]({one})\b")
    keys = [key for key in KEYS if key != "gap.one_person"]  # which is said of one alone
    wrong = {key: found[0] for key in keys if (found := counted.search(said(key, lang, number)))}
    assert wrong == {}
