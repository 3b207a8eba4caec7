"""What every test shares: the survey as published, no windows, and the same examples each time."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from hypothesis import settings

from analysis.survey.published import read_published
from analysis.survey.survey import Survey
from fagligheder.run.keyed_hash import KEY_FILE

settings.register_profile("project", database=None, deadline=None, derandomize=True)
settings.load_profile("project")


@pytest.fixture(scope="session")
def survey() -> Survey:
    """The survey as the report printed it."""
    return read_published()


@pytest.fixture(scope="session", autouse=True)
def key_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hash with a key of the tests' own, and leave the user's alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(KEY_FILE, str(tmp_path_factory.mktemp("key") / "key"))
        yield


@pytest.fixture(autouse=True)
def no_windows() -> Iterator[None]:
    """Draw without a screen, and leave no figure and no interactive mode behind."""
    mpl.use("Agg")
    yield
    plt.close("all")
    plt.ioff()
