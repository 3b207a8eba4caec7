"""The exporters run nbconvert's preprocessors as its configuration says, and no others."""

from __future__ import annotations

import copy

import nbconvert.exporters.exporter as nbconvert_exporter
import pytest
from document_notebooks import code, kommune_page, markdown, notebook, printed
from traitlets.config import Config

from fagligheder.documents.exporters import FaglighederHTMLExporter, FaglighederPDFExporter

EXPORTERS = [FaglighederHTMLExporter, FaglighederPDFExporter]


@pytest.mark.parametrize("exporter", EXPORTERS)
def test_the_notebook_is_validated_for_no_idle_preprocessor(exporter, monkeypatch):
    nb, validated = kommune_page(), []
    before = copy.deepcopy(nb)
    monkeypatch.setattr(
        nbconvert_exporter.nbformat, "validate", lambda notebook, **_: validated.append(notebook)
    )
    exporter().from_notebook_node(nb)
    assert validated == []
    assert nb == before


def test_configured_preprocessors_run():
    nb = notebook(
        markdown("# Titel", id="t"),
        code("a", printed("hemmeligt"), tags=["skjul"]),
        code("b", printed("åbent")),
    )
    assert "hemmeligt" in FaglighederHTMLExporter().from_notebook_node(nb)[0]
    config = Config({"TagRemovePreprocessor": {"remove_cell_tags": {"skjul"}}})
    html, _ = FaglighederHTMLExporter(config=config).from_notebook_node(nb)
    assert "hemmeligt" not in html
    assert "åbent" in html
    config = Config({"ClearOutputPreprocessor": {"enabled": True}})
    assert "åbent" not in FaglighederHTMLExporter(config=config).from_notebook_node(nb)[0]
