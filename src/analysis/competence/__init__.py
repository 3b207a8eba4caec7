"""A job centre's competences: need against match, and a training plan with a proof.

Entrances: `situation.competence_situation`, `plan.training_plan`, `checker.verify_plan`.
Imports `analysis.survey` and `analysis.measures`, and the words for the reasons of a plan's steps.
The solver and the proof see numbers of employees of equal types, and no employee's code.
"""
