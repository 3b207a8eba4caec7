"""Scores: means with intervals by name, and how well a question's items measure one thing.

Start with `means` and `reliability`; `mean_intervals` and `factor` compute from counts and from a
covariance matrix. It imports the survey and measures that count or weight.
"""
