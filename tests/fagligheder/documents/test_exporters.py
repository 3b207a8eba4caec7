"""The exporters run nbconvert's preprocessors as its configuration says, and no others."""

from __future__ import annotations

import copy
import os
import subprocess
import sys

import nbconvert.exporters.exporter as nbconvert_exporter
import nbformat
import pytest
from document_notebooks import code, kommune_page, markdown, notebook, printed
from nbformat.v4 import new_output
from traitlets.config import Config

from analysis.survey.checks import InputError
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


WIDGET = new_output(
    "display_data",
    data={"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/plain": "HBox()"},
)
REFUSED = (
    'celle 2 ("vis()"): outputtet (application/vnd.jupyter.widget-view+json, text/plain) kan ikke '
    "sættes på en side. Vis en tabel, en figur eller tekst i stedet, eller mærk cellen "
    "remove-output."
)


@pytest.mark.parametrize("exporter", EXPORTERS)
def test_what_cannot_be_converted_is_one_line_on_the_command_line(exporter, tmp_path):
    nbformat.write(notebook(markdown("# Titel"), code("vis()", WIDGET)), tmp_path / "kort.ipynb")
    path = f"{exporter.__module__}.{exporter.__name__}"
    done = subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", path, "--log-level", "ERROR", "kort.ipynb"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"[NbConvertApp] ERROR | kort: {REFUSED}\n"
    assert [each.name for each in tmp_path.iterdir()] == ["kort.ipynb"]


@pytest.mark.parametrize("exporter", EXPORTERS)
def test_who_converts_in_python_gets_the_exception(exporter):
    with pytest.raises(InputError) as refused:
        exporter().from_notebook_node(notebook(markdown("# Titel"), code("vis()", WIDGET)))
    assert str(refused.value) == REFUSED
