"""Figures, tables, sentences and pages made of results frames; computes no number, writes no file.

Entrances: `figures`, `tables`, `text`, `pages`.
Imports `analysis.measures`, `analysis.survey` and `analysis.words`.
"""
