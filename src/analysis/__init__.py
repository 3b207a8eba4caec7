"""Fagligheder: the survey of Danish job centres' professional profiles, with honest ranges.

First lines in a notebook::

    import analysis as fag
    survey = fag.read_published()
    likert = fag.likert_table(survey, "importance")
    fag.draw_likert(likert)
    fag.format_likert(likert)
"""

import lazy_loader as _lazy

__version__ = "0.1.0"

# The public names and their modules stand in __init__.pyi; each is imported when first asked for.
__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
