"""Print how many pages each PDF has, and how much of each page stands empty.

Run ``python tools/page_space.py FILE…`` or ``… FOLDER``. Empty is what lies between the last thing
on a page and the foot of its text, as a part of the height of the text. The exit code is 1 when a
PDF has more pages than it may, or a page more than `MOST_EMPTY` empty.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from document_files import DONE, FAILED, MISSING, CannotRun, found

#: What a kommune's report keeps to, and how many pages the national report has.
MOST_PAGES, MOST_EMPTY, NATIONAL_PAGES = 4, 0.25, 10
#: The margins of our pages in points, as ``report.typ`` has them: 22 and 24 mm.
TOP, BOTTOM = (millimetres * 72 / 25.4 for millimetres in (22, 24))
#: Operators that end a path with a mark on the page, and those that show text.
_PAINT = {"f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh"}
_SHOW = {"Tj", "TJ", "'", '"'}


@dataclass(frozen=True)
class Space:
    """One PDF with the empty part of each of its pages."""

    path: Path
    empty: tuple[float, ...]

    @property
    def kept(self) -> bool:
        """Whether it has few enough pages, and each is full enough."""
        pages = NATIONAL_PAGES if self.path.name.startswith("landsrapport") else MOST_PAGES
        return len(self.empty) <= pages and max(self.empty, default=0) <= MOST_EMPTY


def space_of(path: Path) -> Space:
    """Return how much of each page of a PDF stands empty."""
    try:
        with pikepdf.open(path) as pdf:
            return Space(path, tuple(map(empty_part, pdf.pages)))
    except (pikepdf.PdfError, OSError) as error:
        raise CannotRun(f"{path} kan ikke læses som PDF ({error}). Lav den igen.") from None


def empty_part(page: pikepdf.Page) -> float:
    """Return the part of a page's text, 0–1, that nothing stands below."""
    box = [float(end) for end in page.mediabox]
    room = box[3] - box[1] - TOP - BOTTOM
    lowest = min(lowest_marks(page.obj, pikepdf.Matrix()), default=box[3] - TOP)
    return min(max((lowest - box[1] - BOTTOM) / room, 0.0), 1.0)


def lowest_marks(holder: pikepdf.Object, matrix: pikepdf.Matrix) -> Iterator[float]:
    """Yield how low each mark of a page or form reaches; artifacts, such as the foot, are none."""
    resources = holder.get("/Resources", pikepdf.Dictionary())
    stack, tags, path = [matrix], list[bool](), list[float]()
    line = pikepdf.Matrix()
    for operands, operator in pikepdf.parse_content_stream(holder):
        name = str(operator)
        if name == "q":
            stack.append(stack[-1])
        elif name == "Q":
            stack.pop()
        elif name == "cm":
            stack[-1] = pikepdf.Matrix(*operands) @ stack[-1]
        elif name in ("BDC", "BMC"):
            tags.append(str(operands[0]) == "/Artifact")
        elif name == "EMC":
            tags.pop()
        elif name == "BT":
            line = pikepdf.Matrix()
        elif name == "Tm":
            line = pikepdf.Matrix(*operands)
        elif name in ("Td", "TD"):
            line = pikepdf.Matrix().translated(*map(float, operands)) @ line
        elif name in ("m", "l", "c", "v", "y", "re"):
            path += _heights(name, [float(number) for number in operands], stack[-1])
        elif name == "n":
            path.clear()
        if any(tags):
            path.clear() if name in _PAINT else None
        elif name in _PAINT and path:
            yield min(path)
            path.clear()
        elif name in _SHOW:
            yield _height(stack[-1], *_height_of_line(line))
        elif name == "Do":
            form = resources.XObject[str(operands[0])]
            if form.get("/Subtype") == "/Form":
                own = pikepdf.Matrix(form.get("/Matrix", pikepdf.Array([1, 0, 0, 1, 0, 0])))
                yield from lowest_marks(form, own @ stack[-1])
            else:
                yield min(_height(stack[-1], 0, 0), _height(stack[-1], 0, 1))


def _height_of_line(line: pikepdf.Matrix) -> tuple[float, float]:
    return line.e, line.f


def _height(matrix: pikepdf.Matrix, x: float, y: float) -> float:
    return float(matrix.transform((x, y))[1])


def _heights(name: str, numbers: list[float], matrix: pikepdf.Matrix) -> list[float]:
    """Return the heights of a path operator's points on the page."""
    if name == "re":
        x, y, width, height = numbers
        numbers = [x, y, x + width, y + height]
    points = zip(numbers[::2], numbers[1::2], strict=True)
    return [_height(matrix, *point) for point in points]


def report(spaces: list[Space]) -> list[str]:
    """Return a line per PDF, and one for them all."""
    lines = []
    for space in spaces:
        parts = ", ".join(f"{100 * part:.0f}" for part in space.empty)
        lines.append(
            f"{space.path}: {len(space.empty)} sider; tomt i pct.: {parts}"
            + ("" if space.kept else " – for meget")
        )
    kept = sum(space.kept for space in spaces)
    pages = f"højst {MOST_PAGES} sider (landsrapporten {NATIONAL_PAGES})"
    limits = f"{pages}, og ingen mere end {100 * MOST_EMPTY:.0f} pct. tom"
    return [*lines, f"{kept} af {len(spaces)} PDF'er har {limits}."]


def main(arguments: list[str] | None = None) -> int:
    """Run the tool; return its exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path, metavar="FIL", help="PDF'er eller mapper")
    try:
        paths = found(parser.parse_args(arguments).paths, ".pdf")
        spaces = [space_of(path) for path in paths]
    except CannotRun as missing:
        print(f"page_space: {missing}", file=sys.stderr)
        return MISSING
    print("\n".join(report(spaces)))
    return DONE if all(space.kept for space in spaces) else FAILED


if __name__ == "__main__":
    sys.exit(main())
