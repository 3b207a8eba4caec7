"""Read a theme from a TOML file, with every problem named: file, key, found, expected, cure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from analysis.display.figures.palette import contrast, luminance, mixed
from analysis.display.figures.theme import HOUSE, Colours, Logo, Theme, Typeface, use
from analysis.display.figures.theme_checks import TEXT, faults
from analysis.survey.checks import InputError, Problem, shorten

#: Keys of the file, by their heading; "" stands before the first.
KEYS = {
    "": ("sender", "colours", "typeface", "logo"),
    "colours": ("ink", "primary", "muted", "rule", "panel", "accent", "accent_text", "answers",
                "neutral", "lower", "band"),
    "typeface": ("family", "regular", "semibold", "bold"),
    "logo": ("file", "text"),
}  # fmt: skip
#: Keys whose field of `Colours` has another name.
_FIELDS = {"primary": "navy", "accent_text": "accent_ink", "answers": "sequential"}
_ROWS = {"answers": 5, "lower": 3}
_LOGOS = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
#: Bytes of a theme, a logo and a font.
_MOST_TOML, _MOST_LOGO, _MOST_FONT = 100_000, 1_000_000, 20_000_000
#: Luminance of the second to fifth answer, where a theme gives only its primary colour; and of the
#: second where that colour is too light. Between the two neither white nor ink can be read.
_ANSWERS, _LIGHTER_SECOND = (0.16, 0.375, 0.62, 0.83), 0.27
_LONGEST = 200


def use_theme(file: Path | str | None) -> Theme:
    """Draw and write everything from now on in a theme; None is the project's own.

    Parameters
    ----------
    file : path or None
        A TOML file; the files that it names lie beside or below it.

    Returns
    -------
    Theme

    Raises
    ------
    InputError
        The file or one that it names cannot be used, a key is unknown, or the colours lack
        contrast or order. Nothing is changed then.

    Examples
    --------
    >>> use_theme(None).colours.navy
    '#113f67'
    """
    chosen = read_theme(file)
    use(chosen)
    return chosen


def read_theme(file: Path | str | None) -> Theme:
    """Read and check a theme; see `use_theme`."""
    return HOUSE if file is None else _Reader(Path(file)).theme()


def theme_files(file: Path) -> list[Path]:
    """Return a theme's file and those that it names, as far as they exist."""
    try:
        content = _Reader(file).content
    except InputError:
        return [file]
    sections = [content.get(name) for name in ("typeface", "logo")]
    keys = ("regular", "semibold", "bold", "file")
    named = [each.get(key) for each in sections if isinstance(each, dict) for key in keys]
    paths = [file.parent / name for name in named if isinstance(name, str) and _is_below(name)]
    return [file, *(path for path in dict.fromkeys(paths) if path.is_file())]


