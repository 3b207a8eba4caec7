"""Where the explorer opens: JupyterLab at its notebook, or a page without code."""

from __future__ import annotations

import os
import secrets
import signal
import warnings
from pathlib import Path

from analysis.survey.codebook import Lang
from analysis.words import text
from fagligheder.explorer.files import FOLDER_VARIABLE
from fagligheder.paths import notebooks_folder

#: This machine alone.
HOST = "127.0.0.1"
NOTEBOOK = "udforsk.ipynb"
LANG_VARIABLE = "FAGLIGHEDER_LANG"
#: Set where the explorer is the whole page.
APP_VARIABLE = "FAGLIGHEDER_APP"
#: An uploaded file travels in one message; Jupyter's own limit is 10 MB.
LARGEST_UPLOAD = 100 * 1024 * 1024
_JUPYTER = Path(__file__).parent / "jupyter"


def open_lab(*, lang: Lang = "da", port: int = 8888, browser: bool = True) -> None:
    """Open JupyterLab at the explorer's notebook until Ctrl+C; its menus are in ``lang``.

    Parameters
    ----------
    lang : {"da", "en"}
        Of this start alone; a language that the user has chosen in JupyterLab goes before it.
    port : int
        The next that is free, when it is taken.
    browser : bool
    """
    import voila  # noqa: F401  when it is loaded it asks to show what comes next
    from jupyterlab.labapp import LabApp

    warnings.filterwarnings("ignore", category=DeprecationWarning, module="traitlets")
    prepare(lang)
    token = secrets.token_urlsafe(24)
    server = LabApp.initialize_server(
        [
            f"--ServerApp.root_dir={notebooks_folder()}",
            f"--ServerApp.ip={HOST}",
            f"--ServerApp.port={port}",
            f"--ServerApp.open_browser={browser}",
            f"--ServerApp.tornado_settings={tornado_settings()}",
            "--ServerApp.log_level=ERROR",
            "--LabApp.log_level=ERROR",
            "--KernelManager.transport_encryption=auto",
            f"--IdentityProvider.token={token}",
            f"--LabApp.default_url=/lab/tree/{NOTEBOOK}",
        ]
    )
    signal.signal(signal.SIGINT, lambda *_: server.stop(from_signal=True))
    tell("JupyterLab", f"http://{HOST}:{server.port}/lab/tree/{NOTEBOOK}?token={token}", lang)
    server.start()


def serve_app(*, lang: Lang = "da", port: int = 8866, browser: bool = True) -> None:
    """Serve the explorer without code until Ctrl+C; each viewer has answers of their own.

    Parameters
    ----------
    lang : {"da", "en"}
    port : int
        The next that is free, when it is taken.
    browser : bool
    """
    from fagligheder.explorer.app import ExplorerApp, settings

    prepare(lang)
    os.environ[APP_VARIABLE] = "1"
    app = ExplorerApp(config=settings(lang, port))
    app.lang, app.browse = lang, browser
    app.initialize([])
    app.start()


def prepare(lang: Lang) -> None:
    """Set what Jupyter and its kernels read from the environment, for this process alone."""
    os.environ |= {
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_PATH": first(_JUPYTER, "JUPYTER_PATH"),
        "JUPYTER_CONFIG_PATH": first(_JUPYTER / lang, "JUPYTER_CONFIG_PATH"),
        LANG_VARIABLE: lang,
        FOLDER_VARIABLE: str(Path.cwd() / "reports" / "udforsk"),
    }


def first(folder: Path, variable: str) -> str:
    """A list of folders in the environment, with another in front."""
    return os.pathsep.join(filter(None, [str(folder), os.environ.get(variable)]))


def tornado_settings() -> dict[str, int]:
    """Settings of the web server under Jupyter."""
    return {"websocket_max_message_size": LARGEST_UPLOAD}


def tell(what: str, url: str, lang: Lang) -> None:
    """Say on the terminal where to look."""
    print(text("explorer.is_open", lang, what=what, url=url), flush=True)
