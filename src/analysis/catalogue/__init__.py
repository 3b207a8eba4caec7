"""The catalogue of training: offers, providers, reforms and events as the report names them.

Entrances: ``catalogue`` (`read_catalogue`), ``search`` (`search_offers`), ``matching``
(`match_offers`). May import ``analysis.survey`` and ``analysis.words``.
"""
