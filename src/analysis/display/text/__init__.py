"""What a results frame says in words: its subject, captions, sentences and written numbers.

Entrances: `subject`, `captions`, `sentences`, `numbers`.
Imports `analysis.measures`, `analysis.survey` and `analysis.words`.
"""
