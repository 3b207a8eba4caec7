"""Clean the styling of an SVG figure: limited to the figure, and fetching nothing.

tinycss2 reads the CSS as browsers do, escapes and comments included; what browsers skip as
mistaken is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from analysis.survey.checks import InputError
from analysis.survey.extras import load

#: Properties with no say in what a still picture shows, or that the page decides (its font).
_NOT_DRAWN = ("font", "src", "cursor", "animation", "transition", "background", "behavior", "-")
#: Properties that go with the filters: typst would turn what they are set on into pixels.
FILTERS = ("filter", "-webkit-filter", "backdrop-filter")
#: What a value must hold to be looked at: an address, an escape, a function that typst lacks.
_LOOKED_AT = re.compile(r"url|image|src|cross-fade|var|light-dark|filter|element|--|\\", re.I)
_FETCHING = ("image", "image-set", "-webkit-image-set", "cross-fade", "src", "element", "paint")
_FONT_ADDRESS = re.compile("font", re.IGNORECASE)
_SCREEN = re.compile(r"|all|(only )?screen|(screen and )?\(prefers-color-scheme: ?light\)")
_ELSEWHERE = re.compile("print|speech|dark|hover|reduced|contrast|forced")


class _UnsafeValue(Exception):
    """A value that fetches something or cannot be worked out."""


def clean_value(name: str, value: str, prefix: str, where: str) -> str | None:
    """Return the value of a painting attribute; nothing when it is to be left out.

    Parameters
    ----------
    name, value : str
        ``fill`` and ``url(#a)``.
    prefix : str
        Set before each id that it refers to.
    where : str
        What an error message calls the figure.

    Raises
    ------
    InputError
        The value refers to something outside the figure, and without it the figure looks other.
    """
    if name in FILTERS:
        return None
    if not _LOOKED_AT.search(value):
        return value
    tokens = load("tinycss2", "reports").parse_component_value_list(value)
    try:
        return _written(tokens, prefix)
    except _UnsafeValue:
        if name.startswith(_NOT_DRAWN):
            return None
        raise InputError(
            f"{where}: figurens {name} er {value[:60].strip()!r}, som ikke kan følge med ud af "
            "notesbogen. Læg det ind i figuren, eller vis figuren som PNG."
        ) from None


def clean_declarations(css: str, prefix: str, where: str) -> str:
    """Return the declarations of a ``style`` attribute, as `clean_value` does each of them."""
    if not _LOOKED_AT.search(css):
        return css
    return "; ".join(_declarations(css, prefix, where))


def clean_rules(css: str, prefix: str, where: str) -> str:
    """Return the rules of a style element, limited to the figure with the id ``{prefix}svg``.

    The rules for the figure's outermost element are set on the group that stands for it.
    """
    return "\n".join(_rules(css, prefix, where))


def background(style: str) -> str:
    """Return the background colour in a ``style`` attribute, or nothing.

    Examples
    --------
    >>> background("background: #222; width: 9px")
    '#222'
    """
    colour = ""
    for one in _parsed(style):
        if one.type == "declaration" and one.lower_name in ("background", "background-color"):
            colour = load("tinycss2", "reports").serialize(one.value).strip()
    plain = re.fullmatch(r"#\w{3,8}|[a-zA-Z]+|(rgb|hsl)a?\([\d\s.,%/-]+\)", colour)
    return colour if plain and colour not in ("none", "transparent", "initial") else ""


@lru_cache(maxsize=1024)
def _parsed(css: str) -> list[Any]:
    parse = load("tinycss2", "reports").parse_blocks_contents
    return list(parse(css, skip_comments=True, skip_whitespace=True))


def _declarations(css: str, prefix: str, where: str) -> Iterator[str]:
    serialize = load("tinycss2", "reports").serialize
    for one in _parsed(css):
        if one.type in ("qualified-rule", "at-rule"):
            raise InputError(
                f"{where}: figurens stilregler står inden i hinanden, og det kan ikke trykkes. "
                "Skriv dem hver for sig, eller vis figuren som PNG."
            )
        if one.type != "declaration" or one.name.startswith("--"):
            continue  # a mistake, or a variable, which has no look of its own
        value = clean_value(one.lower_name, serialize(one.value), prefix, where)
        if value is not None:
            yield f"{one.name}:{value.rstrip()}{' !important' if one.important else ''}"


def _rules(css: str, prefix: str, where: str) -> Iterator[str]:
    tinycss2 = load("tinycss2", "reports")
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            declarations = "; ".join(_declarations(tinycss2.serialize(rule.content), prefix, where))
            if declarations:
                yield f"{', '.join(_selectors(rule.prelude, prefix))}{{{declarations}}}"
        elif rule.type == "at-rule":
            yield from _at_rule(rule, prefix, where)


def _at_rule(rule: Any, prefix: str, where: str) -> Iterator[str]:
    serialize = load("tinycss2", "reports").serialize
    name, prelude = rule.lower_at_keyword, serialize(rule.prelude).strip().lower()
    if name == "media" and _SCREEN.fullmatch(prelude):
        yield from _rules(serialize(rule.content or []), prefix, where)
    elif not (
        name in ("font-face", "charset", "namespace", "page")
        or name.endswith("keyframes")
        or (name == "import" and _FONT_ADDRESS.search(prelude))
        or (name == "media" and _ELSEWHERE.search(prelude))
    ):
        raise InputError(
            f"{where}: figurens stilregel @{name} {prelude[:60]} kan ikke følge med ud af "
            "notesbogen. Skriv reglerne uden @, eller vis figuren som PNG."
        )


def _selectors(prelude: list[Any], prefix: str) -> Iterator[str]:
    """Yield the selectors of a rule, each below the figure's own id."""
    parts: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        elif token.type != "comment":
            parts[-1].append(token)
    for part in parts:
        own = "".join(
            f"#{prefix}{token.value}" if token.type == "hash" else token.serialize()
            for token in part
        ).strip()
        if outermost := re.match(r"svg(?![\w-])|:root(?![\w-])", own):
            group = "g" if outermost[0] == "svg" else "*"
            yield f"#{prefix}svg>{group}{own[outermost.end() :]}"
        if not own.startswith(":root"):
            yield f"#{prefix}svg {own}"


def _written(tokens: Iterable[Any], prefix: str) -> str:
    """Return a value as CSS; ids are prefixed, and of two colours the one for light is taken."""
    return "".join(_written_token(token, prefix) for token in tokens)


def _written_token(token: Any, prefix: str) -> str:
    if token.type == "url":
        return _reference(token.value, prefix)
    if token.type in ("() block", "[] block", "{} block"):
        opening, closing = token.type[:2]
        return f"{opening}{_written(token.content, prefix)}{closing}"
    if token.type != "function":
        return str(token.serialize())
    name, arguments = token.lower_name, token.arguments
    if name == "url":
        texts = [one.value for one in arguments if one.type == "string"]
        return _reference(texts[0] if texts else "", prefix)
    if name in _FETCHING:
        raise _UnsafeValue
    commas = [at for at, one in enumerate(arguments) if one.type == "literal" and one.value == ","]
    if name == "light-dark" and commas:
        return _written(arguments[: commas[0]], prefix).strip()
    if name == "var":
        raise _UnsafeValue
    return f"{token.name}({_written(arguments, prefix)})"


def _reference(address: str, prefix: str) -> str:
    own = address.strip()
    if not re.fullmatch(r"#[^\s'\"()<>\\]+", own):
        raise _UnsafeValue
    return f"url(#{prefix}{own[1:]})"
