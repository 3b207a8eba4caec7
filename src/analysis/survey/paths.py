"""Where the data and the notebooks lie: a checkout's folders first, else the installed copies."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def _folder(name: str) -> Path:
    checkout = _PACKAGE.parents[1]
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    return _PACKAGE / f"_{name}"


def data_folder() -> Path:
    """The folder with the published tables, the reference tables and the codebook."""
    return _folder("data")


def notebooks_folder() -> Path:
    """The folder with the notebooks."""
    return _folder("notebooks")
