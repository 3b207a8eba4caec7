"""Notebooks as HTML: one file that holds its font and figures and asks the network for nothing."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors.sanitize import SanitizeHTML
from nbformat import NotebookNode
from traitlets import Bool, default

from analysis.display.figures.fonts import WEIGHTS, font_faces
from fagligheder.documents.content import document, furnished

#: What stays of the HTML that a cell shows: tables and running text, without looks or addresses.
KEPT_TAGS = (
    "table caption thead tbody tfoot tr th td p br div span h3 h4 h5 h6 ul ol li dl dt dd "
    "b strong i em code pre sub sup blockquote"
).split()
KEPT_ATTRIBUTES = {"th": ["colspan", "rowspan", "scope"], "td": ["colspan", "rowspan"]}
_NOT_TEXT = re.compile(
    r"<(script|style|template|iframe|noscript)\b.*?(</\1\s*>|$)", re.DOTALL | re.IGNORECASE
)


class FaglighederHTMLExporter(HTMLExporter):
    """Set a notebook as one accessible HTML file.

    Everything that cells show is escaped; of the HTML of other libraries the tables and the text
    are kept, and nothing that could run or be fetched.

    Examples
    --------
    ``jupyter nbconvert --to fagligheder-html kommune.ipynb``, or, with a notebook node,
    ``html, _ = FaglighederHTMLExporter().from_notebook_node(nb)``.
    """

    export_from_notebook = "Fagligheder HTML"

    show_code = Bool(False, help="Show the code, too.").tag(config=True)

    @default("template_name")
    def _template_name_default(self) -> str:
        return "html"

    @default("extra_template_basedirs")
    def _default_extra_template_basedirs(self) -> list[str]:
        return [str(files("fagligheder.documents") / "templates")]

    def default_filters(self) -> Any:
        """Yield nbconvert's filters and ours."""
        yield from super().default_filters()
        yield "document", self._document
        yield "kept_html", kept_html

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the HTML and nbconvert's resources.

        Raises
        ------
        InputError
            As `fagligheder.documents.content.document` does.
        """
        # Past HTMLExporter's own step, which reads the page again and puts the names of SVG
        # attributes (viewBox) in lower case.
        return super(HTMLExporter, self).from_notebook_node(nb, resources, **kw)

    def _document(self, nb: NotebookNode) -> dict[str, Any]:
        return furnished(document(nb, show_code=self.show_code)) | {
            "font_faces": font_faces(*WEIGHTS)
        }


def kept_html(html: str) -> str:
    """Return HTML without anything that runs, looks or fetches.

    Examples
    --------
    >>> kept_html('<p onclick="x()">1<script>x()</script><img src="https://kl.dk/x.png"></p>')
    '<p>1</p>'
    """
    cleaner = SanitizeHTML(tags=KEPT_TAGS, attributes=KEPT_ATTRIBUTES, strip=True)
    return str(cleaner.sanitize_html_tags(_NOT_TEXT.sub("", html)))
