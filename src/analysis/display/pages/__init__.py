"""Whole reports as objects: one municipality's, and the national one.

Entrances: `kommune`, `national`.
Imports `display.figures`, `display.tables` and `display.text`.
"""
