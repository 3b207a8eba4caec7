"""Prepare the TeX of a formula for latex2mathml: what it would misread is written otherwise.

What it would read in part, or take for something else, is refused.
"""

from __future__ import annotations

import re

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


class UnknownError(ValueError):
    """Something in a formula that cannot be set."""


def prepared_tex(tex: str) -> str:
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
