"""Weighted estimates of a survey with a design: weights, strata, clusters, calibration.

Start with `calibration`, `shares` and `rao_scott`; `sample_design` reads the design, `counts` sums
weights by cell, `estimates` and `release` are made of these sums. It imports the survey and
measures that count.
"""
