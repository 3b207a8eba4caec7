"""The cut fonts that pages and figures carry are the house font, with our characters alone."""

from __future__ import annotations

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

import cut_fonts
from analysis.display.figures import fonts

#: Three signs that the house font does not have; a reader's own font shows them.
MISSING = {0xAD} | set(map(ord, "→↑↓▲▼"))


@pytest.mark.parametrize("weight", fonts.WEIGHTS)
def test_a_cut_font_draws_our_characters_as_the_house_font_does(weight):
    whole, cut = TTFont(fonts.font_file(weight)), TTFont(fonts.cut_font_file(weight))
    drawn, original = cut.getBestCmap(), whole.getBestCmap()
    wanted = set(map(ord, fonts.CHARACTERS))
    assert set(drawn) == wanted & set(original)
    assert wanted - set(drawn) <= MISSING
    for code in (*range(0x21, 0x7F), *map(ord, "æøåÆØÅé½–»«…")):
        outlines = []
        for font, cmap in ((whole, original), (cut, drawn)):
            glyphs = font.getGlyphSet()
            pen = DecomposingRecordingPen(glyphs)
            glyphs[cmap[code]].draw(pen)
            outlines.append((pen.value, glyphs[cmap[code]].width))
        assert outlines[0] == outlines[1], chr(code)
    assert "kern" in {record.FeatureTag for record in cut["GPOS"].table.FeatureList.FeatureRecord}


@pytest.mark.parametrize("weight", fonts.WEIGHTS)
def test_a_cut_font_has_a_name_of_its_own(weight):
    names = {str(record) for record in TTFont(fonts.cut_font_file(weight))["name"].names}
    assert f"{cut_fonts.NAME}-{fonts.WEIGHTS[weight]}" in names
    owned = [name for name in names if "Source" in name and "Copyright" not in name]
    assert owned == []
    licence = fonts.cut_font_file(weight).with_name("LICENSE.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in licence
