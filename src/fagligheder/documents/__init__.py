"""Notebooks as documents: HTML, and PDF tagged for screen readers.

Entrances: `html`, `pdf`.
Imports `analysis`; has no words of its own.
"""
