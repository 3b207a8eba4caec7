"""Settings of Jupyter for the explorer: this machine alone, its language, its folders."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.survey.codebook import Lang
from analysis.survey.extras import load
from analysis.words import text

#: This machine alone.
HOST = "127.0.0.1"
NOTEBOOK = "udforsk.ipynb"
#: Variables of the environment: the language, whether the explorer is the whole page, its folder,
#: a survey's folder, a file of own answers, and one with a theme.
LANG_VARIABLE = "FAGLIGHEDER_LANG"
APP_VARIABLE = "FAGLIGHEDER_APP"
FOLDER_VARIABLE = "FAGLIGHEDER_UDFORSK"
SURVEY_VARIABLE = "FAGLIGHEDER_UNDERSOEGELSE"
OWN_VARIABLE = "FAGLIGHEDER_EGNE"
THEME_VARIABLE = "FAGLIGHEDER_TEMA"
#: What stands after ``?`` in the address of the page without code; Voilà tells its kernels.
_QUERY_VARIABLE = "QUERY_STRING"
#: An uploaded file is one message; Jupyter's own limit is 10 MB.
LARGEST_UPLOAD = 100 * 1024 * 1024
#: Settings of the web server under Jupyter.
TORNADO_SETTINGS = {"websocket_max_message_size": LARGEST_UPLOAD}
_JUPYTER = Path(__file__).parent / "jupyter"


def set_environment(
    lang: Lang, survey: Path | None = None, own: Path | None = None, theme: Path | None = None
) -> None:
    """Set what Jupyter and its kernels read from the environment, for this process alone."""
    os.environ |= {
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_PATH": _prepended(_JUPYTER, "JUPYTER_PATH"),
        "JUPYTER_CONFIG_PATH": _prepended(_JUPYTER / lang, "JUPYTER_CONFIG_PATH"),
        LANG_VARIABLE: lang,
        FOLDER_VARIABLE: str(Path.cwd() / "reports" / "udforsk"),
        SURVEY_VARIABLE: str(survey.resolve()) if survey else "",
        OWN_VARIABLE: str(own.resolve()) if own else "",
        THEME_VARIABLE: str(theme.resolve()) if theme else "",
    }


def asked_view() -> str:
    """Return what the address of the page without code asks for; nothing in a notebook."""
    return os.environ.get(_QUERY_VARIABLE, "") if APP_VARIABLE in os.environ else ""


@contextmanager
def without_own_server_settings() -> Iterator[None]:
    """Have JupyterLab read none of the user's settings of its server inside, such as a base URL.

    What the user has chosen in JupyterLab itself, such as its language, is kept.
    """
    paths = load("jupyter_core.paths", "explorer")
    lab = Path(paths.jupyter_config_dir()) / "lab"
    os.environ.setdefault("JUPYTERLAB_SETTINGS_DIR", str(lab / "user-settings"))
    os.environ.setdefault("JUPYTERLAB_WORKSPACES_DIR", str(lab / "workspaces"))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JUPYTER_CONFIG_DIR"] = folder
        yield


def print_address(program: str, url: str, lang: Lang) -> None:
    """Print on the terminal where the explorer is open, and first what to know if one is root."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        print(text("explorer.as_root", lang))
    print(text("explorer.is_open", lang, what=program, url=url), flush=True)


def _prepended(folder: Path, variable: str) -> str:
    """Return a list of folders in the environment, with another in front."""
    return os.pathsep.join(filter(None, [str(folder), os.environ.get(variable)]))
