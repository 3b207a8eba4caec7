"""Documents as HTML: one file that holds its font and figures and asks the network for nothing."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

from analysis.display.figures.fonts import WEIGHTS, font_faces, in_typeface
from analysis.survey.extras import load
from fagligheder.documents.logo import logo_address
from fagligheder.documents.mathml import mathml


def render_html(content: dict[str, Any]) -> str:
    """Return a document as one accessible HTML page.

    Everything that cells show is escaped; figures are cleaned before, formulas written anew.

    Parameters
    ----------
    content : dict
        From `fagligheder.documents.content.document`.
    """
    return str(_template().render(doc=content, font_faces=font_faces(*WEIGHTS))).lstrip("\r\n")


@lru_cache(maxsize=1)
def _template() -> Any:
    jinja2 = load("jinja2", "reports")
    folder = files("fagligheder.documents") / "templates" / "html"
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(folder), autoescape=True)
    environment.filters |= {"in_typeface": in_typeface, "mathml": mathml, "address": logo_address}
    return environment.get_template("index.html.j2")
