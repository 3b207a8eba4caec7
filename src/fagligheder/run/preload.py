"""What all documents share, done once before the processes that make them are forked.

No thread may start here: neither in typst nor in linear algebra.
"""

from __future__ import annotations

import importlib
import io
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from analysis.survey.checks import InputError
from fagligheder.run.job import Job, exporters
from fagligheder.run.manifest import file_hash, inputs

#: Builds a grammar for more than a second, for a check of addresses that nobody asks for.
_SLOW = "rfc3987_syntax"


def import_all() -> None:
    """Import what documents are made with."""
    sys.modules.setdefault(_SLOW, None)  # type: ignore[arg-type]
    importlib.import_module("psutil")
    import pikepdf  # noqa: F401
    import typst  # noqa: F401

    import analysis.display.pages.kommune
    import analysis.display.pages.national
    import analysis.measures.profiles
    import analysis.survey.descriptions  # noqa: F401

    if sys.modules[_SLOW] is None:
        del sys.modules[_SLOW]
    exporters()


class Ahead:
    """What this process has drawn ahead; nothing of other answers stays."""

    def __init__(self) -> None:
        self._asked: set | None = None
        self._drawn: set | None = None

    def prepare(self, jobs: Sequence[Job], several: bool) -> None:
        """Draw what these documents share, when there are several, or the last ones shared it."""
        shared = shared_by(jobs)
        if shared != self._drawn:
            forget_all()
            self._drawn = None
            if several or shared == self._asked:
                draw_once(jobs)
                self._drawn = shared
        self._asked = shared


def shared_by(jobs: Sequence[Job]) -> set[tuple[str, ...]]:
    """Return what some kommuner's documents share: answers, language, SHA-256 of what is read."""
    ours = [job for job in jobs if Path(job.notebook).name == "kommune"]
    named = {
        (str(job.parameters.get("answers") or ""), str(job.parameters.get("lang", "da"))): job
        for job in ours
    }
    with suppress(OSError):  # the documents say what is wrong
        return {
            (*both, *map(file_hash, inputs(job).get("answers", ()))) for both, job in named.items()
        }
    return set()


def forget_all() -> None:
    """Keep nothing any longer of what was drawn."""
    from analysis.display.figures.cache import clear
    from analysis.measures.sources import forget_survey

    clear()
    forget_survey()


def draw_once(jobs: Sequence[Job]) -> None:
    """Read, count, draw and set what these documents share: it is there before the fork.

    Parameters
    ----------
    jobs : sequence of Job
        What cannot be read is left to the documents, which say what is wrong.
    """
    import nbformat

    from analysis.display.figures.cache import caching
    from fagligheder.documents import pdf

    pdf._fonts()
    pdf._drawn()
    title = nbformat.v4.new_markdown_cell("# Titel")
    exporters()[0].from_notebook_node(nbformat.v4.new_notebook(cells=[title]))
    forget_all()
    for answers, lang, *_ in sorted(shared_by(jobs)):
        with suppress(InputError), caching():
            _draw(answers, lang)


def _draw(answers: str, lang: str) -> None:
    """Draw the pages of one kommune of each size: what they share is kept."""
    import matplotlib.pyplot as plt

    from analysis.display.pages.kommune import kommune_page
    from analysis.measures.sources import keep_survey

    survey = keep_survey(answers)
    of_each_size = survey.kommuner.drop_duplicates("size_band").index
    for page in [kommune_page(survey, code, lang=lang) for code in of_each_size]:
        page.gap_figure()
        plt.savefig(io.BytesIO(), format="svg")
        page.size_statements()
    plt.close("all")  # a kept figure is number one, as in a document
    for question in survey.codebook.questions:
        page.figure(question)
        page.sentence(question)
