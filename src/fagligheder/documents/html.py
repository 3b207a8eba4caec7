"""Documents as HTML: one file that holds its font and figures and asks the network for nothing."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

from analysis.display.figures.fonts import WEIGHTS, font_faces
from analysis.survey.extras import load

#: What is kept of the HTML that a cell shows: tables and running text, without looks or addresses.
KEPT_TAGS = frozenset(
    "table caption thead tbody tfoot tr th td p br div span h3 h4 h5 h6 ul ol li dl dt dd "
    "b strong i em code pre sub sup blockquote".split()
)
KEPT_ATTRIBUTES = {
    "*": set[str](),
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}
#: Elements that go with all that is in them; of others only the tags go.
_DROPPED = {"script", "style", "template", "iframe", "noscript"}


def render_html(content: dict[str, Any]) -> str:
    """Return a document as one accessible HTML page.

    Everything that cells show is escaped; of the HTML of other libraries the tables and the text
    are kept, and nothing that could run or be fetched.

    Parameters
    ----------
    content : dict
        From `fagligheder.documents.content.document`.
    """
    return str(_template().render(doc=content, font_faces=font_faces(*WEIGHTS))).lstrip("\r\n")


def sanitize_html(html: str) -> str:
    """Return HTML without anything that runs, looks or fetches.

    Examples
    --------
    >>> sanitize_html('<p onclick="x()">1<script>x()</script><img src="https://kl.dk/x.png"></p>')
    '<p>1</p>'
    """
    nh3 = load("nh3", "reports")
    return str(
        nh3.clean(html, tags=KEPT_TAGS, attributes=KEPT_ATTRIBUTES, clean_content_tags=_DROPPED)
    )


@lru_cache(maxsize=1)
def _template() -> Any:
    jinja2 = load("jinja2", "reports")
    folder = files("fagligheder.documents") / "templates" / "html"
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(folder), autoescape=True)
    environment.filters["sanitize_html"] = sanitize_html
    return environment.get_template("index.html.j2")
