"""Read a theme from a TOML file, with every problem named: file, key, found, expected, cure."""

from __future__ import annotations

import math
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
from analysis.words import text

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


def use_theme(file: Path | str | None, *, lang: str = "da") -> Theme:
    """Draw and write everything from now on in a theme; None is the project's own.

    Parameters
    ----------
    file : path or None
        A TOML file; the files that it names lie beside or below it.
    lang : {"da", "en"}
        Of the messages.

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
    chosen = read_theme(file, lang=lang)
    use(chosen)
    return chosen


def read_theme(file: Path | str | None, *, lang: str = "da") -> Theme:
    """Read and check a theme; see `use_theme`."""
    return HOUSE if file is None else _Reader(Path(file), lang).theme()


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

    def __init__(self, file: Path, lang: str = "da") -> None:
        self.file, self.lang = file, lang
        self.problems: list[Problem] = []
        written = self._bytes(file, _MOST_TOML, ())
        if self.problems:
            raise InputError(self.problems)
        try:
            self.content = tomllib.loads(written.decode("utf-8-sig"))
        except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
            raise InputError(
                Problem(
                    text("theme.not_toml", lang, error=error),
                    text("theme.not_toml_cure", lang),
                    file.name,
                    lang=lang,
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
                self._refuse(("colours", fault.key), fault.name, **fault.fields)
        if self.problems:
            raise InputError(self.problems)
        return read

    def _refuse(
        self, keys: tuple[str, ...], message: str, found: str = "", /, **fields: object
    ) -> None:
        """Add a problem: what was found, unless its message says that, the expected, the cure."""
        words = {key: self._worded(value) for key, value in fields.items()}
        found = found or text(f"theme.{message}_found", self.lang, **words)
        expected = text(f"theme.{message}_expected", self.lang, **words)
        said = text("theme.found", self.lang, found=found, expected=expected)
        cure = "theme.key_near" if "near" in fields else f"theme.{message}_cure"
        cure = text(cure, self.lang, **words)
        self.problems.append(Problem(said, cure, self.file.name, keys=keys, lang=self.lang))

    def _worded(self, value: object) -> object:
        """Return a field of a message: a measure is cut and not rounded, 4,49 is not 4,5."""
        if isinstance(value, float):
            cut = f"{math.floor(value * 100) / 100:.2f}".rstrip("0").rstrip(".")
            return cut.replace(".", ",") if self.lang == "da" else cut
        if isinstance(value, str) and value.startswith("theme."):
            return text(value, self.lang)
        return value

    def _shown(self, value: Any) -> str:
        if value is None:
            return text("theme.nothing", self.lang)
        return f'"{shorten(str(value), 60)}"'

    def _section(self, name: str) -> Mapping[str, Any]:
        section = self.content.get(name, {})
        if not isinstance(section, dict):
            self._refuse((name,), "section", self._shown(section), name=name)
            return {}
        self._check_keys(name, section)
        return section

    def _check_keys(self, section: str, content: Mapping[str, Any]) -> None:
        for key in content:
            if key not in KEYS[section]:
                near = get_close_matches(key, KEYS[section], n=1)
                fields = {"near": near[0]} if near else {}
                fields |= {"name": self._shown(key), "known": ", ".join(KEYS[section])}
                self._refuse((section,) if section else (), "key", **fields)

    def _text(self, content: Mapping[str, Any], key: str, keys: tuple[str, ...]) -> str:
        value = content.get(key, "")
        if not isinstance(value, str) or len(value) > _LONGEST or not value.isprintable():
            self._refuse((*keys, key), "text", self._shown(value), most=_LONGEST)
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
        self._refuse(("colours", key), "colour", self._shown(value), example=HOUSE.colours.navy)
        return ""

    def _row(self, key: str, value: Any) -> tuple[str, ...]:
        number = _ROWS[key]
        if not isinstance(value, list) or len(value) != number:
            found = self._shown(value)
            if isinstance(value, list):
                said = "theme.one_colour" if len(value) == 1 else "theme.colours"
                found = text(said, self.lang, number=len(value))
            self._refuse(("colours", key), "row", found, number=number)
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
                self._refuse(("typeface", "family"), "family", self._shown(name))
            return typefaces.stix()
        files = {
            key: path
            for key in ("regular", "semibold", "bold")
            if key in section and (path := self._file(section[key], ("typeface", key), _MOST_FONT))
        }
        if "regular" not in section:
            self._refuse(("typeface",), "regular")
        if "regular" not in files:
            return None

        def refuse(key: str, *said: str, **fields: object) -> None:
            self._refuse(("typeface", key), *said, **fields)

        return typefaces.read_typeface(files, refuse)

    def _logo(self, section: Mapping[str, Any]) -> Logo | None:
        if not section:
            return None
        alt = self._text(section, "text", ("logo",))
        if not alt:
            self._refuse(("logo", "text"), "logo_text")
        path = self._file(section.get("file"), ("logo", "file"), _MOST_LOGO)
        if path is None:
            return None
        mime = _LOGOS.get(path.suffix.lower())
        if mime is None:
            self._refuse(("logo", "file"), "logo_kind", path.name)
            return None
        return Logo(path.read_bytes(), mime, alt, path.name)

    def _file(self, name: Any, keys: tuple[str, ...], most: int) -> Path | None:
        """Return the path of a file that the theme names, if it can be used."""
        if not isinstance(name, str) or not _is_below(name):
            self._refuse(keys, "place", self._shown(name))
            return None
        path = self.file.parent / name
        before = len(self.problems)
        self._bytes(path, most, keys)
        return path if len(self.problems) == before else None

    def _bytes(self, path: Path, most: int, keys: tuple[str, ...]) -> bytes:
        try:
            size = path.stat().st_size
            if size > most:
                kilobytes = {"size": size // 1000, "most": most // 1000}
                self._refuse(keys, "large", name=path.name, **kilobytes)
                return b""
            return path.read_bytes()
        except OSError as error:
            self._refuse(keys, "unread", name=path.name, error=error.strerror)
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
