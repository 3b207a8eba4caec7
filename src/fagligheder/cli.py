"""The command ``fagligheder``: run it, and end in one line with one exit code, whatever happens."""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from fagligheder.arguments import asked_language, parser, speaking
from fagligheder.exit_codes import BAD_INPUT, DONE, HELD, INTERRUPTED, UNEXPECTED
from fagligheder.home import usable_home
from fagligheder.standard_streams import give_up_streams, open_missing_streams
from fagligheder.unexpected import save_traceback


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``fagligheder``; the process's own when left out.

    Returns
    -------
    int
        0 all done, 1 some reports failed and the others are there, 2 bad arguments or bad input, 3
        another run holds the output folder, 4 anything unexpected, 130 interrupted.
    """
    open_missing_streams()
    if arguments is None and not sys.warnoptions:
        warnings.simplefilter("ignore")  # they are for programmers; what users must know is said
    try:
        code = _run(arguments)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        give_up_streams()
        return DONE
    except OSError:
        give_up_streams()
        return BAD_INPUT


def _run(arguments: Sequence[str] | None) -> int:
    """Run the command, and say in one line what went wrong."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    given = sys.argv[1:] if arguments is None else arguments
    with speaking(asked_language(given)):
        chosen = parser().parse_args(arguments)
    from analysis.survey.checks import InputError
    from analysis.survey.control_characters import printable
    from analysis.survey.extras import require
    from fagligheder.dates import check_source_date
    from fagligheder.run.lock import FolderLocked

    theme, lang = getattr(chosen, "theme", None), getattr(chosen, "lang", "da")
    try:
        if chosen.extra:
            require(chosen.extra)
        check_source_date()
        _use_own_theme(chosen)
        theme = getattr(chosen, "theme", None)
        with usable_home(), _in_theme(theme, lang):
            return int(chosen.run(chosen))
    except InputError as error:
        print(printable(f"fagligheder: {error.in_language(lang)}"), file=sys.stderr)
        return BAD_INPUT
    except FolderLocked as locked:
        print(printable(f"fagligheder: {locked}"), file=sys.stderr)
        return HELD
    except BrokenPipeError:
        raise
    except OSError as error:
        from fagligheder.files import cannot_use

        print(printable(f"fagligheder: {cannot_use(error)}"), file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("fagligheder: afbrudt.", file=sys.stderr)
        return INTERRUPTED
    except Exception as error:
        private = bool(getattr(chosen, "private", False))
        saved = save_traceback(error, private=private)
        said = "" if private else f": {str(error)[:200]}"
        words = f"fagligheder: uventet fejl ({type(error).__name__}{said})."
        cure = f" Send filen {saved} til dem, der vedligeholder programmet." if saved else ""
        print(printable(words + cure), file=sys.stderr)
        return UNEXPECTED


def _use_own_theme(chosen: argparse.Namespace) -> None:
    """Choose the theme that the survey's folder names, where the command takes one and got none."""
    folder = getattr(chosen, "survey", None)
    if folder is not None and getattr(chosen, "theme", "") is None:
        from analysis.survey.folder import open_folder

        chosen.theme = open_folder(folder).theme


@contextmanager
def _in_theme(file: Path | None, lang: str) -> Iterator[None]:
    """Use a theme inside, when one is given; its files are checked at once."""
    if file is None:
        yield
        return
    from analysis.display.figures.theme import themed
    from analysis.display.figures.theme_file import read_theme
    from fagligheder.documents.logo import logo_picture

    with themed(read_theme(file, lang=lang)):
        logo_picture()
        yield


if __name__ == "__main__":
    sys.exit(main())