class _Reader:
    """Reads one file, and collects its problems."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.problems: list[Problem] = []
        written = self._bytes(file, _MOST_TOML, "et tema (TOML)", ())
        if self.problems:
            raise InputError(self.problems)
        try:
            self.content = tomllib.loads(written.decode("utf-8-sig"))
        except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
            raise InputError(
                Problem(
                    f"temaet er ikke gyldig TOML ({error}).",
                    'Skriv det som docs/tema-eksempel/tema.toml: navn = "værdi".',
                    file.name,
                )
            ) from None

    def theme(self) -> Theme:
        """Return the theme; raise InputError with every problem found."""
        self._check_keys("", self.content)
        sections = {name: self._section(name) for name in ("colours", "typeface", "logo")}
        read = Theme(
            self._colours(sections["colours"]),
            self._typeface(sections["typeface"]),
            self._logo(sections["logo"]),
            self._text(self.content, "sender", ()),
        )
        if not self.problems:
            for fault in faults(read.colours):
                keys = ("colours", fault.key)
                self._refuse(keys, fault.found, fault.expected, fault.cure)
        if self.problems:
            raise InputError(self.problems)
        return read

    def _refuse(self, keys: tuple[str, ...], found: str, expected: str, cure: str) -> None:
        message = f"fandt {found}, forventede {expected}."
        self.problems.append(Problem(message, cure, self.file.name, keys=keys))

    def _section(self, name: str) -> Mapping[str, Any]:
        section = self.content.get(name, {})
        if not isinstance(section, dict):
            self._refuse((name,), _shown(section), f"et afsnit [{name}]", f"Skriv [{name}] på en "
                         "linje for sig selv, og nøglerne under den.")  # fmt: skip
            return {}
        self._check_keys(name, section)
        return section

    def _check_keys(self, section: str, content: Mapping[str, Any]) -> None:
        for key in content:
            if key not in KEYS[section]:
                near = get_close_matches(key, KEYS[section], n=1)
                cure = f"Mente du {near[0]}?" if near else "Slet den."
                keys = (section,) if section else ()
                expected = f"en af {', '.join(KEYS[section])}"
                self._refuse(keys, f"nøglen {_shown(key)}", expected, cure)

    def _text(self, content: Mapping[str, Any], key: str, keys: tuple[str, ...]) -> str:
        value = content.get(key, "")
        if not isinstance(value, str) or len(value) > _LONGEST or not value.isprintable():
            expected = f"en tekst på én linje og højst {_LONGEST} tegn"
            self._refuse((*keys, key), _shown(value), expected, "Skriv den i anførselstegn.")
            return ""
        return value.strip()

    def _colours(self, section: Mapping[str, Any]) -> Colours:
        given: dict[str, Any] = {}
        for key, value in section.items():
            if key in KEYS["colours"]:
                read = self._row(key, value) if key in _ROWS else self._colour(key, value)
                if read:
                    given[_FIELDS.get(key, key)] = read
        if band := given.pop("band", ""):
            given |= {"share_band": band, "gap_band": band}
        return _completed(given)

    def _colour(self, key: str, value: Any) -> str:
        if isinstance(value, str) and re.fullmatch("#[0-9a-fA-F]{6}", value):
            return value.lower()
        expected = 'en farve som "#113f67"'
        cure = "Skriv # og seks cifre fra 0 til f, to for rødt, grønt og blåt."
        self._refuse(("colours", key), _shown(value), expected, cure)
        return ""

    def _row(self, key: str, value: Any) -> tuple[str, ...]:
        number = _ROWS[key]
        if not isinstance(value, list) or len(value) != number:
            found = f"{len(value)} farver" if isinstance(value, list) else _shown(value)
            expected = f"{number} farver i en liste, den mørkeste først"
            self._refuse(("colours", key), found, expected, f"Skriv {number} farver.")
            return ()
        row = tuple(self._colour(key, each) for each in value)
        return row if all(row) else ()

    def _typeface(self, section: Mapping[str, Any]) -> Typeface | None:
        if not section:
            return None
        from analysis.display.figures import typefaces  # brings matplotlib

        if "family" in section:
            name = self._text(section, "family", ("typeface",))
            if name != "STIX" or len(section) > 1:
                cure = 'Slet family, og nævn skriftens fil: regular = "skrift.ttf".'
                self._refuse(("typeface", "family"), _shown(name), '"STIX" alene', cure)
            return typefaces.stix()
        files = {
            key: path
            for key in ("regular", "semibold", "bold")
            if key in section and (path := self._file(section[key], ("typeface", key), _MOST_FONT))
        }
        if "regular" not in section:
            cure = 'Nævn skriftens fil: regular = "skrift.ttf".'
            self._refuse(("typeface",), "ingen regular", "skriftens fil (TTF eller OTF)", cure)
        if "regular" not in files:
            return None

        def refuse(key: str, *said: str) -> None:
            self._refuse(("typeface", key), *said)

        return typefaces.read_typeface(files, refuse)

    def _logo(self, section: Mapping[str, Any]) -> Logo | None:
        if not section:
            return None
        alt = self._text(section, "text", ("logo",))
        if not alt:
            cure = 'Skriv, hvad der står i det: text = "Eksempelby Kommune".'
            self._refuse(("logo", "text"), "ingen tekst", "logoets ord til skærmlæsere", cure)
        path = self._file(section.get("file"), ("logo", "file"), _MOST_LOGO)
        if path is None:
            return None
        mime = _LOGOS.get(path.suffix.lower())
        if mime is None:
            cure = "Gem logoet som SVG eller PNG."
            self._refuse(("logo", "file"), path.name, "SVG, PNG eller JPEG", cure)
            return None
        return Logo(path.read_bytes(), mime, alt, path.name)

    def _file(self, name: Any, keys: tuple[str, ...], most: int) -> Path | None:
        """Return the path of a file that the theme names, if it can be used."""
        if not isinstance(name, str) or not _is_below(name):
            expected = "navnet på en fil i temaets mappe eller en mappe i den"
            cure = "Læg filen ved siden af temaet, og skriv dens navn."
            self._refuse(keys, _shown(name), expected, cure)
            return None
        path = self.file.parent / name
        before = len(self.problems)
        self._bytes(path, most, "en fil", keys)
        return path if len(self.problems) == before else None

    def _bytes(self, path: Path, most: int, what: str, keys: tuple[str, ...]) -> bytes:
        try:
            size = path.stat().st_size
            if size > most:
                found = f"{path.name} på {size // 1000} kB"
                cure = "Gem den mindre, fx en tegning som SVG, eller PNG med færre punkter."
                self._refuse(keys, found, f"højst {most // 1000} kB", cure)
                return b""
            return path.read_bytes()
        except OSError as error:
            found = f"{path.name}, som ikke kan læses ({error.strerror})"
            self._refuse(keys, found, what, "Ret navnet, eller læg filen dér.")
            return b""


def _completed(given: Mapping[str, Any]) -> Colours:
    """Return all colours: what a theme leaves out follows its primary colour and its accent."""
    colours = replace(HOUSE.colours, **given)
    derived: dict[str, Any] = {}
    if "navy" in given:
        derived["sequential"] = _answers(colours.navy)
        derived["share_band"] = derived["gap_band"] = mixed(colours.navy, 0.82)
    if "accent" in given:
        derived["accent_ink"] = _as_text(colours.accent, colours.panel)
    return replace(colours, **{key: value for key, value in derived.items() if key not in given})


def _answers(primary: str) -> tuple[str, ...]:
    """Return five colours of one hue, from the primary colour to a light one."""
    second, *others = _ANSWERS
    if luminance(primary) > second / 2:
        second = _LIGHTER_SECOND
    ramp = [mixed(primary, step / 200) for step in range(200)]
    return primary, *(
        next(each for each in ramp if luminance(each) >= light) for light in (second, *others)
    )


def _as_text(accent: str, panel: str) -> str:
    """Return an accent that is dark enough to be read."""
    steps = (mixed(accent, step / 50, "#000000") for step in range(50))
    return next(each for each in steps if contrast(each, panel) >= TEXT + 0.3)


def _is_below(name: str) -> bool:
    path = Path(name)
    return bool(name) and "\0" not in name and not path.is_absolute() and ".." not in path.parts


def _shown(value: Any) -> str:
    return f'"{shorten(str(value), 60)}"' if value is not None else "intet"
