"""The guide to the next wave: its commands exist, and the numbers that it tells are so."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from analysis.display.text.sample_size import finding, finding_2017
from analysis.measures.sample_size import MOST_UNITS, plan_sample
from fagligheder import arguments

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "naeste-runde.md").read_text("utf-8")
LINES = re.findall(r"^fagligheder .*$", GUIDE, flags=re.MULTILINE)


@pytest.mark.parametrize("line", LINES)
def test_the_command_takes_these_words(line):
    words = shlex.split(line, comments=True)
    assert arguments.parser().parse_args(words[1:]).command == words[1]


def test_the_numbers_are_those_of_the_plan():
    plan = plan_sample(5)
    assert finding(plan, 5, "da").replace("81 af 98", "81 af de 98 kommuner") in GUIDE
    assert "± 10,2" in finding_2017(plan, "da")
    assert "De 49, der svarede i 2017, gav ± 10,2." in GUIDE
    assert f"højst regnes med {MOST_UNITS}" in GUIDE
    assert len(LINES) >= 10
