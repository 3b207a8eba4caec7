"""Put what stands in a row of a formula together: words, negated signs, brackets, lines."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Any
from unicodedata import decomposition, name, normalize

from fagligheder.documents.tex_source import UnknownError

Node = dict[str, Any]

#: Letters in a row that are a word rather than a product.
WORD = 4
#: Looks that a whole word may have; other alphabets have characters of their own.
WORD_LOOKS = ("upright", "bold", "italic", "bold-italic", "mono", "sans", "sans-serif-italic")
#: What may have an index, and what it is called when its limits stand over and under it.
SCRIPTS = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
_BRACKETS = frozenset("()[]{}|‖")
_NOT = "\N{BIG SOLIDUS}"


def joined(nodes: list[Node]) -> list[Node]:
    """Return the nodes of a row, those that belong together as one.

    Examples
    --------
    >>> joined([{"tag": "mi", "text": letter} for letter in "Odder"])
    [{'tag': 'mi', 'text': 'Odder', 'variant': 'italic'}]
    """
    return _lines(_bracketed(_words(_negated(nodes))))


def _negated(nodes: list[Node]) -> list[Node]:
    """Return nodes in which \\not and the sign after it are one character."""
    kept: list[Node] = []
    for node in nodes:
        if kept and kept[-1].get("text") == _NOT:
            text = normalize("NFC", node.get("text", "") + "\N{COMBINING LONG SOLIDUS OVERLAY}")
            if len(text) != 1:
                raise UnknownError
            node = {**node, "text": text}
            kept.pop()
        kept.append(node)
    if kept and kept[-1].get("text") == _NOT:
        raise UnknownError
    return kept


def _words(nodes: list[Node]) -> list[Node]:
    """Return nodes in which letters that make a word are one text, which can be searched for."""
    kept: list[Node] = []
    runs = [(*kind, list(run)) for kind, run in groupby(nodes, key=_letter)]
    for (is_letter, variant, run), (*_, after) in pairwise([*runs, (False, None, [{"tag": ""}])]):
        text = "".join(node["text"] for node in run) if is_letter else ""
        if variant == "upright" or (len(run) > 1 and variant in WORD_LOOKS):
            kept.append({"tag": "mi", "text": text, "variant": variant})
        elif variant:
            kept += [{"tag": "mi", "text": styled(each, variant)} for each in text]
        elif is_letter and len(run) + 1 >= WORD and _has_letter(after[0]):
            base = {"tag": "mi", "text": text + after[0]["children"][0]["text"]}
            after[0]["children"][0] = base | {"variant": "italic"}
        elif len(text) >= WORD:
            kept.append({"tag": "mi", "text": text, "variant": "italic"})
        else:
            kept += run
    return kept


def _letter(node: Node) -> tuple[bool, str | None]:
    """Return whether a node is one Latin letter or has a look of its own, and that look."""
    text = node.get("text", "") if node["tag"] == "mi" else ""
    if len(text) != 1 or not text.isalpha():
        return False, None
    variant = node.get("variant")
    return variant is not None or name(text).startswith("LATIN"), variant


def _has_letter(node: Node) -> bool:
    """Return whether a node is a letter with an index."""
    return node["tag"] in SCRIPTS and _letter(node["children"][0]) == (True, None)


@lru_cache(maxsize=1)
def _alphabets() -> dict[tuple[str, str], str]:
    """Return the letter of each of the mathematical alphabets: (kind, letter) → character."""
    codes = (*range(0x2100, 0x2150), *range(0x1D400, 0x1D800))
    found: dict[tuple[str, str], str] = {}
    for character in map(chr, codes):
        kind, _, code = decomposition(character).partition(" ")
        if kind == "<font>" and " " not in code:
            words = name(character).removeprefix("MATHEMATICAL ")
            style = re.split(" (?:CAPITAL|SMALL|DIGIT|DOTLESS|FINAL) ?", words)[0].lower()
            style = style.replace(" ", "-").replace("black-letter", "fraktur")
            found.setdefault((style, chr(int(code, 16))), character)
    return found


def styled(letter: str, variant: str) -> str:
    """Return a letter or digit of a mathematical alphabet, or raise UnknownError for no such one.

    Examples
    --------
    >>> styled("R", "double-struck")
    'ℝ'
    """
    if variant in ("", "upright", "italic") or not letter.isalnum():
        return letter
    kind = {"mono": "monospace", "sans": "sans-serif"}.get(variant, variant)
    if character := _alphabets().get((kind, letter)):
        return character
    raise UnknownError


def _bracketed(nodes: list[Node]) -> list[Node]:
    """Return nodes in which brackets around a table or a binomial are a row that stretches."""
    kept: list[Node] = []
    for node in nodes:
        kept.append(node)
        before, middle, after = kept[-3:] if len(kept) > 2 else (node, node, node)
        holds = middle["tag"] == "mtable" or (middle.get("bare") and "size" in before)
        if holds and {before.get("text"), after.get("text")} <= _BRACKETS:
            fences = [
                {"tag": "mo", "text": each["text"], "fence": True} for each in (before, after)
            ]
            kept[-3:] = [{"tag": "mrow", "children": [fences[0], middle, fences[1]]}]
    return kept


def _lines(nodes: list[Node]) -> list[Node]:
    """Return nodes with line breaks among them as a table of one column."""
    if all(node["tag"] != "break" for node in nodes):
        return nodes
    lines = [list(group) for is_break, group in groupby(nodes, _is_break) if not is_break]
    rows = [
        {"tag": "mtr", "children": [{"tag": "mtd", "children": line, "align": "left"}]}
        for line in lines
    ]
    looks = {"display": False, "close": True, "small": False}
    return [{"tag": "mtable", "children": rows, **looks, "rowlines": [], "columnlines": []}]


def _is_break(node: Node) -> bool:
    return bool(node["tag"] == "break")
