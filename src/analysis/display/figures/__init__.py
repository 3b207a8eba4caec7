"""Figures drawn from results frames, each with its alternative text.

Entrances: `likert`, `crosstab`, `workforce`, `summary`.
Imports `display.text`.
"""
