"""Printed text as a terminal shows it: without colours, and with what has been overwritten gone."""

from __future__ import annotations

import re
from itertools import pairwise
from unicodedata import category

#: Commands that move the cursor, erase or insert: ECMA-48's control sequences with these letters.
_MOVE = r"\[([0-9;]*)([@A-HJKPXf])"
#: Other commands, with colons and question marks too; texts for the terminal itself (titles,
#: links: OSC, DCS, APC, PM, SOS); other escapes (charsets); and what is left of an unfinished one.
_SHOWS_NOTHING = re.compile(
    rf"\x1b(?!{_MOVE})(?:"
    r"\[[0-?]*[ -/]*[@-~]?"
    r"|[\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\)"
    r"|[ -/]*[0-~]?)"
)
_STEP = re.compile(rf"\x1b{_MOVE}|[\r\n\t\b]|[^\x1b\r\n\t\b]+")
#: Characters that stand upon the one before them: accents, joiners, and controls without effect.
_JOINING = frozenset({"Mn", "Me", "Cf", "Cc"})
#: Blank places that a cursor may leave behind it, in all; then it leaves one a time.
MOST_BLANKS = 100_000


def terminal_text(written: str) -> str:
    """Return printed text as it stands on a terminal when all is written.

    Lines are as long as they are written. What the cursor goes back over stays until something is
    written upon it; a line or screen that is erased whole is written anew from its beginning.

    Examples
    --------
    >>> terminal_text("50 %\\r100 %\\x1b[38:5:1m færdig\\x1b[0m; ab\\b\\bcd")
    '100 % færdig; cd'
    """
    text = _SHOWS_NOTHING.sub("", written).replace("\r\n", "\n")
    if not any(sign in text for sign in "\x1b\r\b"):
        return text
    screen = _Screen()
    for step in _STEP.finditer(text):
        if letter := step[2]:
            screen.command(letter, step[1].split(";"))
        elif step[0] in "\r\n\t\b":
            screen.control(step[0])
        else:
            screen.write(step[0])
    return screen.text()


class _Screen:
    """Lines of places, each with a character, and a cursor that may stand beyond them."""

    def __init__(self) -> None:
        self.lines: list[list[str]] = [[]]
        self.row = self.column = 0
        self.blanks = MOST_BLANKS

    def text(self) -> str:
        """Return what is shown; empty lines below the cursor have never been written."""
        while len(self.lines) > self.row + 1 and not self.lines[-1]:
            self.lines.pop()
        return "\n".join(map("".join, self.lines))

    def write(self, run: str) -> None:
        """Write characters at the cursor, upon what stands there."""
        line = self._line()
        places = list(run)
        if not _JOINING.isdisjoint(map(category, set(run))):
            starts = [at for at, sign in enumerate(run) if category(sign) not in _JOINING]
            if joined := run[: starts[0]] if starts else run:
                if 0 < self.column <= len(line):
                    line[self.column - 1] += joined
                else:
                    starts.insert(0, 0)
            places = [run[at:end] for at, end in pairwise([*starts, len(run)])]
        if self.column > len(line):
            line += [" "] * self._few(self.column - len(line))
            self.column = len(line)
        line[self.column : self.column + len(places)] = places
        self.column += len(places)

    def control(self, sign: str) -> None:
        """Do what a control character says."""
        if sign == "\b":
            self.column = max(self.column - 1, 0)
        elif sign == "\t":
            self.column += 8 - self.column % 8
        else:
            self.column = 0
        if sign == "\n":
            self._line()
            self.row += 1
            self._line()

    def command(self, letter: str, values: list[str]) -> None:
        """Do what a control sequence says; a number that is left out is 1, or 0 to erase."""
        first, second, *_ = [int(value[:9] or 0) for value in [*values, ""]]
        count = max(first, 1)
        if letter in "JK":
            self._erase(letter == "J", first)
        elif letter in "ABEF":
            self.row = max(self.row + (count if letter in "BE" else -count), 0)
        elif letter in "CD":
            self.column = max(self.column + (count if letter == "C" else -count), 0)
        elif letter == "G":
            self.column = count - 1
        elif letter in "Hf":
            self.row, self.column = count - 1, max(second, 1) - 1
        else:
            line, at = self._line(), self.column
            if letter == "P":
                del line[at : at + count]
            elif letter == "X":
                line[at : at + count] = [" "] * len(line[at : at + count])
            elif at < len(line):
                line[at:at] = [" "] * self._few(count)
        if letter in "EF":
            self.column = 0

    def _erase(self, screen: bool, part: int) -> None:
        """Erase a line or the screen: what is after the cursor (0), before it (1), or all."""
        line, before = self._line(), self.column + 1
        if part == 0:
            del line[self.column :]
        elif part == 1:
            line[:before] = [" "] * len(line[:before])
        else:
            line.clear()
            self.column = 0
        if screen and part != 1:
            del self.lines[self.row + 1 :]
        if screen and part != 0:
            self.lines[: self.row] = [[] for _ in range(self.row)]
        if screen and part > 1:
            self.lines, self.row = [[]], 0

    def _line(self) -> list[str]:
        """Return the cursor's line; lines down to it are made."""
        missing = self.row + 1 - len(self.lines)
        if missing > 0:
            self.lines += [[] for _ in range(self._few(missing - 1) + 1)]
            self.row = len(self.lines) - 1
        return self.lines[self.row]

    def _few(self, wanted: int) -> int:
        """Return how many of the wanted blanks are left: at least one."""
        given = min(wanted, max(self.blanks, 1))
        self.blanks -= given
        return given
