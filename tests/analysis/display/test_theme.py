"""A theme changes colours, typeface, logo and sender, and one that cannot be read is refused."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from fontTools.ttLib import TTFont

import analysis as fag
from analysis.display.figures import fonts, palette
from analysis.display.figures.line_breaks import text_width
from analysis.display.figures.palette import contrast, mixed
from analysis.display.figures.theme import HOUSE, theme, themed
from analysis.display.figures.theme_checks import distance, faults
from analysis.display.figures.theme_file import read_theme, theme_files
from analysis.survey.checks import InputError
from analysis.words import texts

EXAMPLE = Path(__file__).resolve().parents[3] / "docs" / "tema-eksempel" / "tema.toml"
BUNDLED = Path(mpl.get_data_path()) / "fonts" / "ttf"


@pytest.fixture(autouse=True)
def _afterwards():
    yield
    fag.use_theme(None)


def written(folder: Path, content: str) -> Path:
    path = folder / "tema.toml"
    path.write_text(content, encoding="utf-8")
    return path


def refusal(folder: Path, content: str) -> str:
    with pytest.raises(InputError) as error:
        read_theme(written(folder, content))
    return str(error.value)


def test_the_project_s_own_colours_pass_the_checks_of_a_theme():
    assert list(faults(HOUSE.colours)) == []


def test_the_example_is_read_and_used():
    fag.use_theme(EXAMPLE)
    assert (palette.NAVY, palette.SEQUENTIAL[4]) == ("#5b1f4f", "#f0e3ed")
    assert (HOUSE.colours.stamp, HOUSE.colours.warning) == (palette.STAMP, palette.WARNING)
    assert (fonts.family(), theme().sender) == ("STIXGeneral", "Eksempelby Kommune")
    assert theme().logo.alt == "Eksempelby Kommune"
    fag.use_theme(None)
    assert theme() is HOUSE
    assert palette.NAVY == "#113f67"


def test_a_refused_theme_changes_nothing(tmp_path):
    fag.use_theme(EXAMPLE)
    with pytest.raises(InputError):
        fag.use_theme(written(tmp_path, "x = 1"))
    assert palette.NAVY == "#5b1f4f"


def test_a_figure_is_drawn_in_the_theme_and_in_the_project_s_own_again(tmp_path):
    likert = fag.likert_table(fag.read_published(), "importance")
    before = fag.draw_likert(likert).figure.svg()
    with themed(read_theme(EXAMPLE)):
        own = fag.draw_likert(likert).figure.svg()
    after = fag.draw_likert(likert).figure.svg()
    plt.close("all")
    assert before == after
    assert "#5b1f4f" in own
    assert "#113f67" not in own
    assert "Source Sans Pro" not in own
    assert 'font-family:"STIXGeneral"' in own


def test_a_primary_colour_alone_makes_a_whole_theme(tmp_path):
    random.seed(13)
    tried = 0
    while tried < 60:
        primary = f"#{random.randrange(1 << 24):06x}"
        if contrast(primary, "#f3f6f9") < 4.5:
            continue
        tried += 1
        path = written(tmp_path, f'[colours]\nprimary = "{primary}"')
        try:
            colours = read_theme(path).colours
        except InputError as error:  # the accent or the brown side is too near to some
            assert '"answers"' not in str(error)
            continue
        assert colours.sequential[0] == primary
        assert mixed(primary, 0.82) == colours.gap_band


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('primary = "#7aaad2"', '"colours", "primary": fandt #7aaad2 med kontrasten 2,46 mod '
         "hvidt, forventede mindst 4,5 til tekst. Vælg en mørkere farve."),
        ('muted = "#777777"', '"muted": fandt #777777 med kontrasten 4,47 mod hvidt'),
        ('accent = "#ffd400"', '"accent": fandt #ffd400 med kontrasten 1,43 mod hvidt, forventede '
         "mindst 3 til søjler og prikker."),
        ('accent = "#3b73a8"', '"accent": fandt #3b73a8, kun 0 fra #3b73a8, forventede en '
         "farveafstand på mindst 25, så »I« kan kendes fra svarene."),
        ('answers = ["#113f67", "#7aaad2", "#3b73a8", "#b5d2e8", "#e3edf5"]',
         '"answers": fandt nr. 2 (#7aaad2) lysere end nr. 3 (#3b73a8), forventede farver, der '
         "bliver lysere og lysere, fra det meste til det mindste svar, også i gråt."),
        ('answers = ["#113f67", "#3b73a8", "#7aaad2", "#b5d2e8", "#b9d4e9"]',
         "fandt kontrasten 1,02 mellem nr. 4 (#b5d2e8) og 5 (#b9d4e9), forventede mindst 1,2, så "
         "de kan skelnes i gråt."),
        ('lower = ["#8a4510", "#f2d3b3", "#d98f45"]', '"lower": fandt nr. 2 (#f2d3b3) lysere end'),
        ('lower = ["#1a3f70", "#d98f45", "#f2d3b3"]', "(answers), som farveblinde ser dem"),
        ('neutral = "#787878"\nink = "#333333"',
         '"neutral": fandt #787878, hvorpå hvid og ink (#333333) højst'),
        ('primary = "blå"', '"primary": fandt "blå", forventede en farve som "#113f67".'),
        ("answers = 5", '"answers": fandt "5", forventede 5 farver i en liste'),
        ('lower = ["#8a4510"]', '"lower": fandt 1 farve, forventede 3 farver'),
        ('acent = "#b8620b"', 'fandt nøglen "acent", forventede en af ink, primary,'),
        ('acent = "#b8620b"', "Mente du accent?"),
    ],
)  # fmt: skip
def test_a_colour_is_refused_with_what_was_measured_and_a_cure(line, words, tmp_path):
    assert words in refusal(tmp_path, f"[colours]\n{line}")


def test_black_and_white_are_as_far_apart_as_colours_can_be():
    assert distance("#000000", "#ffffff") == pytest.approx(100, abs=0.1)
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("x = [", "tema.toml: temaet er ikke gyldig TOML"),
        ("sender = 3", '"sender": fandt "3", forventede en tekst på én linje'),
        ('colours = "røde"', '"colours": fandt "røde", forventede et afsnit [colours]'),
        ('[logo]\nfile = "l.svg"\ntext = "KL"', '"logo", "file": fandt l.svg, som ikke kan læses'),
        ('[logo]\nfile = "../l.svg"\ntext = "KL"', 'fandt "../l.svg", forventede navnet på en fil '
         "i temaets mappe"),
        ('[logo]\nfile = "/etc/passwd"\ntext = "KL"',
         "forventede navnet på en fil i temaets mappe"),
        ('[logo]\nfile = "stor.png"\ntext = "KL"', "fandt stor.png på 1500 kB, forventede højst "
         "1000 kB. Gem den mindre"),
        ('[logo]\nfile = "a.gif"\ntext = "KL"', "fandt a.gif, forventede SVG, PNG eller JPEG"),
        ('[logo]\nfile = "a.gif"', '"logo", "text": fandt ingen tekst'),
        ('[typeface]\nfamily = "Arial"', '"typeface", "family": fandt "Arial", forventede "STIX"'),
        ('[typeface]\nbold = "a.gif"', "fandt ingen regular"),
        ('[typeface]\nregular = "a.gif"', "fandt a.gif, forventede en skrift (TTF eller OTF)"),
        ('[typeface]\nregular = "cmr10.ttf"', "fandt cmr10.ttf uden æ ø å Æ Ø Å"),
        ('[typeface]\nregular = "DejaVuSans.ttf"', "fandt DejaVuSans.ttf, som er 23 pct. bredere "
         "end programmets egen, forventede højst 12 pct."),
        ('[typeface]\nregular = "spærret.ttf"', "spærret.ttf, som ikke må lægges ind i andre filer "
         "(fsType 2)"),
    ],
)  # fmt: skip
def test_a_theme_that_cannot_be_used_is_refused(content, words, tmp_path):
    (tmp_path / "stor.png").write_bytes(b"\x89PNG" + bytes(1_500_000))
    (tmp_path / "a.gif").write_bytes(b"GIF89a")
    for name in ("cmr10.ttf", "DejaVuSans.ttf"):
        shutil.copy(BUNDLED / name, tmp_path)
    locked = TTFont(BUNDLED / "STIXGeneral.ttf")
    locked["OS/2"].fsType = 2
    locked.save(tmp_path / "spærret.ttf")
    assert words in refusal(tmp_path, content)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError) as error:
        read_theme(tmp_path / "intet.toml")
    assert "fandt intet.toml, som ikke kan læses" in str(error.value)


def test_all_problems_are_named_at_once(tmp_path):
    said = refusal(tmp_path, 'sendr = "KL"\n[colours]\nink = "x"\n[logo]\ntext = "KL"')
    assert [line.split(": ")[0] for line in said.splitlines()] == [
        "tema.toml", 'tema.toml, "colours", "ink"', 'tema.toml, "logo", "file"',
    ]  # fmt: skip
    assert "Mente du sender?" in said


def test_a_typeface_is_measured_cut_and_carried(tmp_path):
    folder = tmp_path / "skrift"
    folder.mkdir()
    shutil.copy(BUNDLED / "STIXGeneral.ttf", folder / "egen.ttf")
    path = written(tmp_path, '[typeface]\nregular = "skrift/egen.ttf"')
    wide = text_width("Virksomheder", 10)
    with themed(read_theme(path)):
        assert text_width("Virksomheder", 10) != wide
        assert fonts.font_file("bold") == folder / "egen.ttf"
        css = fonts.font_faces("normal")
        assert css.startswith('@font-face{font-family:"STIXGeneral";font-weight:400')
        assert len(css) < 0.4 * (folder / "egen.ttf").stat().st_size
    assert theme_files(path) == [path, folder / "egen.ttf"]
    assert text_width("Virksomheder", 10) == wide


def test_no_module_keeps_a_colour_from_when_it_was_imported():
    source = Path(fag.__file__).resolve().parents[1]
    names = list(vars(HOUSE.colours))
    kept = [
        f"{path.name}: {line}"
        for path in source.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "palette import" in line and any(name.upper() in line.split() for name in names)
    ]
    assert kept == []


def test_answers_and_what_is_written_on_them_follow_the_theme():
    own = replace(HOUSE, colours=replace(HOUSE.colours, ink="#000000", neutral="#cccccc"))
    with themed(own):
        assert palette.ink_on("#eeeeee") == "#000000"
        assert palette.answer_colours(["top", "neutral", "bottom"], diverging=True)[1] == "#cccccc"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('[colours]\nprimary = "#7aaad2"', 'tema.toml, "colours", "primary": found #7aaad2 with a '
         "contrast of 2.46 to white, expected at least 4.5 for text. Choose a darker colour."),
        ("x = [", "tema.toml: the theme is not valid TOML"),
        ('[colours]\nacent = "#b8620b"', 'found the key "acent", expected one of ink, primary,'),
        ('[typeface]\nregular = "intet.ttf"', "found intet.ttf, which cannot be read"),
    ],
)  # fmt: skip
def test_a_theme_is_refused_in_the_reader_s_language(content, words, tmp_path):
    with pytest.raises(InputError) as error:
        fag.use_theme(written(tmp_path, content), lang="en")
    assert words in str(error.value)


def test_every_message_on_a_theme_has_its_parts_in_both_languages():
    """Each is put together from a name: a missing part would only show when it is needed."""
    for lang in ("da", "en"):
        names = {key.rsplit("_", 1)[0] for key in texts("theme", lang) if key.endswith("_expected")}
        assert len(names) > 20
        assert {f"{name}_cure" for name in names} <= set(texts("theme", lang))
