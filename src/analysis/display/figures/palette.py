"""The house's colours."""

from __future__ import annotations

INK = "#1b2430"
NAVY = "#113f67"
MUTED = "#5b6672"
RULE = "#d9dee4"
PANEL = "#f3f6f9"
ACCENT = "#2a9d8f"

#: Answers from most to least; the order survives in grey and for colour-blind readers.
SEQUENTIAL = ("#113f67", "#3b73a8", "#7aaad2", "#b5d2e8", "#e3edf5")
NEUTRAL = "#d3d8de"
#: The lower side of a diverging figure, the lowest answer first.
LOWER = ("#8a4510", "#d98f45", "#f2d3b3")
