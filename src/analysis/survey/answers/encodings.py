"""Character sets of files that do not name theirs, or name the wrong one."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from analysis.survey.checks import InputError, Problem
from analysis.words import said

UTF8 = "UTF-8"

#: What a byte that is no text in the character set is read as.
BROKEN = "\ufffd"
#: Character sets of one byte a letter, as Danes have used them; the DOS ones agree on Danish.
_ONE_BYTE = ("cp1252", "mac_roman", "cp850")
_NAMES = {
    "cp1252": "Windows-1252",
    "latin-1": "Latin-1",
    "mac_roman": "Macintosh",
    "cp850": "DOS (cp865 eller cp850)",
}
_DANISH = "æøåÆØÅ"
#: What Danish text holds beside its own letters: those of names, and signs.
_USUAL = frozenset("äöüéèëáñóßçÄÖÜÉ–—…“”„‘’«»§°½²³´·€£™©\xa0±×µ")
#: Letters and signs that stand where Danish does not put them: a reading in the wrong set.
_MISPLACED = re.compile(
    "(?<=[a-zæøåäöüé])[ÆØÅÄÖÜÉ]|(?<=[A-Z])[ÆØÅ](?=[a-z])|[æøå](?=[A-ZÆØÅ])"
    "|(?<=[0-9])[^\\W0-9a-zA-Z_]|[^\\W0-9a-zA-Z_](?=[0-9])"
    "|(?<=[^\\W\\d_])[‘“„§°½²³«€£\xa0](?=[^\\W\\d_])|(?<![^\\W_])[’´](?=[^\\W\\d_])"
)
_WORDS = re.compile(rb"[0-9A-Za-z\x80-\xff]*[\x80-\xff][0-9A-Za-z\x80-\xff]*")


def text_encoding(file: str, content: bytes) -> str:
    """Return the character set of a text: UTF-8 where it can be, else the one it reads as Danish.

    The letters æ, ø and å are other bytes in each set, and the bytes of one set are signs in the
    middle of words in the others. A few broken bytes do not make a UTF-8 file another kind.

    Raises
    ------
    InputError
        Two sets read the file as different Danish letters.
    """
    for mark, name in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return name
    try:
        codecs.lookup("utf-8-sig").decode(content)
    except UnicodeDecodeError:
        return _likeliest(file, _WORDS.findall(content.removeprefix(codecs.BOM_UTF8)))
    return "utf-8-sig"


def _likeliest(file: str, words: Iterable[bytes]) -> str:
    """The set whose reading of the words with other letters than a to z is the most Danish."""
    different = set(words)
    points: dict[str, int] = {}
    danish: dict[str, bool] = {}
    for name in ("utf-8", *_ONE_BYTE):
        texts = [word.decode(name, "replace") for word in different]
        points[name] = sum(map(_points, texts))
        danish[name] = any(sign in _DANISH for text in texts for sign in text)
    most = max(points.values())
    best = [name for name in points if points[name] == most]
    if not any(danish[name] for name in best):
        usual = [name for name in best if name in ("utf-8", "cp1252")]
        best = usual[:1] or best
    if len(best) > 1:
        *others, last = (_NAMES[name] for name in best)
        message = said(
            "answers.charset", letters="æ, ø", letter="å", others=", ".join(others), last=last
        )
        raise InputError(Problem(message, said("answers.charset_cure", charset=UTF8), file))
    if best == ["utf-8"]:
        return "utf-8-sig"
    if best == ["cp1252"] and any(BROKEN in word.decode("cp1252", "replace") for word in different):
        return "latin-1"
    return best[0]


def _points(text: str) -> int:
    """How Danish a word looks: a point for each Danish letter, less one for each unusual sign."""
    points = -2 * len(_MISPLACED.findall(text))
    for sign in text:
        if sign in _DANISH:
            points += 1
        elif not sign.isascii() and sign not in _USUAL:
            points -= 1
    return points


def encoding_notes(encoding: str, broken: int) -> tuple[str, ...]:
    """What a reader should know of the character set."""
    notes = []
    if encoding in _NAMES:
        notes.append(said("answers.note_charset", charset=_NAMES[encoding]))
    if broken:
        notes.append(said("answers.note_broken", number=broken, sign=BROKEN))
    return tuple(notes)
