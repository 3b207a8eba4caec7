"""Colours, fonts and the house figure: what every picture and page shares."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

INK = "#1b2430"
NAVY = "#113f67"
MUTED = "#5b6672"
RULE = "#d9dee4"
PANEL = "#f3f6f9"
ACCENT = "#2a9d8f"

FONT = "Source Sans Pro"
FONT_FALLBACK = ("Source Sans 3", "Segoe UI", "Helvetica", "Arial", "DejaVu Sans", "sans-serif")

#: Answers from most to least; the order survives in grey and for colour-blind readers.
SEQUENTIAL = ("#113f67", "#3f78ad", "#7fb0d6", "#bcd8ec", "#e6f0f8")
NEUTRAL = "#d7dbe0"
#: The lower half of a diverging figure, nearest the centre first.
DIVERGING_LOW = ("#f0c9a0", "#c9782b", "#8a4510")
