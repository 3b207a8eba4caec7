"""Printed text as a terminal shows it: without colours, and with what has been overwritten gone."""

from __future__ import annotations

import re

#: What a terminal does not show: commands (ECMA-48's CSI, with colons and question marks too),
#: texts for itself (titles, links: OSC, DCS, APC, PM, SOS), and other escapes (charsets).
_COMMAND = re.compile(
    r"\x1b\[(?P<values>[0-?]*)[ -/]*(?P<letter>[@-~])?"
    r"|\x1b[\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\)"
    r"|\x1b[ -/]*[0-~]?"
)
_ERASE_LINE, _UP = "\ue000", "\ue001"
_MOVES = re.compile("[\b\r\ue000\ue001]")


def terminal_text(written: str) -> str:
    """Return printed text as it stands on a terminal when all is written.

    A carriage return begins the line anew, as in JupyterLab; backspaces go back, what comes then
    is written upon it; a line that is erased, or that the cursor goes up to, is written anew.

    Examples
    --------
    >>> terminal_text("50 %\\r100 %\\x1b[38:5:1m færdig\\x1b[0m; ab\\b\\bcd")
    '100 % færdig; cd'
    """
    plain = _COMMAND.sub(_kept, re.sub("[\ue000\ue001]", "", written)).replace("\r\n", "\n")
    if not _MOVES.search(plain):
        return plain
    lines: list[str] = []
    for line in plain.split("\n"):
        while lines and line.startswith(("\r" + _UP, _UP)):
            line = line.lstrip("\r").removeprefix(_UP)
            lines.pop()
        lines.append(_written_out(line.replace(_UP, "")) if _MOVES.search(line) else line)
    return "\n".join(lines)


def _kept(command: re.Match[str]) -> str:
    """Return what is to be done of a command: erase the line, go up, or nothing."""
    if command["letter"] == "K" and command["values"] in ("1", "2"):
        return _ERASE_LINE
    if command["letter"] == "A":
        lines = command["values"]
        return _UP * (min(int(lines), 1000) if re.fullmatch("[1-9][0-9]{0,3}", lines) else 1)
    return ""


def _written_out(line: str) -> str:
    """Return a line after its backspaces, returns and erasures."""
    line = line.rpartition(_ERASE_LINE)[2].rstrip("\r").rpartition("\r")[2]
    shown: list[str] = []
    at = 0
    for character in line:
        if character == "\b":
            at = max(at - 1, 0)
        else:
            shown[at : at + 1] = [character]
            at += 1
    return "".join(shown)
