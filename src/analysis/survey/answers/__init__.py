"""Answers that a user supplies: files with a row per respondent, and one centre's own answers.

Entrances: `reader.read_answers`, `own.read_own`.
Imports `analysis.survey`.
"""
