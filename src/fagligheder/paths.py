"""Path of the notebooks: in the installed package, else in the checkout."""

from __future__ import annotations

from pathlib import Path

from analysis.survey.paths import project_folder


def notebooks_folder() -> Path:
    """Return the folder with the notebooks."""
    return project_folder(Path(__file__).resolve().parent, "notebooks")
