"""The data folder: the copy inside an installed package, else the one of the checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def project_folder(package: Path, name: str) -> Path:
    """Return a folder that an installed package holds, or the one of the package's checkout.

    A package that holds none is in a checkout. What lies two levels above an installed package may
    be anybody's.
    """
    installed = package / f"_{name}"
    return installed if installed.is_dir() else package.parents[1] / name


def data_folder() -> Path:
    """The folder with the surveys and the reference tables."""
    return project_folder(_PACKAGE, "data")


def survey_folder() -> Path:
    """The folder of the survey of 2017, which the report prints."""
    return data_folder() / "fagligheder-2017"
