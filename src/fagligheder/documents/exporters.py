"""nbconvert's exporters: ``jupyter nbconvert --to fagligheder-html`` and ``fagligheder-pdf``.

The only module here that needs nbconvert; `html` and `pdf` do the work.
"""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import Bool, Int, default
from traitlets.config import Application, Config

from analysis.survey.checks import InputError
from analysis.survey.control_characters import printable
from fagligheder.documents.content import document
from fagligheder.documents.html import render_html
from fagligheder.documents.pdf import MISSING_GLYPH, render_pdf


class _DocumentExporter(Exporter):
    """What both exporters share: how the notebook is read."""

    extension = ""
    show_code = Bool(False, help="Show the code, too.").tag(config=True)
    leave_out = Bool(
        False, help="Leave out what no page can hold, with a warning, instead of refusing it."
    ).tag(config=True)

    @property
    def default_config(self) -> Config:
        """Return settings by which the user's own of these two preprocessors take effect."""
        removing = ("RegexRemovePreprocessor", "TagRemovePreprocessor")
        return Config({name: {"enabled": True} for name in removing})

    @default("default_preprocessors")
    def _configured_preprocessors(self) -> list[str]:
        """Return those of nbconvert's preprocessors that the user has configured.

        nbconvert would validate the whole notebook after each of a dozen, the idle ones too.
        """
        unchanged = self.default_config
        return [
            path
            for path in Exporter.default_preprocessors.default() or ()
            if self.config.get(name := path.rpartition(".")[2]) != unchanged.get(name)
        ]

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return self.extension

    def from_notebook_node(  # type: ignore[override]  # nbconvert: a notebook; ours: the file
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str | bytes, dict[str, Any]]:
        """Return the file's content and nbconvert's resources.

        Raises
        ------
        InputError
            As `fagligheder.documents.content.document` does. On nbconvert's command line it is one
            line in its log, and exit code 1, as nbconvert ends where it cannot convert.
        """
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        try:
            return self.render(document(nb, self.show_code, self.leave_out)), resources
        except InputError as error:
            _end_command_line(str(resources["metadata"]["name"]), error)
            raise

    def render(self, content: dict[str, Any]) -> str | bytes:
        """Return a document as the exporter's kind of file."""
        raise NotImplementedError


def _end_command_line(notebook: str, error: InputError) -> None:
    """End ``jupyter nbconvert`` in one line; anybody else who converts gets the exception.

    Whatever an exporter raises, nbconvert shows as a traceback.
    """
    from nbconvert.nbconvertapp import NbConvertApp  # it imports this module

    app = Application.instance() if Application.initialized() else None
    if isinstance(app, NbConvertApp):
        app.log.error("%s: %s", notebook, printable(str(error)))
        app.exit(1)


class FaglighederHTMLExporter(_DocumentExporter):
    """Export a notebook as one accessible HTML file.

    Examples
    --------
    ``jupyter nbconvert --to fagligheder-html kommune.ipynb``, or, with a notebook node,
    ``html, _ = FaglighederHTMLExporter().from_notebook_node(nb)``.
    """

    export_from_notebook = "Fagligheder HTML"
    output_mimetype = "text/html"
    extension = ".html"

    def render(self, content: dict[str, Any]) -> str:
        """Return a document as HTML."""
        return render_html(content)


class FaglighederPDFExporter(_DocumentExporter):
    """Export a notebook as an accessible PDF.

    Examples
    --------
    ``jupyter nbconvert --to fagligheder-pdf kommune.ipynb``, or, with a notebook node,
    ``pdf, _ = FaglighederPDFExporter().from_notebook_node(nb)``.
    """

    export_from_notebook = "Fagligheder PDF"
    output_mimetype = "application/pdf"
    extension = ".pdf"
    timestamp = Int(
        None, allow_none=True, help="Seconds since 1970 that the PDF names as its date."
    ).tag(config=True)

    def render(self, content: dict[str, Any]) -> bytes:
        """Return a document as PDF; log the characters that no font has."""
        pdf, missing = render_pdf(content, timestamp=self.timestamp)
        if missing:
            self.log.warning(
                "%s: skrifterne mangler %s; i PDF'en står %s.",
                content["title"],
                ", ".join(f"U+{ord(character):04X}" for character in missing),
                MISSING_GLYPH,
            )
        return pdf
