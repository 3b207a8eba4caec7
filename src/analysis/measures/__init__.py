"""The numbers: counts, shares, intervals, bounds, tests, gaps and disclosure, as results frames.

Entrances: `shares`, `crosstab`, `workforce`, `bounds`, `disclosure`.
Imports `analysis.survey`; draws nothing, words nothing, reads no file.
"""
