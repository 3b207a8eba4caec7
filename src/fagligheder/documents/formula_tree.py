"""Read a formula in TeX as a tree of plain JSON data, from which page and PDF are both set.

A node has a ``tag`` of MathML and either ``text`` or ``children``. Beside them stand what the two
writers need of it: ``variant`` (how letters look), ``style`` (their size), ``fence``, ``size`` and
``ord`` of an operator, ``name`` of a function, ``movable`` limits, ``accent``, ``bare`` fractions,
``width`` of a space, ``align`` of a cell and the ``rowlines`` and ``columnlines`` of a table.

latex2mathml parses. What it does not know it passes on as letters, and what it half knows it
drops, so the source is looked at before and the tree after: a formula is set whole or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any
from unicodedata import category, decomposition, name, normalize

from analysis.survey.extras import load

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Node = dict[str, Any]

#: Characters of one formula, and layers of it; typst's functions may call each other 80 deep.
MOST_CHARACTERS, MOST_LAYERS = 10_000, 20
#: Letters in a row that are a word rather than a product.
WORD = 4

_ENVIRONMENTS = {
    **dict.fromkeys("equation equation* displaymath math".split(), ""),
    **dict.fromkeys("split align align* aligned alignat alignat* alignedat".split(), "split"),
    **dict.fromkeys("flalign flalign*".split(), "split"),
    **dict.fromkeys("gather gather* gathered multline multline*".split(), "displaylines"),
    **dict.fromkeys("eqnarray eqnarray*".split(), "array}{rcl"),
    **{"cases": "cases", "dcases": "cases", "array": "array", "substack": "substack"},
    **{each: each for each in "matrix smallmatrix".split()},
    **{each: each for each in "pmatrix bmatrix Bmatrix vmatrix Vmatrix".split()},
}
#: Commands that make or fetch something, or that latex2mathml reads as something else.
_REFUSED = re.compile(
    r"\\(?:def|let|newcommand|renewcommand|newenvironment|DeclareMathOperator|input|include|href"
    r"|sout|rule|unicode|verb|hbox|matrix|[pbBvV]matrix|cases|array|split|align|displaylines"
    r"|eqalign|eqalignno|smallmatrix)(?![a-zA-Z])"
)
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([a-zA-Z]*\*?)\}(?:\s*\[[tcb]\])?")
_ALIGNED_AT = re.compile(r"(\\begin\s*\{align(?:ed)?at\*?\})\s*\{\d*\}")
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%([^\n]*\n)?")
_TAG = re.compile(r"\\tag\s*(\*?)\s*\{([^{}]*)\}")
_SAYS_NOTHING = re.compile(r"\\label\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![a-zA-Z])")
_ROW_SPACE = re.compile(r"(\\\\)\s*\[-?[\d.]+\s*[a-z]{2}\]")
_NAME = re.compile(r"\\operatorname\*?\s*\{((?:[^{}a-zA-Z\s]|[a-zA-Z\s]+[^{}a-zA-Z\s])[^{}]*)\}")
_ARG_MAX = re.compile(r"\\operatorname\*\s*\{\s*arg(?:\\[,;: ]|\s)+(max|min)\s*\}")
_SUBSTACK = re.compile(r"\\substack\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_ANGLE = re.compile(r"(\\(?:left|right|middle|[bB]igg?[lmr]?)\s*)([<>])")
_TEXT_AND_FORMULA = re.compile(r"\\(?:text|mbox)\s*\{([^{}]*\$[^{}]*)\}")
_NESTED_TEXT = re.compile(r"\\(?:text[a-z]*|mbox|fbox|emph|tag)\s*\{[^{}]*\{")
_ENTITY = re.compile(r"&#x([0-9A-Fa-f]+);")
_OWN_ENTITY = re.compile(r"&#x(000A0|029F8);")
_TEXT_ESCAPE = re.compile(r"\\([%&_#$ ,])")
_LENGTH = re.compile(r"([-+]?\d*\.?\d+)\s*([a-z]+)")
_EM = {"em": 1, "ex": 0.43, "mu": 1 / 18, "pt": 0.1, "mm": 0.285, "cm": 2.85, "in": 7.2, "px": 0.08}
_NAMED_SPACE = {"thin": 0.167, "medium": 0.222, "thick": 0.278}
_VARIANTS = {"normal": "upright", "monospace": "mono", "sans-serif": "sans"}
_VARIANTS |= {each: each for each in ("bold", "italic", "bold-italic", "sans-serif-italic")}
_STYLES = {("true", None): "display", ("true", "0"): "display", ("false", "0"): "inline"}
_STYLES |= {("false", "1"): "script", (None, "1"): "script", ("false", "2"): "sscript"}
_SCRIPTS = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
_MOVABLE = frozenset("∑∏∐⋀⋁⋂⋃⨀⨁⨂⨃⨄⨅⨆") | frozenset("lim sup inf max min".split())
_ACCENTS = frozenset("^¯˘ˇ˙¨⃛⃜`´˚~―→←↔⏞⏟⎴⎵⏜⏝")
_MINUS_AND_STAR = {"-": "\N{MINUS SIGN}", "*": "\N{ASTERISK OPERATOR}", "'": "\N{PRIME}"}
#: What latex2mathml takes for operators.
_LETTERS = frozenset("∞∅∂∇")
_NOT = "\N{BIG SOLIDUS}"


class UnknownError(ValueError):
    """Something in a formula that cannot be set."""


def formula_tree(tex: str, display: bool) -> Node | None:
    """Return the tree of a formula; None when all of it cannot be set.

    Parameters
    ----------
    tex : str
        Without dollars.
    display : bool
        Whether it stands on a line of its own.

    Examples
    --------
    >>> formula_tree("x", display=False)
    {'tag': 'mrow', 'children': [{'tag': 'mi', 'text': 'x'}]}
    >>> formula_tree("\\\\ukendt x", display=False)
    """
    if len(tex) > MOST_CHARACTERS:
        return None
    convert = load("latex2mathml.converter", "reports").convert_to_element
    try:
        read = convert(_prepared(tex), display="block" if display else "inline")
        tree: Node = {"tag": "mrow", "children": _row(read[0])}
        return tree if _layers(tree) <= MOST_LAYERS and any(_texts(tree)) else None
    except Exception:  # the parser's own errors are of every kind; each means the same here
        return None


@lru_cache(maxsize=1)
def formula_characters() -> frozenset[str]:
    """Return the characters that TeX has names for; the font of formulas draws them all."""
    symbols = load("latex2mathml.symbols_parser", "reports").SYMBOLS
    letters = (chr(code) for code in range(0x1D400, 0x1D800))
    return frozenset(chr(int(code, 16)) for code in symbols.values()) | frozenset(
        letter for letter in letters if category(letter) != "Cn"
    )


def _prepared(tex: str) -> str:
    """Return TeX as latex2mathml understands it, or raise UnknownError."""
    tex = _COMMENT.sub(lambda found: found[1] + ("\n" if found[2] else r"\%"), tex)
    tex = _SAYS_NOTHING.sub("", _ROW_SPACE.sub(r"\1", tex))
    tex = _ARG_MAX.sub(r"\\arg\1 ", tex)
    tex = _TEXT_AND_FORMULA.sub(_formula_in_text, tex)
    tex = _TAG.sub(lambda tag: rf"\qquad\text{{{tag[2] if tag[1] else f'({tag[2]})'}}}", tex)
    tex = _SUBSTACK.sub(r"\\begin{substack}\1\\end{substack}", _NAME.sub(r"\\mathrm{\1}", tex))
    tex = _ANGLE.sub(lambda a: a[1] + (r"\langle " if a[2] == "<" else r"\rangle "), tex)
    tex = _ENVIRONMENT.sub(_environment, _ALIGNED_AT.sub(r"\1", tex))
    bare = re.sub(r"\\[\\{}$]", "", tex)
    if "$" in bare or _REFUSED.search(tex) or _NESTED_TEXT.search(tex) or not _balanced(bare):
        raise UnknownError
    return tex


def _formula_in_text(found: re.Match[str]) -> str:
    """Return text with formulas between dollars in it as its parts."""
    parts = re.split(r"(?<!\\)\$", found[1])
    return "".join(
        f"{{{part}}}" if at % 2 else rf"\text{{{part}}}" for at, part in enumerate(parts) if part
    )


def _environment(found: re.Match[str]) -> str:
    read_as = _ENVIRONMENTS.get(found[2])
    if read_as is None:
        raise UnknownError
    if not read_as:
        return " "
    return rf"\{found[1]}{{{read_as if found[1] == 'begin' else read_as.partition('}')[0]}}}"


def _balanced(tex: str) -> bool:
    depth = 0
    for brace in re.findall("[{}]", tex):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _row(element: Element) -> list[Node]:
    """Return what stands in a row, in the order in which it is read."""
    nodes: list[Node] = []
    for child in element:
        if child.tag == "mspace" and child.get("linebreak"):
            nodes.append({"tag": "break"})
        else:
            nodes += _nodes(child)
    return _lines(_grouped(_words(_negated(nodes))))


def _nodes(element: Element) -> list[Node]:
    """Return an element as nodes: none for an empty one, several where a row is not one."""
    tag, children = element.tag, list(element)
    if tag in ("mi", "mn", "mo", "mtext"):
        return _row(element) if children else _leaf(element)
    if tag == "mspace":
        return [{"tag": "mspace", "width": _width(element.get("width", "0em"))}]
    if tag == "mpadded":
        return _row(element)
    if tag in ("mrow", "msqrt", "mphantom", "menclose", "mstyle"):
        return _group(element)
    if tag == "mtable":
        return [_table(element)]
    if tag in ("mfrac", "mroot", "mover", "munder", "munderover", *_SCRIPTS):
        return [_scripted(element)]
    raise UnknownError


def _group(element: Element) -> list[Node]:
    row = _row(element)
    if element.tag == "mrow":
        if len(row) == 1 and row[0]["tag"] != "mo":
            return row
        if len(row) == 1 and not row[0].get("fence"):
            return [row[0] | {"ord": True}]
        return [{"tag": "mrow", "children": row}]
    node: Node = {"tag": element.tag, "children": row}
    if element.tag == "menclose":
        node["notation"] = element.get("notation")
    if element.tag == "mstyle":
        style = _STYLES.get((element.get("displaystyle"), element.get("scriptlevel")))
        if style == "script" and len(row) == 1 and row[0]["tag"] == "mtable":
            row[0]["small"] = True
        return [node | {"style": style}] if style else row
    return [node]


def _leaf(element: Element) -> list[Node]:
    raw = element.text or ""
    is_text = element.tag == "mtext"
    if is_text:
        raw = _TEXT_ESCAPE.sub(lambda found: found[1].replace(",", "\N{THIN SPACE}"), raw)
    if "\\" in raw or raw in ("&", "#"):
        raise UnknownError
    text = (_OWN_ENTITY if is_text else _ENTITY).sub(lambda found: chr(int(found[1], 16)), raw)
    if not text:
        return [{"tag": "mo", "text": "", "fence": True}] if element.get("fence") else []
    node: Node = {"tag": element.tag, "text": text}
    if element.tag == "mo" and text in _LETTERS:
        return [{"tag": "mi", "text": text}]
    variant = _VARIANTS.get(element.get("mathvariant", ""), element.get("mathvariant"))
    if element.tag == "mo":
        return [_operator(node, element)]
    if element.tag == "mi" and len(text) > 1 and text.isalpha() and not variant:
        return [{"tag": "mo", "text": text, "name": True}]
    if element.tag == "mi" and category(text[0]) in ("Ps", "Pe"):
        return [node | {"tag": "mo"}]
    if element.tag == "mi" and not variant and len(text) == 1 and "Α" <= text <= "Ω":
        variant = "upright"
    return [node | {"variant": variant} if variant else node]


def _operator(node: Node, element: Element) -> Node:
    text = node["text"] = _MINUS_AND_STAR.get(node["text"], node["text"])
    if size := _LENGTH.fullmatch(element.get("minsize", "")):
        node["size"] = float(size[1])
    elif element.get("fence") == "true":
        node["fence"] = True
    if len(text) > 1:
        node["name"] = True
    if text in _MOVABLE or element.get("movablelimits") == "true":
        node["movable"] = True
    return node


def _scripted(element: Element) -> Node:
    """Return a fraction, a root, or what has something above or below it."""
    parts = [_row(child) if child.tag == "mrow" else _nodes(child) for child in element]
    base, *scripts = (part[0] if len(part) == 1 else _as_row(part) for part in parts)
    node: Node = {"tag": element.tag, "children": [base, *scripts]}
    if base.get("movable") and element.tag in _SCRIPTS:
        node["tag"] = _SCRIPTS[element.tag]
    if element.tag == "mfrac" and element.get("linethickness", "").startswith("0"):
        node["bare"] = True
    if element.tag in ("mover", "munder") and scripts[0].get("text") in _ACCENTS:
        node["accent"] = scripts[0]["text"]
    return node


def _as_row(children: list[Node]) -> Node:
    return {"tag": "mrow", "children": children}


def _table(element: Element) -> Node:
    rows = [
        {
            "tag": "mtr",
            "children": [
                {"tag": "mtd", "children": _row(cell), "align": cell.get("columnalign", "center")}
                for cell in row
            ],
        }
        for row in element
    ]
    lines = {
        each: [at for at, kind in enumerate(element.get(each, "").split()) if kind != "none"]
        for each in ("rowlines", "columnlines")
    }
    looks = {
        "display": element.get("displaystyle") == "true",
        "close": element.get("columnspacing", "").startswith("0em"),
        "small": False,
    }
    return {"tag": "mtable", "children": rows, **looks, **lines}


def _width(length: str) -> float:
    """Return a length in em, within what a line has room for."""
    if found := _LENGTH.fullmatch(length.strip()):
        em = float(found[1]) * _EM.get(found[2], 0)
    else:
        kind = re.fullmatch("(negative)?(thin|medium|thick)mathspace", length)
        em = _NAMED_SPACE[kind[2]] * (-1 if kind[1] else 1) if kind else 0
    return round(max(-2, min(em, 20)), 3)


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
        if variant == "upright" or (len(run) > 1 and variant in _VARIANTS.values()):
            kept.append({"tag": "mi", "text": text, "variant": variant})
        elif variant:
            kept.append({"tag": "mi", "text": "".join(_styled(each, variant) for each in text)})
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
    return node["tag"] in _SCRIPTS and _letter(node["children"][0]) == (True, None)


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


def _styled(letter: str, variant: str) -> str:
    """Return a letter of a mathematical alphabet, or raise UnknownError when it has none."""
    if variant == "italic":
        return letter
    kind = {"mono": "monospace", "sans": "sans-serif"}.get(variant, variant)
    if styled := _alphabets().get((kind, letter)):
        return styled
    raise UnknownError


def _grouped(nodes: list[Node]) -> list[Node]:
    """Return nodes in which brackets around a table or a binomial are one row that stretches."""
    kept: list[Node] = []
    for node in nodes:
        kept.append(node)
        if [each["tag"] for each in kept[-3:]] == ["mo", "mtable", "mo"] or (
            len(kept) > 2 and kept[-2].get("bare") and all("size" in e for e in kept[-3::2])
        ):
            before, middle, after = kept[-3:]
            if all(len(each["text"]) == 1 and each["text"] in "()[]{}|‖" for each in (before, after)):
                fences = [{"tag": "mo", "text": e["text"], "fence": True} for e in (before, after)]
                kept[-3:] = [_as_row([fences[0], middle, fences[1]])]
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


def _layers(node: Node) -> int:
    return 1 + max(map(_layers, node.get("children", [])), default=0)


def _texts(node: Node) -> Iterator[str]:
    yield node.get("text", "").strip()
    for child in node.get("children", []):
        yield from _texts(child)
