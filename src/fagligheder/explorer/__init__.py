"""The explorer: choose a question and see its figure, table, sentence and Python code.

Entrances: `start.explore` in a notebook, `start.open_lab`, `start.serve_app`.
Imports `analysis`, `fagligheder.office` and `fagligheder.run`.
"""
