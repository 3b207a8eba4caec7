"""A job centre's competences: its workbook, what it needs and has, and the best plan of training.

Entrances: ``workbook`` (`read_centre`), ``situation`` (`competence_situation`), ``plan``
(`training_plan`), ``checker`` (`verify_plan`). May import ``analysis.survey`` and
``analysis.measures``; no code in it knows a profile.
"""
