"""What a cell has shown, as paper can hold it: text of a sensible length, and pictures that are."""

from __future__ import annotations

import base64
import binascii
import io
import re
import warnings
from typing import Any

from analysis.survey.checks import InputError
from analysis.survey.control_characters import readable

#: Characters that one output or one text may have; about a hundred pages.
MOST_CHARACTERS = 100_000
#: Characters of a table in HTML, and how deep its parts may lie in one another.
MOST_HTML, DEEPEST = 1_000_000, 200
#: Points of a picture; a page at 600 dpi has 35 million.
MOST_POINTS = 50_000_000
#: Elements that lie in one another; what may stand open (li, td) is not counted.
_NESTING = re.compile(
    r"<(/?)(?:a|b|big|blockquote|center|code|div|dl|em|font|i|ol|pre|section|small|span|strong|sub"
    r"|sup|table|u|ul)\b",
    re.IGNORECASE,
)
_SOUGHT = {"image/png": "PNG", "image/jpeg": "JPEG"}
#: Colours and moves of the cursor, and what a program tells its window.
_TERMINAL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?")


def text_of(content: Any, what: str, where: str) -> str:
    """Return an output of one kind as the text that it must be.

    Parameters
    ----------
    content : str, or list of str
        Notebooks may hold the lines one by one.
    what, where : str
        What an error message calls the kind, and the cell.

    Raises
    ------
    InputError
        It is no text, or too long.
    """
    if isinstance(content, list) and all(isinstance(line, str) for line in content):
        content = "".join(content)
    if not isinstance(content, str):
        raise InputError(
            f"{where}: outputtet {what} skal være tekst, fandt {type(content).__name__}. "
            "Vis en tabel, en figur eller tekst i stedet, eller mærk cellen remove-output."
        )
    return content


def check_length(text: str, where: str) -> str:
    """Return a text, or raise InputError when no reader would come to its end."""
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            f"{where}: fandt {len(text)} tegn, forventede højst {MOST_CHARACTERS}. "
            "Vis mindre, eller mærk cellen remove-output."
        )
    return text


def printed(written: str, where: str) -> str:
    """Return what a terminal would show in the end: no colours, no overwritten progress."""
    lines = _TERMINAL.sub("", written).replace("\r\n", "\n").split("\n")
    shown = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines).strip("\n")
    return check_length(shown, where)


def check_html(html: str, where: str) -> str:
    """Return HTML as it came, or raise InputError when cleaning it would take minutes."""
    depth = deepest = 0
    for tag in _NESTING.finditer(html):
        depth = max(depth + (-1 if tag[1] else 1), 0)
        deepest = max(deepest, depth)
    if len(html) > MOST_HTML or deepest > DEEPEST:
        raise InputError(
            f"{where}: outputtet text/html fylder {len(html)} tegn i {deepest} lag, forventede "
            f"højst {MOST_HTML} tegn i {DEEPEST} lag. Vis mindre, eller mærk cellen remove-output."
        )
    return html


def check_picture(data: str, mime: str, where: str) -> str:
    """Return a PNG or JPEG picture as it came, when it is one.

    Raises
    ------
    InputError
        It is no picture of its kind, is damaged, or has too many points.
    """
    from PIL import Image

    try:
        content = base64.b64decode("".join(data.split()), validate=True)
        with (
            warnings.catch_warnings(action="ignore"),
            Image.open(io.BytesIO(content), formats=[_SOUGHT[mime]]) as picture,
        ):
            if picture.width * picture.height > MOST_POINTS:
                raise Image.DecompressionBombError
            picture.load()
    except Image.DecompressionBombError:
        raise InputError(
            f"{where}: billedet har over {MOST_POINTS // 1_000_000} mio. punkter. Tegn det mindre."
        ) from None
    except (binascii.Error, ValueError, OSError, SyntaxError):
        raise InputError(
            f"{where}: billedet er ikke et gyldigt {_SOUGHT[mime]}-billede. Tegn det igen."
        ) from None
    return data


def all_readable(value: Any) -> Any:
    """Return JSON data whose texts hold text alone; pictures are left as they are."""
    if isinstance(value, list):
        return [all_readable(item) for item in value]
    if isinstance(value, dict):
        picture = "mime" in value
        return {
            key: item if picture and key == "data" else all_readable(item)
            for key, item in value.items()
        }
    return readable(value) if isinstance(value, str) else value
