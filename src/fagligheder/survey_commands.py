"""The commands on a survey's folder: draft a new one, and check one."""

from __future__ import annotations

import argparse

from fagligheder.exit_codes import DONE


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
