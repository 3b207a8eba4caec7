"""The former place of the command, for old lines of cron: now `fagligheder.cli`.

The library imports nothing of the application; this hands over by name, and only when it is run.
"""

from __future__ import annotations

import runpy

if __name__ == "__main__":
    runpy.run_module("fagligheder.cli", run_name="__main__", alter_sys=True)
