"""The application: runs the notebooks, writes documents and office files, serves the explorer.

Entrances: `cli.main`, `explore`, `run.batch`.
Imports `analysis`; `analysis` never imports it.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach(__name__, submod_attrs={"explorer.start": ["explore"]})
