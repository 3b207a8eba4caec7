"""A figure in a notebook: SVG for a page that may draw it, PNG where it may not."""

from __future__ import annotations

import io

import matplotlib.pyplot as plt
import pytest
from PIL import Image

import analysis as fag
from analysis.display.figures import style
from analysis.display.figures.style import HouseFigure
from fagligheder.run.surroundings import use_default_figures


@pytest.fixture
def figure() -> HouseFigure:
    return fag.draw_likert(fag.likert_table(fag.read_survey(), "importance")).figure


def published(figure: HouseFigure, monkeypatch) -> tuple[dict, dict]:
    """What a notebook stores of a figure, and says of it."""
    shown: list[tuple[dict, dict]] = []
    monkeypatch.setattr("IPython.display.publish_display_data", lambda *both: shown.append(both))
    figure._ipython_display_()
    assert len(shown) == 1
    return shown[0]


def test_a_picture_that_needs_no_trust_stands_beside_the_drawing(figure, monkeypatch):
    monkeypatch.setattr(style, "shows_png", True)
    data, said = published(figure, monkeypatch)
    assert list(data) == ["image/svg+xml", "image/png", "text/plain"]
    assert data["image/svg+xml"] == figure.svg()
    assert said["image/png"] == said["image/svg+xml"]
    assert said["image/png"]["alt"].startswith("Figur 2.")
    assert len(data["image/png"]) < 1.2 * len(data["image/svg+xml"])


def test_the_picture_can_be_read_and_is_the_same_every_time(figure):
    png = figure.png()
    with Image.open(io.BytesIO(png)) as picture:
        assert picture.width == round(120 * figure.get_figwidth())
        colours = {colour for _, colour in picture.convert("RGB").getcolors()}
    assert len(colours) <= 32
    assert (255, 255, 255) in colours
    plt.close(figure)
    assert png == figure.png()


def test_a_document_draws_no_picture(figure, monkeypatch):
    monkeypatch.setattr(style, "shows_png", True)
    with plt.rc_context():
        use_default_figures()
        data, said = published(figure, monkeypatch)
    assert list(data) == ["image/svg+xml", "text/plain"]
    assert list(said) == ["image/svg+xml"]
