"""Import what documents are made with, and draw what they share, before their processes fork.

No thread may start here: neither in typst nor in linear algebra.
"""

from __future__ import annotations

import importlib
import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.display.figures.theme import themed
from analysis.display.figures.theme_file import read_theme
from analysis.survey.checks import InputError
from fagligheder.run.job import Job
from fagligheder.run.manifest import file_hash, inputs
from fagligheder.run.surroundings import use_default_figures

if TYPE_CHECKING:
    from analysis.survey.survey import Survey

#: What documents share: the survey's folder, answers, their sheet, the grouping, language, theme,
#: the notebook, and SHA-256 of the files read.
Shared = set[tuple[str, ...]]


class _Hidden(MetaPathFinder):
    """Hide packages that others can do without.

    For jsonschema, one builds a grammar for three seconds, for a check of addresses that no
    notebook asks for. For ipykernel, another is a debugger, which warns on the terminal.
    """

    def find_spec(self, name: str, path: object, target: object = None) -> None:
        if name in ("rfc3987_syntax", "debugpy"):
            raise ModuleNotFoundError(name=name)


@contextmanager
def without_unneeded_packages() -> Iterator[None]:
    """Import without the slow grammar and the debugger."""
    finder = _Hidden()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


def import_all() -> None:
    """Import what documents are made with; their figures start from matplotlib's defaults."""
    with without_unneeded_packages():
        for name in (
            "jinja2",
            "papermill",
            "pikepdf",
            "psutil",
            "typst",
            "analysis.display.pages.group",
            "analysis.display.pages.kommune",
            "analysis.display.pages.national",
            "analysis.measures.profiles",
            "analysis.survey.descriptions",
            "fagligheder.documents.html",
            "fagligheder.documents.pdf",
            "fagligheder.run.ipython_shell",
        ):
            importlib.import_module(name)
    use_default_figures()


class Preloader:
    """Draws what documents share, when several do; keeps nothing of other answers."""

    def __init__(self) -> None:
        self._asked: Shared | None = None
        self._drawn: Shared | None = None

    def prepare(self, jobs: Sequence[Job], several: bool) -> None:
        """Draw what these documents share, when there are several, or the last ones shared it."""
        shared = shared_by(jobs)
        if shared != self._drawn:
            forget_all()
            self._drawn = None
            if several or shared == self._asked:
                draw_shared(jobs)
                self._drawn = shared
        self._asked = shared


def shared_by(jobs: Sequence[Job]) -> Shared:
    """Return what the documents of some kommuner, or of some groups, share."""
    named = {
        (
            *(str(job.parameters.get(name) or "") for name in ("survey", "answers", "sheet", "by")),
            str(job.parameters.get("lang", "da")),
            job.theme or "",
            Path(job.notebook).name,
        ): job
        for job in jobs
        if Path(job.notebook).name in ("kommune", "gruppe") and not job.internal
    }
    with suppress(OSError):  # the documents say what is wrong
        return {(*names, *map(file_hash, _shared_files(job))) for names, job in named.items()}
    return set()


def _shared_files(job: Job) -> list[Path]:
    """Return the answers, the theme and the survey's folder that a job reads."""
    read = inputs(job)
    return [path for key in ("answers", "theme", "survey") for path in read.get(key, {}).values()]


def forget_all() -> None:
    """Forget the figures and the survey that are kept."""
    from analysis.display.figures.cache import clear
    from analysis.measures.sources import forget_survey

    clear()
    forget_survey()


def draw_shared(jobs: Sequence[Job]) -> None:
    """Read, count, draw and set what documents share; what cannot be read is left to them."""
    import nbformat

    from analysis.display.figures.cache import caching
    from fagligheder.documents.content import document
    from fagligheder.documents.html import render_html
    from fagligheder.documents.pdf import load_fonts

    load_fonts()
    title = nbformat.v4.new_markdown_cell("# Titel")
    notebook = nbformat.v4.new_notebook(cells=[title])
    nbformat.validate(notebook)  # compiles the schema
    render_html(document(notebook))
    forget_all()
    for folder, answers, sheet, by, lang, theme, notebook, *_ in sorted(shared_by(jobs)):
        with suppress(InputError), themed(read_theme(theme or None)), caching():
            survey = _keep(folder, answers, sheet, by)
            if notebook == "kommune":
                _draw(survey, lang)


def _keep(folder: str, answers: str, sheet: str, by: str) -> Survey:
    """Read and protect a survey once, and count it."""
    from analysis.measures.counts import counts_by_answer
    from analysis.measures.sources import keep_survey

    survey = keep_survey(folder, sheet, answers=answers, by=by or None)
    counts_by_answer(survey)
    return survey


def _draw(survey: Survey, lang: str) -> None:
    """Draw the pages of one kommune of each size."""
    import matplotlib.pyplot as plt

    from analysis.display.pages.kommune import kommune_page

    of_each_size = survey.kommuner.drop_duplicates("size_band").index
    for page in [kommune_page(survey, code, lang=lang) for code in of_each_size]:
        page.gap_figure()
        plt.savefig(io.BytesIO(), format="svg")
        page.size_statements()
    plt.close("all")  # a kept figure is number one, as in a document
    page.front_figure()
    page.questions()
    page.others_figure()
    page.statements_figure()
