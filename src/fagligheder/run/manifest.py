"""Manifest of a folder of documents, ``manifest.json``: inputs, outputs and errors of each.

A document is up to date when its inputs and its three files have the hashes of the manifest. The
manifest is written after each document, so that a stopped run continues where it was. Where a
document failed, the entry of the one that was made before is kept.

It lies beside the documents and goes where they go. So of the files that parameters name, such as
the answers, it holds the name without the folder, and a keyed hash. A document for internal use
has no entry, and is made each time.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from analysis.display.figures.theme_file import theme_files
from analysis.survey.paths import data_folder
from fagligheder.files import write_whole
from fagligheder.paths import notebooks_folder
from fagligheder.run.job import SUFFIXES, Job, Outcome, without_folder
from fagligheder.run.keyed_hash import keyed_file_hash

MANIFEST = "manifest.json"
FORMAT = 3
#: Format 1 had no dates, no facts and nothing kept; 1 and 2 had paths, and hashes without a key.
READABLE = (1, 2, FORMAT)
#: The packages whose version shows in a document.
PACKAGES = (
    "font-source-sans-pro", "ipython", "matplotlib", "matplotlib-inline", "mistune", "nbconvert",
    "nbformat", "numpy", "pandas", "papermill", "scipy", "typst",
)  # fmt: skip
#: Parameters that name a file.
FILES = ("answers", "own", "theme", "survey", "workbook", "before", "proof")


class Manifest:
    """The documents of one folder.

    Parameters
    ----------
    folder : Path
        An unreadable manifest counts as an empty one: everything is made again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._documents: dict[str, Any] = {}
        self._page: Any = None
        try:
            content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            if content["format"] in READABLE:
                self._documents = dict(content["documents"])
                if content["format"] != FORMAT:
                    self._documents = {k: _cleared(v) for k, v in self._documents.items()}
                self._page = content.get("page")
        except (OSError, ValueError, KeyError, TypeError):
            pass

    @property
    def documents(self) -> Mapping[str, Any]:
        """The entry of each document, by its name."""
        return self._documents

    def current(self, job: Job) -> Outcome | None:
        """Return the outcome of a job whose document is up to date, else None."""
        entry = self._documents.get(job.name)
        if (
            not isinstance(entry, dict)
            or entry.get("error")
            or entry.get("made_of") != made_of(job)
        ):
            return None
        paths = tuple(self._folder / f"{job.name}{suffix}" for suffix in SUFFIXES)
        try:
            hashes = tuple(file_hash(path) for path in paths)
        except OSError:
            return None
        if entry.get("outputs") != _outputs(paths, hashes):
            return None
        return Outcome(job, paths, hashes=hashes)

    def add(self, outcome: Outcome) -> None:
        """Add the outcome of a job, and write the manifest; one for internal use is left out."""
        if outcome.job.internal:
            return
        name = outcome.job.name
        entry: dict[str, Any] = {"title": outcome.job.title, "made_of": made_of(outcome.job)}
        if outcome.job.facts:
            entry["facts"] = dict(outcome.job.facts)
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        if outcome.error:
            entry |= {"error": outcome.error, "failed": now}
            kept = self._last_made(name)
            if kept:
                entry["kept"] = kept
        else:
            entry |= {"outputs": _outputs(outcome.files, outcome.hashes), "finished": now}
        self._documents[name] = entry
        self._write()

    def leave_out(self, job: Job) -> None:
        """Add a document that is not made, and why: of what was made of it before, nothing stays.

        Its files are left alone; the index page no longer leads to them.
        """
        entry = {"title": job.title, "left_out": job.left_out, "facts": dict(job.facts)}
        if self._documents.get(job.name) != entry:
            self._documents[job.name] = entry
            self._write()

    def _last_made(self, name: str) -> Any:
        """Return the entry of the document that is in the folder, when there is one."""
        before = self._documents.get(name)
        if not isinstance(before, dict):
            return None
        return before.get("kept") if before.get("error") else before

    def has_page(self, path: Path, source: str) -> bool:
        """Whether the index page is the one that was written from this source."""
        try:
            return bool(self._page == {"made_of": source, "outputs": {path.name: file_hash(path)}})
        except OSError:
            return False

    def add_page(self, path: Path, source: str) -> None:
        """Add the index page, and the SHA-256 of what it was written from."""
        self._page = {"made_of": source, "outputs": {path.name: file_hash(path)}}
        self._write()

    def _write(self) -> None:
        content = {"format": FORMAT, "documents": self._documents, "page": self._page}
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
        write_whole(self._folder / MANIFEST, (text + "\n").encode(errors="replace"))


