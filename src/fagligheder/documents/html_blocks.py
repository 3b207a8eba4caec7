"""Convert the HTML that a cell shows to blocks: tables, headings, lists and running text.

nh3 makes the markup well formed, as a browser reads it, and leaves the elements that are known
here. Looks are dropped. What would be lost with them (a script that draws, a form, a picture that
has to be fetched) is refused, so that nothing disappears in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote

from analysis.survey.checks import InputError
from analysis.survey.control_characters import readable
from analysis.survey.extras import load
from fagligheder.documents.html_text import inline_pieces, is_hidden, is_inline, tidy
from fagligheder.documents.markdown import Node, plain_text
from fagligheder.documents.output_checks import NoPageError, check_html
from fagligheder.documents.pictures import check_picture
from fagligheder.documents.tables_of_html import table_block

if TYPE_CHECKING:
    from bs4 import Tag

#: What only a browser can show, as a message calls it.
LOST = {
    **dict.fromkeys(("script",), "et script"),
    **dict.fromkeys(("iframe", "frame", "object", "embed"), "en indlejret side"),
    **dict.fromkeys(("canvas", "svg"), "en tegning"),
    **dict.fromkeys(("video", "audio"), "film eller lyd"),
    **dict.fromkeys(("input", "select", "textarea", "button"), "et felt, der kan betjenes"),
    **dict.fromkeys(("progress", "meter"), "en bjælke"),
    **dict.fromkeys(("s", "strike", "del"), "gennemstreget tekst"),
    "math": "en formel i MathML",
}
_KEPT = frozenset(
    "table caption thead tbody tfoot tr th td p br hr div span section article main header footer "
    "aside nav figure figcaption details summary form fieldset center address label h1 h2 h3 h4 h5 "
    "h6 ul ol li dl dt dd a b strong i em cite var dfn code kbd samp tt pre sub sup small big u "
    "font mark blockquote img style".split()
)
_ATTRIBUTES = {
    "*": {"style", "hidden", "id", "class", "colspan", "rowspan", "start", "src", "alt", "href"}
}
_CURE = (
    "Vis en tabel, tekst eller en figur (SVG eller PNG) i stedet, eller mærk cellen remove-output."
)
_HOLDS_NO_PICTURE = ["table", "h1", "h2", "h3", "h4", "h5", "h6", "dt"]
_PICTURE = re.compile(r"data:(image/[a-z]+);base64,", re.IGNORECASE)
_STYLE = re.compile(r"<!--.*?-->|<style\b.*?</style\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<([A-Za-z][\w-]*)")
_SHOWS_NOTHING = {"style", "a", "link", "meta"}
_AT_RULE = re.compile(r"/\*.*?\*/|@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})", re.DOTALL)
_HIDING_RULE = re.compile(
    r"([^{}]+)\{[^{}]*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))[^{}]*\}",
    re.IGNORECASE,
)


def html_blocks(html: str, where: str) -> list[Node]:
    """Return the blocks of an HTML text, in the forms of `fagligheder.documents.markdown`.

    Parameters
    ----------
    html : str
    where : str
        What an error message calls the text.

    Returns
    -------
    list of dict
        None for HTML that shows nothing in a browser either: style rules, an anchor.

    Raises
    ------
    InputError
        It is too large, or something of it can only be shown by a browser.

    Examples
    --------
    >>> [block["kind"] for block in html_blocks("<p>Se</p><table><tr><td>1</table>", "celle 1")]
    ['paragraph', 'table']
    """
    html = readable(check_html(html, where))
    root = _parse(html)
    for element in root.find_all(True):
        if element.name in LOST and (element.name != "script" or element.contents or element.attrs):
            raise _lost(LOST[element.name], where)
        if "background" in _said(element, "style") and not element.get_text(strip=True):
            raise _lost("et farvet felt", where)
        if element.name == "img" and element.find_parent(_HOLDS_NO_PICTURE):
            raise _lost("et billede i en tabel eller overskrift", where)
    try:
        blocks = list(_flow(root, where, nested=False))
    except RecursionError:
        raise InputError(
            f"{where}: outputtet text/html ligger i for mange lag. Vis mindre, eller mærk cellen "
            "remove-output."
        ) from None
    if not blocks and set(_TAG.findall(_STYLE.sub("", html))) - _SHOWS_NOTHING:
        raise NoPageError(
            f"{where}: outputtet text/html viser intet uden det, der tegnes i en browser. {_CURE}"
        )
    return blocks


def _lost(what: str, where: str) -> NoPageError:
    return NoPageError(
        f"{where}: outputtet text/html viser {what}, som ikke kan sættes på en side. {_CURE}"
    )


def _parse(html: str) -> Tag:
    """Return well formed HTML without comments, style rules and what is hidden."""
    nh3, soup = load("nh3", "reports"), load("bs4", "reports").BeautifulSoup
    clean = nh3.clean(
        html,
        tags=_KEPT | LOST.keys(),
        attributes=_ATTRIBUTES,
        clean_content_tags={"template", "noscript", "head"},
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
    )
    root = soup(clean, "html.parser")
    rules = [style.extract().get_text() for style in root.find_all("style")]
    hidden = [element for element in root.find_all(True) if is_hidden(element)]
    for selectors in _HIDING_RULE.findall(_AT_RULE.sub("", "\n".join(rules))):
        hidden += _selected(root, selectors)
    for element in hidden:
        element.extract()
    return cast("Tag", root)


def _said(element: Tag, name: str) -> str:
    """Return an attribute of an element; nothing when it is not there."""
    return str(element.get(name, ""))


def _selected(root: Tag, selectors: str) -> list[Tag]:
    """Return the elements of a style rule; none where it concerns what is moved over or opened."""
    try:
        return list(root.select(selectors.strip()))
    except (ValueError, NotImplementedError, load("soupsieve", "reports").SelectorSyntaxError):
        return []


def _flow(parent: Tag, where: str, nested: bool) -> Iterator[Node]:
    """Yield the blocks of an element; running text between them becomes paragraphs."""
    running: list[Any] = []
    for child in parent.children:
        if is_inline(child):
            running.append(child)
        else:
            yield from _paragraph(running)
            running = []
            yield from _element(cast("Tag", child), where, nested)
    yield from _paragraph(running)


def _paragraph(running: Iterable[Any], strong: bool = False) -> Iterator[Node]:
    pieces = tidy(piece for each in running for piece in inline_pieces(each))
    if plain_text(pieces).strip():
        children = [{"kind": "strong", "children": pieces}] if strong else pieces
        yield {"kind": "paragraph", "children": children}


def _element(element: Tag, where: str, nested: bool) -> Iterator[Node]:
    name = element.name
    if re.fullmatch("h[1-6]", name):
        (heading,) = list(_paragraph([element])) or [{}]
        if heading and not nested:
            # The title of the document is the notebook's.
            yield heading | {"kind": "heading", "level": max(int(name[1]), 2)}
        elif heading:
            yield from _paragraph([element], strong=True)
    elif name == "table" and element.find("table") is None:
        block = table_block(element, where)
        if block:
            yield block
    elif name in ("ul", "ol"):
        # What stands between the items, such as a list that is not in one, is an item of its own.
        items = [
            list(
                _paragraph([child])
                if is_inline(child)
                else _element(cast("Tag", child), where, True)
            )
            for child in element.children
        ]
        start = _said(element, "start")
        if any(items):
            yield {
                "kind": "list",
                "ordered": name == "ol",
                "start": int(start) if start.isdecimal() else 1,
                "items": [item for item in items if item],
            }
    elif name == "img":
        yield _figure(element, where)
    elif name == "pre":
        yield {"kind": "preformatted", "text": element.get_text().strip("\n")}
    elif name == "blockquote":
        if blocks := list(_flow(element, where, True)):
            yield {"kind": "quote", "blocks": blocks}
    elif name == "hr":
        yield {"kind": "rule"}
    elif name == "dt":
        yield from _paragraph([element], strong=True)
    else:
        yield from _flow(element, where, nested)


def _figure(element: Tag, where: str) -> Node:
    """Return a picture that stands in the HTML itself as a figure."""
    source, alt = _said(element, "src"), _said(element, "alt").strip()
    begins = _PICTURE.match(source)
    if not begins:
        raise _lost("et billede, der hentes et andet sted", where)
    if not alt:
        raise InputError(
            f"{where}: billedet i outputtet text/html har ingen alternativ tekst. Skriv den som "
            '<img alt="…">.'
        )
    mime, data = check_picture(unquote(source[begins.end() :]), begins[1].lower(), where)
    figure = {"kind": "figure", "mime": mime, "data": data, "alt": alt}
    return {**figure, "caption": "", "basis": [], "labels": []}
