"""What the command's exit codes mean; docs/kl-guide.md says what to do about each."""

from __future__ import annotations

DONE, SOME_FAILED, BAD_INPUT, HELD, UNEXPECTED, INTERRUPTED = 0, 1, 2, 3, 4, 130
