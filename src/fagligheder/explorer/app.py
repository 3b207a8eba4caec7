"""The explorer as a page without code: Voilà on this machine alone, behind a token."""

from __future__ import annotations

import logging
import secrets
import tempfile
import threading
import webbrowser
from html import escape
from pathlib import Path
from typing import Any

from traitlets.config import Config
from voila.app import Voila
from voila.voila_identity_provider import VoilaLoginHandler

from analysis.survey.codebook import Lang
from analysis.words import text
from fagligheder.explorer.start import HOST, NOTEBOOK, tell, tornado_settings
from fagligheder.paths import notebooks_folder

#: A viewer's kernel ends this many seconds after its page was closed, if the page did not end it.
IDLE = 600


def settings(lang: Lang, port: int) -> Config:
    """How Voilà is run; the user's own settings of Voilà are left out."""
    config = Config()
    config.Voila.config_file_paths = []
    config.Voila.notebook_path = str(notebooks_folder() / NOTEBOOK)
    config.Voila.ip = HOST
    config.Voila.port = port
    config.Voila.token = secrets.token_urlsafe(24)
    config.Voila.tornado_settings = tornado_settings()
    config.Voila.log_level = logging.ERROR
    config.VoilaConfiguration.template = "fagligheder"
    config.VoilaConfiguration.theme = "light"
    config.VoilaConfiguration.allow_template_override = "NO"
    config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.file_allowlist = []
    config.VoilaConfiguration.prelaunch_hook = _begin
    config.VoilaConfiguration.resources = {
        "metadata": {"name": text("explorer.title", lang)},
        "loading": text("explorer.loading", lang),
        "no_script": text("explorer.no_script", lang),
    }
    config.VoilaExporter.language_code = lang
    config.KernelManager.transport_encryption = "auto"
    config.MappingKernelManager.cull_idle_timeout = IDLE
    config.MappingKernelManager.cull_interval = 60
    return config


def _begin(handler: Any, notebook: Any, cwd: str) -> None:
    """Begin the page with the explorer, which has a title of its own: the notebook's cells speak
    of running them.

    Asking for the handler's token sets the cookie without which the page may not end its kernel
    when it is closed.
    """
    assert handler.xsrf_token
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "code"]


class ExplorerApp(Voila):
    """Voilà that tells where it is, and answers nobody without the token."""

    lang: Lang = "da"
    browse = True
    _page: Path | None = None

    def init_handlers(self) -> list:
        """Refuse where Voilà would ask for the token."""
        refuse = (r"/login", _NoEntry, {"words": text("explorer.no_entry", self.lang)})
        return [refuse, *super().init_handlers()]

    def start(self) -> None:
        """Serve until Ctrl+C."""
        logging.getLogger("tornado").setLevel(logging.ERROR)
        super().start()

    def launch_browser(self) -> None:
        """Say where the page is, and open it; called when the server listens."""
        url = f"{self.connection_url}?token={self.token}"
        tell(text("explorer.title", self.lang), url, self.lang)
        if self.browse:
            self._page = _page_to(url)
            opening = threading.Thread(
                target=webbrowser.open, args=(self._page.as_uri(),), daemon=True
            )
            opening.start()

    def stop(self) -> None:
        """End every viewer's kernel."""
        super().stop()
        if self._page is not None:
            self._page.unlink(missing_ok=True)


class _NoEntry(VoilaLoginHandler):
    def initialize(self, words: str) -> None:
        self.words = words

    def _render(self, message: Any = None) -> None:
        """What stands in place of Jupyter's form for the token."""
        self.set_status(403)
        self.write(f"<!doctype html><title>403</title><p>{escape(self.words)}</p>")


def _page_to(url: str) -> Path:
    """A page that leads on to another, so that no list of processes shows the token."""
    with tempfile.NamedTemporaryFile("w", suffix=".html", delete=False, encoding="utf-8") as page:
        page.write(f'<meta http-equiv="refresh" content="0; url={escape(url)}">')
    return Path(page.name)
