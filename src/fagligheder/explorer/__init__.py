"""The explorer: choose a question and see its figure, table, sentence and Python lines.

Entrances: `view.explore`, `start`.
Imports `analysis`, `fagligheder.office` and `fagligheder.run`.
"""
