"""Controls that choose the source of the answers: printed, a file, or made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from analysis.survey.checks import InputError
from analysis.survey.codebook import Lang
from analysis.survey.survey import Survey
from analysis.words import text
from fagligheder.explorer.saved_files import keep_upload
from fagligheder.explorer.sources import FOLDER_SOURCES, SOURCES, Source
from fagligheder.explorer.widget_helpers import ChangeWatcher, chosen_folder, show_if

_ANSWER_FILES = ".csv,.tsv,.txt,.xlsx,.sav,.zsav,.dta,.parquet"
_MAPPING_FILES = ".yml,.yaml,.csv"


class SourceControls:
    """Dropdown of the sources, with the seed or the files of the one that is chosen."""

    def __init__(self, first: Source, folder: widgets.Text, on_change: Callable[[], None]) -> None:
        self.watcher = ChangeWatcher(self._changed)
        self._on_change = on_change
        self._folder = folder
        self._path, self._mapping = first.path, first.mapping
        self._first = first
        self._problem: InputError | None = None
        self.lang: Lang = "da"
        names = FOLDER_SOURCES if first.own_survey else SOURCES
        self.name = widgets.Dropdown(options=names, value=first.name)
        self.seed = widgets.BoundedIntText(value=first.seed, min=0, max=999_999_999)
        self.file = widgets.FileUpload(accept=_ANSWER_FILES)
        self.mapping = widgets.FileUpload(accept=_MAPPING_FILES)
        self.note = widgets.HTML()
        self.watcher.watch(self.name, self.seed, self.file, self.mapping)
        self.box = widgets.HBox([self.name, self.seed, self.file, self.mapping])
        self.box.add_class("fag-source")

    def source(self) -> Source:
        """Return the source that is chosen.

        Raises
        ------
        InputError
            An uploaded file could not be written.
        """
        if self.name.value == "synthetic":
            return Source("synthetic", seed=self.seed.value)
        if self.name.value == "file":
            if self._problem is not None:
                raise self._problem
            return self._of_survey(name="file", path=self._path, mapping=self._mapping)
        return self._of_survey(name="published", path="", mapping="")

    def survey(self) -> Survey | None:
        """Return the survey that is chosen; None when it cannot be read."""
        try:
            return self.source().read(self.lang)
        except Exception:  # the panel reads the same, and shows what is wrong
            return None

    def _of_survey(self, **chosen: Any) -> Source:
        return replace(self._first, seed=1, **chosen)

    def label(self, lang: Lang) -> None:
        """Set the labels in a language."""
        self.lang = lang
        own = self._first.own_survey
        names = {"published": "survey_numbers" if own else "published"}
        with self.watcher.paused():
            value = self.name.value
            self.name.options = [
                (text(f"explorer.{names.get(key, key)}", lang), key)
                for key in (FOLDER_SOURCES if own else SOURCES)
            ]
            self.name.value = value
        self.name.description = text("explorer.source", lang)
        self.seed.description = text("explorer.seed", lang)
        self.file.description = text("explorer.upload", lang)
        self.mapping.description = text("explorer.upload_mapping", lang)
        self._arrange()

    def _arrange(self) -> None:
        show_if(self.name.value == "synthetic", self.seed)
        show_if(self.name.value == "file", self.file, self.mapping, self.note)
        self.note.value = ""
        if self.name.value == "file" and self._path:
            self.note.value = self._note()

    def _note(self) -> str:
        """Return what was read of the file, where its copy is, and what was assumed."""
        survey = self.survey()
        if survey is None:
            return ""
        path, kommuner = Path(self._path), len(survey.kommuner)
        key = "explorer.file_read" if kommuner else "explorer.file_read_answers"
        fields = {"respondents": survey.respondents, "kommuner": kommuner}
        words = text(key, self.lang, name=path.name, folder=path.parent, **fields)
        lines = "".join(f"<p>{escape(line)}</p>" for line in (words, *survey.notes))
        return f'<div class="fag-note" role="status">{lines}</div>'

    def _changed(self) -> None:
        folder = chosen_folder(self._folder)
        self._problem = None
        try:
            self._path = _uploaded_path(self.file, folder) or self._path
            self._mapping = _uploaded_path(self.mapping, folder) or self._mapping
        except OSError as error:
            words = text(
                "explorer.cannot_write", self.lang, folder=folder, reason=error.strerror or error
            )
            self._problem = InputError(words)
        self._arrange()
        self._on_change()


def _uploaded_path(upload: widgets.FileUpload, folder: Path) -> str:
    """Write an uploaded file to the folder; return its path, empty when none was uploaded."""
    if not upload.value:
        return ""
    (given,) = upload.value[-1:]
    return str(keep_upload(folder, given["name"], bytes(given["content"])))
