"""The guides show what their lines make: every picture, every result, from top to bottom."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from PIL import Image

import analysis
import gallery

ALTERNATIVE = re.compile(r"!\[(.*)\]\((.+\.png)\)")


def page(name: str) -> str:
    return (gallery.DOCS / name).read_text(encoding="utf-8")


def pixels(source) -> np.ndarray:
    return np.asarray(Image.open(source).convert("RGB"))


@pytest.mark.parametrize("name", gallery.PAGES)
def test_the_page_and_its_pictures_are_what_its_lines_make(name):
    written = page(name)
    today, pictures = gallery.refresh(written)
    assert today == written, "run `make gallery`"
    assert bool(pictures) == ("![" in written)
    for path, content in pictures.items():
        kept = pixels(gallery.DOCS / path)
        assert np.array_equal(kept, pixels(io.BytesIO(content))), f"{path}: run `make gallery`"


@pytest.mark.parametrize("name", gallery.PAGES)
def test_every_picture_says_in_words_what_it_shows(name):
    pictures = ALTERNATIVE.findall(page(name))
    assert len({path for _, path in pictures}) == len(pictures)
    assert len(pictures) >= 2 or name == "generalproeve.md"
    assert all(len(words) > 80 for words, _ in pictures)


def test_no_picture_is_large_or_left_over():
    files = list((gallery.DOCS / "images").rglob("*.png"))
    pages = [path.name for path in gallery.DOCS.glob("*.md")]
    shown = {path for name in pages for path in re.findall(r"\((images/[^)]+)\)", page(name))}
    assert {file.relative_to(gallery.DOCS).as_posix() for file in files} == shown
    sizes = [file.stat().st_size for file in files]
    assert max(sizes) < 100_000
    assert sum(sizes) < 1_000_000


def test_the_gallery_shows_every_kind_of_figure():
    shown = page("gallery.md")
    drawing = [name for name in analysis.__all__ if name.startswith("draw_")]
    assert len(drawing) >= 4
    assert [name for name in drawing if f"fag.{name}(" not in shown] == []


def test_a_page_is_run_as_a_notebook_is():
    given = "```python\na = 1\n```\n\n```python\nprint(a)\na + 1\n```\n\n```text\nold\n```\n"
    today, pictures = gallery.refresh(given)
    assert today == given.replace("old", "1\n2")
    assert pictures == {}


def test_words_of_a_picture_keep_their_brackets():
    assert gallery.escaped(r"[c]: skjult \ her") == r"\[c\]: skjult \\ her"
