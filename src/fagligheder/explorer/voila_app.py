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

from jupyter_server.services.kernels.kernelmanager import ServerKernelManager
from traitlets.config import Config
from voila.app import Voila
from voila.voila_identity_provider import VoilaLoginHandler

from analysis.display.figures.fonts import font_faces, in_typeface
from analysis.display.figures.palette import recoloured
from analysis.survey.codebook import Lang
from analysis.words import text
from fagligheder.explorer.jupyter_settings import HOST, NOTEBOOK, TORNADO_SETTINGS, print_address
from fagligheder.paths import notebooks_folder

#: A viewer's kernel ends this many seconds after its page was closed, if the page did not end it.
IDLE_SECONDS = 600
#: The page's own words, those before the explorer is ready among them; in the theme when served.
_WORDS_STYLE = """
#loading { font: 19px/1.4 "Source Sans Pro", system-ui, sans-serif; color: #5b6672;
  padding-top: 20vh; }
.jp-RenderedHTMLCommon { font-family: "Source Sans Pro", system-ui, sans-serif; color: #1b2430;
  font-size: 17px; }
.jp-RenderedHTMLCommon h1 { color: #113f67; font-size: 30px; font-weight: 600; margin: 0 0 6px; }
"""


class QuietKernelManager(ServerKernelManager):
    """Starts kernels that do not tell the terminal that they were interrupted to end."""

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        """Return the command that starts a kernel."""
        return [*super().format_kernel_cmd(extra_arguments), "--IPKernelApp.log_level=CRITICAL"]


def voila_config(lang: Lang, port: int) -> Config:
    """Return Voilà's settings; the user's own settings of Voilà are left out."""
    config = Config()
    config.Voila.config_file_paths = []
    config.Voila.notebook_path = str(notebooks_folder() / NOTEBOOK)
    config.Voila.ip = HOST
    config.Voila.port = port
    config.Voila.token = secrets.token_urlsafe(24)
    config.Voila.tornado_settings = TORNADO_SETTINGS
    config.Voila.log_level = logging.ERROR
    config.VoilaConfiguration.template = "fagligheder"
    config.VoilaConfiguration.theme = "light"
    config.VoilaConfiguration.allow_template_override = "NO"
    config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.file_allowlist = []
    config.VoilaConfiguration.prelaunch_hook = _prepare_page
    config.VoilaConfiguration.resources = {
        "metadata": {"name": text("explorer.title", lang)},
        "loading": text("explorer.loading", lang),
        "no_script": text("explorer.no_script", lang),
        "words_style": font_faces("normal") + in_typeface(recoloured(_WORDS_STYLE)),
    }
    config.VoilaExporter.language_code = lang
    config.KernelManager.transport_encryption = "auto"
    config.MappingKernelManager.kernel_manager_class = f"{__name__}.{QuietKernelManager.__name__}"
    config.MappingKernelManager.cull_idle_timeout = IDLE_SECONDS
    config.MappingKernelManager.cull_interval = 60
    return config


def _prepare_page(handler: Any, notebook: Any, cwd: str) -> None:
    """Leave out the notebook's texts, which explain how to run its cells.

    Asking for the handler's token sets the cookie without which the page may not end its kernel
    when it is closed.
    """
    assert handler.xsrf_token
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "code"]


class ExplorerApp(Voila):  # type: ignore[misc]  # voila has no types
    """Voilà that prints its address, and refuses requests without the token."""

    lang: Lang = "da"
    browse = True
    _redirect: Path | None = None

    def init_handlers(self) -> list[Any]:
        """Refuse where Voilà would ask for the token."""
        refuse = (r"/login", _RefuseHandler, {"message": text("explorer.no_entry", self.lang)})
        return [refuse, *super().init_handlers()]

    def start(self) -> None:
        """Serve until Ctrl+C."""
        logging.getLogger("tornado").setLevel(logging.ERROR)
        super().start()

    def launch_browser(self) -> None:
        """Print the address and open it; Voilà calls this when the server listens."""
        url = f"{self.connection_url}?token={self.token}"
        print_address(text("explorer.title", self.lang), url, self.lang)
        if self.browse:
            self._redirect = _write_redirect(url)
            address = self._redirect.as_uri()
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    def stop(self) -> None:
        """End every viewer's kernel."""
        super().stop()
        if self._redirect is not None:
            self._redirect.unlink(missing_ok=True)


class _RefuseHandler(VoilaLoginHandler):  # type: ignore[misc]  # voila has no types
    """Answers 403 where Jupyter would show a form for the token."""

    def initialize(self, message: str) -> None:
        self.message = message

    def _render(self, message: Any = None) -> None:
        self.set_status(403)
        self.write(f"<!doctype html><title>403</title><p>{escape(self.message)}</p>")


def _write_redirect(url: str) -> Path:
    """Write a page that leads to an address, so that no list of processes shows the token."""
    with tempfile.NamedTemporaryFile("w", suffix=".html", delete=False, encoding="utf-8") as page:
        page.write(f'<meta http-equiv="refresh" content="0; url={escape(url)}">')
    return Path(page.name)
