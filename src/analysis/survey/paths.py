"""The data folder: the one of a checkout, else the copy inside the installed package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def project_folder(package: Path, name: str) -> Path:
    """Return a folder of the package's checkout, or its copy inside an installed package."""
    checkout = package.parents[1]
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    return package / f"_{name}"


def data_folder() -> Path:
    """The folder with the published tables, the reference tables and the codebook."""
    return project_folder(_PACKAGE, "data")
