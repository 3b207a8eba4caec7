"""The draft of a survey's folder, guessed from the labels, values and headings of its answers.

Entrance: `folder.draft_folder`.
Imports `analysis.survey`.
"""
