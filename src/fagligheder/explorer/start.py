"""Start the explorer: in a notebook, in JupyterLab, or as a page without code."""

from __future__ import annotations

import os
import secrets
import signal
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, cast

from analysis.display.figures.theme_file import use_theme
from analysis.survey.answers.own import read_filled_own
from analysis.survey.codebook import Lang
from analysis.survey.extras import load
from analysis.survey.folder import read_folder
from analysis.survey.survey import Survey
from analysis.words import LANGUAGES, check_lang
from fagligheder.explorer.jupyter_settings import (
    APP_VARIABLE,
    HOST,
    LANG_VARIABLE,
    NOTEBOOK,
    OWN_VARIABLE,
    SURVEY_VARIABLE,
    THEME_VARIABLE,
    TORNADO_SETTINGS,
    asked_view,
    print_address,
    set_environment,
    without_own_server_settings,
)
from fagligheder.explorer.sources import read_own_once, source_of
from fagligheder.paths import notebooks_folder

if TYPE_CHECKING:
    from fagligheder.explorer.page import Explorer


def explore(
    answers: Path | str | None = None,
    *,
    survey: Survey | Path | str | None = None,
    own: Path | str | None = None,
    lang: str | None = None,
    folder: Path | str | None = None,
    theme: Path | str | None = None,
    view: str | None = None,
) -> Explorer:
    """Explore the survey without code: choose, and the figure, table and sentence follow.

    Parameters
    ----------
    answers : path or str, optional
        What to begin with, as `read_survey` takes it; the report's printed numbers when left
        out. Another source can be chosen in the explorer.
    survey : path or Survey, optional
        The folder of another survey (``survey.toml``, ``questions.csv`` …), or one that is read
        already; that of ``fagligheder explore --survey`` when left out, else that of 2017. Its
        own questions, items and groups are those to choose among.
    own : path, optional
        A kommune's own answers and staff, as `read_own` takes them, which are shown beside the
        others; those of ``fagligheder explore --own`` when left out.
    lang : {"da", "en"}, optional
        Danish when left out, or the language of ``fagligheder explore --lang``.
    folder : path, optional
        Where figures, tables and uploads go; ``reports/udforsk`` when left out.
    theme : path, optional
        As `use_theme` takes it; that of ``fagligheder explore --theme`` when left out, else the
        one in use.
    view : str, optional
        What to show first, as the link under each figure says it:
        ``"question=statements&items=6,7"``; in the page without code what stands after ``?`` in
        its address.

    Returns
    -------
    Explorer
        Shows itself when it is a cell's last line.

    Raises
    ------
    InputError
        The language does not exist, the survey or the own answers cannot be used, or ipywidgets
        is not installed.

    Examples
    --------
    >>> explorer = explore()
    >>> explorer.question_panel.result.sentence[:40]
    '88 pct. af cheferne kalder profilen Virk'
    """
    load("ipywidgets", "explorer")
    from fagligheder.explorer.links import read_query
    from fagligheder.explorer.page import Explorer
    from fagligheder.explorer.results import forget_results
    from fagligheder.explorer.saved_files import default_folder

    view = asked_view() if view is None else view
    named = read_query(view).get("lang", "")
    lang = lang or (named if named in LANGUAGES else "") or os.environ.get(LANG_VARIABLE) or "da"
    check_lang(lang)
    place = Path(folder) if folder else default_folder()
    forget_results()
    if theme := theme or os.environ.get(THEME_VARIABLE):
        use_theme(theme)
    told = str(own or os.environ.get(OWN_VARIABLE) or "")
    read_own_once(told, lang)
    source = source_of(answers, survey or os.environ.get(SURVEY_VARIABLE) or None)
    if not answers:  # what is wrong with a file of answers is said in the page
        source.read(lang)
    return Explorer(source, cast(Lang, lang), place.resolve(), told, view)


def open_lab(
    *,
    lang: Lang = "da",
    port: int = 8888,
    browser: bool = True,
    survey: Path | None = None,
    own: Path | None = None,
    theme: Path | None = None,
) -> None:
    """Open JupyterLab at the explorer's notebook until Ctrl+C; its menus are in ``lang``.

    Parameters
    ----------
    lang : {"da", "en"}
        Of this start alone; a language that the user has chosen in JupyterLab comes before it.
    port : int
        The next that is free, when it is taken.
    browser : bool
    survey, own, theme : Path, optional
        A survey's folder, a kommune's own answers, and a theme, for `explore`.
    """
    _check_files(survey, own, lang)
    load("voila", "explorer")  # JupyterLab imports it later, and it would undo the next filter
    lab = load("jupyterlab.labapp", "explorer")
    warnings.filterwarnings("ignore", category=DeprecationWarning, module="traitlets")
    set_environment(lang, survey, own, theme)
    token = secrets.token_urlsafe(24)
    with without_own_server_settings():
        server = lab.LabApp.initialize_server(
            [
                f"--ServerApp.root_dir={notebooks_folder()}",
                f"--ServerApp.ip={HOST}",
                f"--ServerApp.port={port}",
                # Whatever the machine's administrator has set: the printed address answers.
                "--ServerApp.base_url=/",
                "--ServerApp.certfile=",
                "--ServerApp.custom_display_url=",
                "--ServerApp.sock=",
                "--ServerApp.allow_root=True",  # in a container everybody is root
                f"--ServerApp.open_browser={browser}",
                f"--ServerApp.tornado_settings={TORNADO_SETTINGS}",
                "--ServerApp.log_level=ERROR",
                "--LabApp.log_level=ERROR",
                "--KernelManager.transport_encryption=auto",
                f"--IdentityProvider.token={token}",
                f"--LabApp.default_url=/lab/tree/{NOTEBOOK}",
            ]
        )
        signal.signal(signal.SIGINT, lambda *_: server.stop(from_signal=True))
        url = f"http://{HOST}:{server.port}/lab/tree/{NOTEBOOK}?token={token}"
        print_address("JupyterLab", url, lang)
        server.start()


def serve_app(
    *,
    lang: Lang = "da",
    port: int = 8866,
    browser: bool = True,
    survey: Path | None = None,
    own: Path | None = None,
    theme: Path | None = None,
) -> None:
    """Serve the explorer without code until Ctrl+C; each viewer has a session of their own.

    Parameters
    ----------
    lang : {"da", "en"}
    port : int
        The next that is free, when it is taken.
    browser : bool
    survey, own, theme : Path, optional
        A survey's folder, a kommune's own answers, and a theme, for `explore`.
    """
    _check_files(survey, own, lang)
    load("voila", "explorer")
    from fagligheder.explorer.voila_app import ExplorerApp, voila_config

    set_environment(lang, survey, own, theme)
    os.environ[APP_VARIABLE] = "1"
    app = ExplorerApp(config=voila_config(lang, port))
    app.lang, app.browse = lang, browser
    app.initialize([])
    app.start()


def _check_files(survey: Path | None, own: Path | None, lang: Lang) -> None:
    """Say what is wrong with the files before anything opens."""
    if survey is not None:
        read_folder(survey)
    read_filled_own(own, lang=lang)
