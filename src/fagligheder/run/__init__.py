"""Runs of many documents: papermill engine, pool, batch, manifest, lock, cluster, index page.

Entrances: `batch`, `export`, `index_page`.
Imports `analysis`, `fagligheder.documents` and `fagligheder.office`.
"""
