"""Check pictures, and bring them to what typst and every browser show alike."""

from __future__ import annotations

import base64
import binascii
import io
import json
import re
import warnings
from typing import Any

from analysis.survey.checks import InputError
from analysis.survey.extras import load
from fagligheder.documents.output_checks import NoPageError

#: Points of a picture; a page at 600 dpi has 35 million.
MOST_POINTS = 50_000_000
#: Pictures that can be shown, by what Pillow calls them.
FORMATS = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/bmp": "BMP",
}
#: Kinds of points that are shown as they are; others are converted to eight bits a colour.
_PLAIN_MODES = {"PNG": {"1", "L", "LA", "P", "RGB", "RGBA"}, "JPEG": {"L", "RGB"}}
_ORIENTATION = 0x0112
#: A page that holds a PDF alone; its bytes arrive as a list of numbers.
_PDF_PAGE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(json(bytes(sys.inputs.data))), format: "pdf")"""


def check_picture(data: str, mime: str, where: str) -> tuple[str, str]:
    """Return a picture as PNG or JPEG: its kind, and its content in base64.

    One that needs no change is returned unchanged.

    Parameters
    ----------
    data : str
        In base64.
    mime : str
        One of `FORMATS`.
    where : str
        What an error message calls the cell.

    Raises
    ------
    InputError
        It is no picture of its kind, is damaged, moves, or has too many points.
    """
    pil = load("PIL.Image", "reports")
    if mime not in FORMATS:
        raise NoPageError(
            f"{where}: et billede af slagsen {mime} kan ikke sættes på en side. Vis det som PNG."
        )
    try:
        content = base64.b64decode("".join(data.split()), validate=True)
        with (
            warnings.catch_warnings(action="ignore"),
            pil.open(io.BytesIO(content), formats=[FORMATS[mime]]) as picture,
        ):
            if picture.width * picture.height > MOST_POINTS:
                raise pil.DecompressionBombError
            if getattr(picture, "is_animated", False):
                raise NoPageError(f"{where}: billedet bevæger sig. Vis ét billede som PNG.")
            picture.load()
            turned = picture.getexif().get(_ORIENTATION, 1) != 1
            if not turned and picture.mode in _PLAIN_MODES.get(FORMATS[mime], ()):
                return mime, data
            return "image/png", _as_png(picture)
    except pil.DecompressionBombError:
        raise InputError(
            f"{where}: billedet har over {MOST_POINTS // 1_000_000} mio. punkter. Tegn det mindre."
        ) from None
    except NoPageError:
        raise
    except (binascii.Error, ValueError, OSError, SyntaxError):
        raise InputError(
            f"{where}: billedet er ikke et gyldigt {FORMATS[mime]}-billede. Tegn det igen."
        ) from None


def pdf_as_svg(data: str, where: str) -> str:
    """Return a figure that is a PDF of one page, in base64, as SVG.

    typst embeds no PDF under the standards of our documents, but draws it.

    Raises
    ------
    InputError
        It is no PDF, is damaged, or has several pages.
    """
    typst, pikepdf = load("typst", "reports"), load("pikepdf", "reports")
    try:
        content = base64.b64decode("".join(data.split()), validate=True)
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
        if pages == 1:
            page = typst.compile(
                _PDF_PAGE, sys_inputs={"data": json.dumps(list(content))}, format="svg"
            )
    except (binascii.Error, ValueError, pikepdf.PdfError, typst.TypstError):
        raise InputError(f"{where}: figuren er ikke en gyldig PDF. Tegn den igen.") from None
    if pages != 1:
        raise NoPageError(
            f"{where}: figuren er en PDF på {pages} sider, forventede én. Vis siderne hver for sig."
        )
    (drawing,) = re.findall(rb'href="data:image/svg\+xml;base64,([^"]+)"', page)
    return base64.b64decode(drawing).decode("utf-8")


def _as_png(picture: Any) -> str:
    """Return a picture upright, with eight bits a colour, as PNG in base64."""
    turn = load("PIL.ImageOps", "reports").exif_transpose
    dpi = {"dpi": picture.info["dpi"]} if "dpi" in picture.info else {}
    out = io.BytesIO()
    _eight_bits(turn(picture)).save(out, format="PNG", **dpi)
    return base64.b64encode(out.getvalue()).decode("ascii")


def _eight_bits(picture: Any) -> Any:
    if picture.mode.startswith(("I", "F")):  # 16 bits a point: Pillow would cut, not scale
        return picture.point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode == "CMYK" and (profile := picture.info.get("icc_profile")):
        colours = load("PIL.ImageCms", "reports")
        source = colours.ImageCmsProfile(io.BytesIO(profile))
        try:
            return colours.profileToProfile(
                picture, source, colours.createProfile("sRGB"), outputMode="RGB"
            )
        except colours.PyCMSError:
            pass
    transparent = picture.mode in ("PA", "La", "RGBa") or "transparency" in picture.info
    return picture.convert("RGBA" if transparent else "RGB")