def files_of(job: Job, folder: Path) -> list[Path]:
    """Return the files of a document that are in a folder, whenever they were made."""
    named = (folder / f"{job.name}{suffix}" for suffix in SUFFIXES)
    return [path for path in named if path.is_file()]


def made_of(job: Job) -> dict[str, Any]:
    """Return the inputs of a document: parameters, date, and hashes of all that is read.

    Of files that parameters name it is the name, and a keyed hash; of the project's own SHA-256.
    """
    read = {name: path for paths in inputs(job).values() for name, path in paths.items()}
    return {
        "notebook": _hash_of(notebooks_folder() / f"{job.notebook}.ipynb"),
        "parameters": _without_folders(job.parameters),
        "files": {name: _hash_of(path, keyed=True) for name, path in read.items()},
        "date": job.timestamp,
        **shared(),
    }


def inputs(job: Job) -> dict[str, dict[str, Path]]:
    """Return the files that a job reads, by the parameter that names them and by their names.

    The file that is named itself comes first, of a survey's folder its ``survey.toml``; the name
    of one in a folder below has the folder.
    """
    named = {key: Path(str(job.parameters[key])) for key in FILES if job.parameters.get(key)}
    read = {
        key: theme_files(path) if key == "theme" else [path, *_beside(path)]
        for key, path in named.items()
        if path.is_file()
    }
    if (folder := named.get("survey")) and folder.is_dir():
        from analysis.survey.folder import survey_files

        read["survey"] = survey_files(folder)
    return {
        key: {Path(os.path.relpath(path, paths[0].parent)).as_posix(): path for path in paths}
        for key, paths in read.items()
    }


def _beside(answers: Path) -> list[Path]:
    """Return the mapping files that are beside a file of answers."""
    named = (answers.parent / f"{answers.stem}.kolonner{kind}" for kind in (".yml", ".csv"))
    # Not Path.is_file: it raises where a name is longer than the disk allows.
    return [path for path in named if os.path.isfile(path)]  # noqa: PTH113


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as content:
        digest = sha256()
        while block := content.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


@lru_cache(maxsize=64)
def _hash_of(path: Path, keyed: bool = False) -> str:
    """Return the hash that a file had when this run began: SHA-256, or a keyed one."""
    return keyed_file_hash(path) if keyed else file_hash(path)


def _without_folders(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return parameters in which a file goes by its name."""
    return {
        name: without_folder(value, is_file=name in FILES) for name, value in parameters.items()
    }


def _cleared(entry: Any) -> Any:
    """Return an entry of an older format without paths and hashes of files that users named."""
    if not isinstance(entry, dict):
        return entry
    entry = {key: _cleared(value) if key == "kept" else value for key, value in entry.items()}
    made = entry.get("made_of")
    if isinstance(made, dict) and isinstance(made.get("parameters"), dict):
        cleared = {"parameters": _without_folders(made["parameters"]), "files": {}}
        entry["made_of"] = made | cleared
    return entry


@lru_cache(maxsize=1)
def shared() -> dict[str, Any]:
    """Return the inputs of all documents, as they were when this process first asked."""
    return shared_now()


def shared_now() -> dict[str, Any]:
    """Return the inputs of all documents: SHA-256 of code and data, and versions."""
    source = Path(__file__).resolve().parents[2]
    kinds = {".py", ".typ", ".j2", ".css", ".js", ".json", ".toml", ".woff"}
    packages = (source / "analysis", source / "fagligheder")
    code = (path for package in packages for path in package.rglob("*") if path.suffix in kinds)
    data = data_folder()
    lock = data.with_name("requirements.lock")  # beside a checkout's data; an installed has none
    return {
        "code": _tree_hash(source, (path for path in code if data not in path.parents)),
        "data": _tree_hash(data, data.rglob("*")),
        "lock": file_hash(lock) if lock.is_file() else None,
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in PACKAGES},
    }


def _tree_hash(root: Path, paths: Iterable[Path]) -> str:
    """Return the SHA-256 of the names and contents of files below a folder."""
    digest = sha256()
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(f"{path.relative_to(root).as_posix()}\0{file_hash(path)}\n".encode())
    return digest.hexdigest()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _outputs(paths: tuple[Path, ...], hashes: tuple[str, ...]) -> dict[str, str]:
    return {path.name: digest for path, digest in zip(paths, hashes, strict=True)}
