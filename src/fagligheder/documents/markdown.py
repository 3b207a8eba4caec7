"""Convert markdown to blocks, by way of the HTML that JupyterLab shows for it.

mistune writes the HTML, and `fagligheder.documents.html_blocks` reads it, as it reads the HTML of
outputs. So tags within markdown and markdown within tags mean what they mean in a browser.
Formulas are held back from both, and put into the blocks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

import mistune
from mistune.util import escape_url

from fagligheder.documents.formulas import hold_formulas, put_back
from fagligheder.documents.html_blocks import html_blocks
from fagligheder.documents.origin import MARKDOWN
from fagligheder.documents.output_checks import check_length
from fagligheder.documents.pieces import TITLE_PARTS, Node

#: What GitHub's markdown makes a link of by itself, and one tilde on each side of struck text.
_ADDRESS = r"(?<![\w/@.])(?:https?://|www\.)[^\s<]+|(?<![\w/@.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
_STRUCK = r"(?<![\w~\\])~(?![\s~])(?:\\~|[^~\n])*[^~\s\\]~(?![\w~])"
#: Pictures that stand in a text itself do not count to its length.
_PICTURE_DATA = re.compile(r"(?<=;base64,)[A-Za-z0-9+/=]+")


def parse_markdown(
    source: str,
    where: str = "markdown",
    attachments: Mapping[str, Any] | None = None,
    prefix: str = "",
) -> list[Node]:
    """Return the blocks of a markdown text.

    Parameters
    ----------
    source : str
        GitHub's markdown, with HTML in it.
    where : str
        What an error message calls the text.
    attachments : dict, optional
        Pictures that the text can show: file name → kind → content, as cells hold them.
    prefix : str
        Set before the ids of drawings, which must be unique in the document.

    Raises
    ------
    InputError
        The text shows what only a browser can show, or a picture that it does not hold or that
        has no alternative text.

    Examples
    --------
    >>> parse_markdown("## Hvad *nu*?")[0]["level"]
    2
    """
    held, formulas = hold_formulas(source)
    blocks = html_blocks(markdown_html(held), where, MARKDOWN, prefix, attachments)
    return put_back(blocks, formulas)


def markdown_blocks(
    source: str,
    where: str,
    title: Mapping[str, Any],
    attachments: Mapping[str, Any] | None = None,
    prefix: str = "",
) -> list[Node]:
    """Return the blocks of a markdown text; a paragraph under a first-level heading is its lead.

    ``title`` has the other parts of a title, the `TITLE_PARTS`, where there are any.
    """
    check_length(_PICTURE_DATA.sub("", source), where)
    blocks = parse_markdown(source, where, attachments, prefix)
    if blocks and blocks[0]["kind"] == "heading" and blocks[0]["level"] == 1:
        has_lead = len(blocks) > 1 and blocks[1]["kind"] == "paragraph"
        lead = blocks.pop(1)["children"] if has_lead else []
        blocks[0] |= {"lead": lead} | {part: str(title.get(part, "")) for part in TITLE_PARTS}
    return blocks


def markdown_html(source: str) -> str:
    """Return the HTML of a markdown text; it is not cleaned.

    Examples
    --------
    >>> markdown_html("~~nej~~ <b>ja</b>")
    '<p><del>nej</del> <b>ja</b></p>\\n'
    """
    return str(_parser()(source))


@lru_cache(maxsize=1)
def _parser() -> mistune.Markdown:
    # The addresses are judged where the HTML is read.
    renderer = mistune.HTMLRenderer(escape=False, allow_harmful_protocols=True)
    plugins = ["table", "strikethrough", "task_lists", _github]
    parser = mistune.create_markdown(renderer=renderer, plugins=cast(Any, plugins))
    renderer.register("task_list_item", _task)
    return parser


def _github(parser: mistune.Markdown) -> None:
    """Make links of bare addresses, and strike what stands within single tildes."""

    def link(inline: Any, found: re.Match[str], state: Any) -> int:
        within, closing, _ = found[0].partition("]")
        text = _without_stop(within if closing and state.brackets else found[0])
        if state.in_link:
            inline.process_text(text, state)
        else:
            begins = "" if "://" in text else "mailto:" if "@" in text else "http://"
            state.append_token(
                {
                    "type": "link",
                    "children": [{"type": "text", "raw": text}],
                    "attrs": {"url": escape_url(begins + text)},
                    "_autolink": text,  # taken apart again within a link
                }
            )
        return found.start() + len(text)

    def strike(inline: Any, found: re.Match[str], state: Any) -> int:
        within = state.copy()
        within.src = found[0][1:-1]
        state.append_token({"type": "strikethrough", "children": inline.render(within)})
        return found.end()

    parser.inline.register("address", _ADDRESS, link)
    parser.inline.register("struck", _STRUCK, strike, before="strikethrough")


def _without_stop(address: str) -> str:
    """Return an address without the stop, or the bracket, of the sentence around it."""
    excess = address.count(")") - address.count("(")
    end = len(address)
    while end and (address[end - 1] in "?!.,:;*_~'\"" or (address[end - 1] == ")" and excess > 0)):
        excess -= address[end - 1] == ")"
        end -= 1
    return address[:end]


def _task(renderer: Any, text: str, checked: bool = False) -> str:
    """Return an item of a list of tasks, its box as a character."""
    box = "☑ " if checked else "☐ "
    paragraph = "<p>" if text.startswith("<p>") else ""
    return f"<li>{paragraph}{box}{text.removeprefix(paragraph)}</li>\n"
