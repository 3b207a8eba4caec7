"""The commands on a survey's folder: draft a new one, check one, and write its codebook."""

from __future__ import annotations

import argparse
import sys

from fagligheder.exit_codes import DONE, SOME_FAILED


def new(chosen: argparse.Namespace) -> int:
    """Draft a folder, and say what was guessed and what is left."""
    from fagligheder.run.new_survey import new_survey

    print("\n".join(new_survey(chosen.folder, chosen.answers, chosen.sheet)))
    return DONE


def check(chosen: argparse.Namespace) -> int:
    """Check a folder with all its files."""
    from fagligheder.run.checking import check_survey

    print("\n".join(check_survey(chosen.folder)))
    return DONE


def codebook(chosen: argparse.Namespace) -> int:
    """Write a survey's codebook, and say where it is."""
    import matplotlib

    matplotlib.use("Agg")
    from analysis.survey.control_characters import printable
    from fagligheder.run.batch import summary
    from fagligheder.run.codebook import make_codebook

    outcomes, book = make_codebook(
        chosen.out,
        folder=chosen.survey,
        answers=chosen.answers,
        sheet=chosen.sheet,
        theme=chosen.theme,
        lang=chosen.lang,
        again=chosen.release_again,
    )
    failed = any(outcome.error for outcome in outcomes)
    said = printable(f"{summary(outcomes, chosen.out)}\n{book}.")
    print(said, file=sys.stderr if failed else sys.stdout)
    return SOME_FAILED if failed else DONE
