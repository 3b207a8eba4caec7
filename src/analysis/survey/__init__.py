"""What was asked and answered: codebook, printed tables, files of answers, municipalities.

Entrances: `survey.published`, `survey.answers.reader`, `survey.codebook`.
Imports `analysis.words` alone, which knows `survey.checks`.
"""
