"""What all documents share, done once before the processes that make them are forked.

No thread may start here: neither in typst nor in linear algebra.
"""

from __future__ import annotations

import importlib
import sys

from analysis.reporting.runner import exporters

#: Builds a grammar for more than a second, for a check of addresses that nobody asks for.
_SLOW = "rfc3987_syntax"


def import_all() -> None:
    """Import what documents are made with."""
    sys.modules.setdefault(_SLOW, None)  # type: ignore[arg-type]
    importlib.import_module("psutil")
    import pikepdf  # noqa: F401
    import typst  # noqa: F401

    import analysis.display.kommune
    import analysis.display.national
    import analysis.measures.profiles
    import analysis.reporting.shell
    import analysis.survey.descriptions  # noqa: F401

    if sys.modules[_SLOW] is None:
        del sys.modules[_SLOW]
    exporters()


def draw_once() -> None:
    """Draw and set what every document has: fonts and templates are read before the fork."""
    import matplotlib.pyplot as plt
    import nbformat

    from analysis.display.ahead import forget, keeping
    from analysis.display.kommune import kommune_page
    from analysis.display.style import WEIGHTS, HouseFigure, subset_font
    from analysis.reporting import pdf
    from analysis.survey.published import read_published

    pdf._fonts()
    pdf._drawn()
    for weight in WEIGHTS:
        subset_font(weight)
    title = nbformat.v4.new_markdown_cell("# Titel")
    exporters()[0].from_notebook_node(nbformat.v4.new_notebook(cells=[title]))
    forget()
    survey = read_published()
    page = kommune_page(survey, survey.kommuner.index[0])
    gap = page.gap_figure().figure
    if isinstance(gap, HouseFigure):
        gap.svg()
    plt.close("all")
    with keeping():
        for question in survey.codebook.questions:
            page.figure(question)
