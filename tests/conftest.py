"""What every test shares: the survey as published, no windows, and the same examples each time."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from hypothesis import settings

from analysis.survey.published import read_published
from analysis.survey.survey import Survey

settings.register_profile("project", database=None, deadline=None, derandomize=True)
settings.load_profile("project")


@pytest.fixture(scope="session")
def survey() -> Survey:
    """The survey as the report printed it."""
    return read_published()


@pytest.fixture(autouse=True)
def no_windows() -> Iterator[None]:
    """Draw without a screen, and leave no figure and no interactive mode behind."""
    mpl.use("Agg")
    yield
    plt.close("all")
    plt.ioff()
