"""Figures, tables, sentences and pages made of results frames; computes no number, writes no file.

Entrances: `text`, `figures`, `tables`, `pages`, of which each imports only those before it.
Imports `analysis.measures`, `analysis.survey` and `analysis.words`.
"""
