"""How the guides become a site: ``make docs``. It asks no network for anything, then or later."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from pygments.lexers import TextLexer
from sphinx.application import Sphinx

import analysis

# The sources are the whole checkout, so that a link between its files leads to the same place on
# the site as it does elsewhere.
ROOT = Path(__file__).resolve().parents[1]
project = html_title = "Fagligheder"
release = analysis.__version__
language = "da"
root_doc = "docs/index"
include_patterns = ["docs/*.md", "README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
exclude_patterns = [".*", "build", "reports", "src", "data", "notebooks", "tests"]

#: The menu, with a short name for each page. A page that is not there is passed over, and one that
#: is not named here comes last.
MENU = {
    "Til KL og kommuner": {
        "docs/kl-guide": "Figurer og rapporter på Windows",
        "docs/egne-svar": "Kommunens egne svar i rapporten",
        "docs/kompetencer": "Jobcentrets kompetencer",
        "docs/jobcenter-paa-en-time": "Et jobcenter på en time",
        "docs/svar": "En fil med chefernes svar",
        "docs/en-anden-undersoegelse": "En anden undersøgelse på en time",
        "docs/naeste-runde": "Den næste runde",
        "docs/generalproeve": "Generalprøve på en ny runde",
        "docs/notesboeger": "Jeres egne notesbøger",
        "docs/privacy": "Hvad der loves om svarene",
        "docs/foerste-side": "Første side, før og efter",
        "docs/gallery": "Figurerne",
    },
    "Til forskere": {
        "docs/tutorial": "Tutorial (engelsk)",
        "docs/api": "Alle funktioner (engelsk)",
    },
    "Om tallene": {
        "docs/method": "Metoden (engelsk)",
        "docs/terms": "Ord og nøgler",
    },
    "Drift": {
        "docs/performance": "Hastighed (engelsk)",
        "docs/scaling": "Store kørsler (engelsk)",
        "docs/accessibility": "Tilgængelighed",
    },
    "Om projektet": {
        "README": "Kort fortalt (engelsk)",
        "CONTRIBUTING": "Bidrag (engelsk)",
        "CHANGELOG": "Ændringer (engelsk)",
    },
}
#: What the reference calls the functions of each layer of the library.
LAYERS = {
    "survey": "Read",
    "catalogue": "The catalogue of training",
    "measures": "Compute",
    "competence": "A job centre's own competences",
    "display": "Show",
}

extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 4
default_role = "py:obj"
smartquotes = False
autodoc_typehints = "none"
numpydoc_show_class_members = False

html_theme = "furo"
html_math_renderer = "mathml"
# The letters are those of the figures.
html_static_path = ["_static", "../src/analysis/display/figures/typeface"]
html_theme_options = {
    "light_css_variables": {
        "font-stack": '"Fagligheder", "Segoe UI", Helvetica, Arial, sans-serif',
        "color-brand-primary": "#123c66",
        "color-brand-content": "#1f5f9e",
    },
    "dark_css_variables": {
        "color-brand-primary": "#9cc3e8",
        "color-brand-content": "#9cc3e8",
    },
}
html_extra_path = ["_extra"]
html_css_files = ["site.css"]
html_js_files = ["danish.js"]
html_copy_source = False
html_show_copyright = False
html_use_index = False
# A summary of each hit would be fetched, and a browser fetches nothing for a page on a disk.
html_show_search_summary = False

#: What the theme says in English whatever the language is.
DANISH = {
    'aria-label="Toggle site navigation sidebar"': 'aria-label="Vis eller skjul menuen"',
    'aria-label="Toggle table of contents sidebar"': 'aria-label="Vis eller skjul indholdet"',
    'aria-label="Toggle Light / Dark / Auto color theme"': 'aria-label="Lyst eller mørkt"',
    'href="#furo-main-content">Skip to content<': 'href="#furo-main-content">Gå til indholdet<',
    "<span>Back to top</span>": "<span>Til toppen</span>",
    "<span>Next</span>": "<span>Næste</span>",
    "<span>Previous</span>": "<span>Forrige</span>",
    '<div class="title">Home</div>': '<div class="title">Forsiden</div>',
    "On this page": "På denne side",
    "Made with ": "Lavet med ",
    ">Sphinx</a> and ": ">Sphinx</a> og ",
}


def write_contents(app: Sphinx, page: str, source: list[str]) -> None:
    """Add the menu to the first page, and the functions to the reference."""
    if page == root_doc:
        named = {each for pages in MENU.values() for each in pages}
        found = {path.stem for path in (ROOT / "docs").glob("*.md")} - {"index"}
        more = {f"docs/{name}": "" for name in sorted(found) if f"docs/{name}" not in named}
        source[0] += "".join(toctree(*each) for each in [*MENU.items(), ("Mere", more)])
    if page == "docs/api":
        source[0] = source[0].replace("<!-- functions -->", "\n".join(map(functions, LAYERS)))


def toctree(caption: str, pages: dict[str, str]) -> str:
    """One part of the menu, of the pages that there are."""
    lines = [
        f"{title} </{page}>" if title else f"/{page}"
        for page, title in pages.items()
        if (ROOT / f"{page}.md").is_file()
    ]
    if not lines:
        return ""
    listed = "\n".join(lines)
    return f"\n```{{toctree}}\n:caption: {caption}\n:hidden:\n\n{listed}\n```\n"


def functions(layer: str) -> str:
    """The public functions of one layer of the library."""
    found = {name: getattr(analysis, name) for name in analysis.__all__}
    kinds = [
        f".. auto{'class' if isinstance(each, type) else 'function'}:: {name}"
        for name, each in found.items()
        if each.__module__.split(".")[1] == layer
    ]
    listed = "\n".join(kinds)
    return f"## {LAYERS[layer]}\n\n```{{eval-rst}}\n.. currentmodule:: analysis\n\n{listed}\n```\n"


def name_the_language(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Say which pages are in English, for those who listen to them."""
    words = Counter(re.findall(r"\w+", context.get("body", "")))
    if words["the"] > words["og"]:
        context["body"] = f'<div lang="en">{context["body"]}</div>'


def write_danish(app: Sphinx, error: Exception | None) -> None:
    """Put the theme's words in Danish."""
    for path in Path(app.outdir).rglob("*.html") if error is None else ():
        text = path.read_text(encoding="utf-8")
        for english, danish in DANISH.items():
            text = text.replace(english, danish)
        path.write_text(text, encoding="utf-8", newline="\n")


def inline_math(translator: Any, node: nodes.math) -> None:
    translator.body.append(convert(node.astext()))
    raise nodes.SkipNode


def block_math(translator: Any, node: nodes.math_block) -> None:
    translator.body.append(convert(node.astext(), display="block"))
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    app.add_lexer("csv", TextLexer)
    app.add_html_math_renderer("mathml", (inline_math, None), (block_math, None))
    app.connect("source-read", write_contents)
    app.connect("html-page-context", name_the_language)
    app.connect("build-finished", write_danish)
