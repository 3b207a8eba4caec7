"""Checks of cell outputs: is it text, does it say something, and is it small enough for a page?"""

from __future__ import annotations

import re
from typing import Any

from analysis.survey.checks import InputError
from fagligheder.documents.terminal_text import terminal_text

_OBJECT = re.compile(
    r"<[^<>\n]* at 0x[0-9A-Fa-f]+>|<[\w.]+ object\b[^<>\n]*>|<Figure size \d+x\d+ with \d+ Ax"
    r"|\A<\w*Axes\w*: .*>\Z|\A\[?Text\(-?\d|\Aalt\.\w+\(\.\.\.\)\Z|\A(?:interactive|Output)\("
    r"|\A[A-Z]\w*(?:Slider|Progress|Box|Button|Buttons|Dropdown|Picker)\(\w+=",
    re.DOTALL,
)
_HALF_BAR = re.compile(r"(?<!\d)\d{1,2}%\|[^|\n]*\| *[\d.]+\w*/")
#: Characters that one output or one text may have; about a hundred pages.
MOST_CHARACTERS = 100_000
#: Characters of a table in HTML, and how many elements may be open at once.
MOST_HTML, DEEPEST = 1_000_000, 200
#: Elements that stay open until their end tag; what the next element ends (li, td) is not counted.
_NESTING = re.compile(
    r"<(/?)(?:a|abbr|address|article|aside|audio|b|big|blockquote|button|canvas|center|cite|code|del|details"
    r"|dfn|div|dl|em|fieldset|figcaption|figure|font|footer|form|header|i|ins|kbd|label|main|mark|math|meter"
    r"|nav|object|ol|pre|progress|q|s|samp|section|select|small|span|strike|strong|sub|summary|sup|svg"
    r"|table|time|tt|u|ul|var|video)\b",
    re.IGNORECASE,
)


class NoPageError(InputError):
    """An output that no page can hold: a map, a control, a bar that is half drawn."""


def names_an_object(text: str) -> bool:
    """Return whether a text says only which Python object a cell has, not what it holds.

    Examples
    --------
    >>> names_an_object("[<matplotlib.lines.Line2D at 0x7f3a11c0>]")
    True
    """
    return bool(_OBJECT.search(text))


def check_finished(text: str, where: str) -> str:
    """Return a text, or raise NoPageError when a bar of progress in it is half drawn."""
    if _HALF_BAR.search(text):
        raise NoPageError(
            f"{where}: outputtet er en fremdriftslinje, der ikke er tegnet færdig. Fjern den, "
            "eller mærk cellen remove-output."
        )
    return text


def as_text(content: Any, mime: str, where: str) -> str:
    """Return the content of an output as one text.

    Parameters
    ----------
    content : str, or list of str
        Notebooks may store the lines one by one.
    mime, where : str
        What an error message calls the kind of output, and the cell.

    Raises
    ------
    InputError
        It is something else.
    """
    if isinstance(content, list) and all(isinstance(line, str) for line in content):
        content = "".join(content)
    if not isinstance(content, str):
        raise InputError(
            f"{where}: outputtet {mime} skal være tekst, fandt {type(content).__name__}. "
            "Vis en tabel, en figur eller tekst i stedet, eller mærk cellen remove-output."
        )
    return content


def as_terminal_text(written: str, where: str) -> str:
    """Return printed text as a terminal shows it: no colours, no overwritten progress."""
    text = terminal_text(written).strip("\n")
    return check_length(text, where)


def check_length(text: str, where: str) -> str:
    """Return a text, or raise InputError when it is too long for a page."""
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            f"{where}: fandt {len(text)} tegn, forventede højst {MOST_CHARACTERS}. "
            "Vis mindre, eller mærk cellen remove-output."
        )
    return text


def check_html(html: str, named: str, cure: str) -> str:
    """Return HTML unchanged, or raise InputError when sanitizing it would take minutes.

    The sanitizer's parser looks through all open elements at each tag, so they are counted here,
    without a parser.
    """
    depth = deepest = 0
    for tag in _NESTING.finditer(html):
        depth = max(depth + (-1 if tag[1] else 1), 0)
        deepest = max(deepest, depth)
    if len(html) > MOST_HTML or deepest > DEEPEST:
        raise InputError(
            f"{named} fylder {len(html)} tegn i {deepest} lag, forventede højst "
            f"{MOST_HTML} tegn i {DEEPEST} lag. {cure}"
        )
    return html
