"""Optional packages: import one, or say in one line which extra of the installation brings it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from analysis.survey.checks import InputError


def load(module: str, extra: str) -> Any:
    """Import a module that an extra of the installation brings.

    Parameters
    ----------
    module : str
        Its full name: ``openpyxl``.
    extra : {"files", "reports", "explorer", "cluster"}

    Raises
    ------
    InputError
        The package is not installed.

    Examples
    --------
    >>> load("csv", "files").__name__
    'csv'
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module.partition(".")[0]:
            raise
        raise InputError(
            f'Pakken {error.name} mangler. Installér den med: pip install "fagligheder[{extra}]"'
        ) from None
