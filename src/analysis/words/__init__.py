"""Every printed word, in a file per language.

Entrance: `words.text`.
Imports nothing of this project outside itself.
"""
