"""Clean HTML: well formed, as a browser reads it, with the elements and attributes known here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from analysis.survey.extras import load
from fagligheder.documents.html_text import is_hidden
from fagligheder.documents.origin import HTML, Form

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
    "math": "en formel i MathML",
}
_KEPT = frozenset(
    "table caption thead tbody tfoot tr th td p br hr div span section article main header footer "
    "aside nav figure figcaption details summary form fieldset center address label h1 h2 h3 h4 h5 "
    "h6 ul ol li dl dt dd a b strong i em cite var dfn code kbd samp tt pre sub sup small big u "
    "font mark s strike del ins q abbr time wbr blockquote img style".split()
)
_ATTRIBUTES = {
    "*": set("style hidden id class align colspan rowspan start src alt href".split()),
    "a": {"name"},
}
_AT_RULE = re.compile(r"/\*.*?\*/|@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})", re.DOTALL)
_HIDING_RULE = re.compile(
    r"([^{}]+)\{[^{}]*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))[^{}]*\}",
    re.IGNORECASE,
)


def clean_html(html: str, form: Form) -> Tag:
    """Return well formed HTML without comments, style rules and what is hidden.

    Style rules hide in outputs alone: JupyterLab removes them from markdown. Names of elements
    lead links in markdown alone: in outputs they are a program's, several to a table.
    """
    nh3, soup = load("nh3", "reports"), load("bs4", "reports").BeautifulSoup
    clean = nh3.clean(
        html,
        tags=_KEPT | LOST.keys(),
        attributes=_ATTRIBUTES,
        clean_content_tags={"template", "noscript", "head"},
        url_schemes={"http", "https", "mailto", "data", "attachment"},
        link_rel=None,
    )
    root = soup(clean, "html.parser")
    rules = [style.extract().get_text() for style in root.find_all("style")]
    hidden = [element for element in root.find_all(True) if is_hidden(element)]
    if form is HTML:
        for selectors in _HIDING_RULE.findall(_AT_RULE.sub("", "\n".join(rules))):
            hidden += _selected(root, selectors)
    for element in hidden:
        element.extract()
    for element in root.find_all(True) if form is HTML else []:
        element.attrs.pop("id", None)
        element.attrs.pop("name", None)
    return cast("Tag", root)


def _selected(root: Tag, selectors: str) -> list[Tag]:
    """Return the elements of a style rule; none where it concerns what is moved over or opened."""
    try:
        return list(root.select(selectors.strip()))
    except (ValueError, NotImplementedError, load("soupsieve", "reports").SelectorSyntaxError):
        return []
