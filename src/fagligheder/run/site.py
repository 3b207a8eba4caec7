"""What the pages over a folder share: their templates' environment, typeface and colours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any

from analysis.display.figures import palette
from analysis.display.figures.fonts import WEIGHTS, font_faces, in_typeface

#: Part of every page of ours, so that no other page is overwritten.
OURS = '<meta name="generator" content="fagligheder">'


def render_page(
    folder: str,
    template: str,
    filters: Mapping[str, Callable[..., Any]] | None = None,
    **values: Any,
) -> str:
    """Return a page that works without a server, from a template in a folder beside this module.

    Parameters
    ----------
    folder, template : str
    filters : mapping, optional
        The template's own.
    **values
        What stands on the page, besides what every page has.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    places = (("fagligheder.run", folder), ("fagligheder.documents", "templates"))
    environment = Environment(
        loader=FileSystemLoader([str(files(package) / name) for package, name in places]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"in_typeface": in_typeface, **(filters or {})}
    return environment.get_template(template).render(
        generator=OURS,
        font_faces=font_faces(*WEIGHTS),
        colours=palette.page_colours(),
        **values,
    )
