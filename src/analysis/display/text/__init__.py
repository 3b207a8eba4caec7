"""Captions, sentences and written numbers.

Entrances: `captions`, `sentences`, `numbers`.
Imports `analysis.measures`, `analysis.survey` and `analysis.words`.
"""
