"""A job centre's own competence tool: its workbook, and what it needs, has and plans.

Entrances: `workbook.read_centre` gives a `centre.Centre`; `profile_sets` the sets of profiles.
Imports `analysis.survey`, `analysis.measures` and `analysis.words`; draws nothing.
"""
