"""Optional packages: import one, or say in one line which extra of the installation brings it."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.metadata import PackageNotFoundError, requires, version
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
        raise _missing(error.name, extra) from None


def require(extra: str) -> None:
    """Refuse to go on when a package that an extra of the installation brings is not there.

    Raises
    ------
    InputError
        Names the first package that is missing.

    Examples
    --------
    >>> require("reports")
    """
    for line in requires("fagligheder") or ():
        name, _, marker = line.partition(";")
        if re.search(rf"extra == ['\"]{extra}['\"]", marker):
            package = re.split(r"[^\w.-]", name.strip())[0]
            try:
                version(package)
            except PackageNotFoundError:
                raise _missing(package, extra) from None


def _missing(package: str | None, extra: str) -> InputError:
    return InputError(
        f'Pakken {package} mangler. Installér den med: pip install "fagligheder[{extra}]"'
    )
