"""Tables set from results frames, as blocks that a notebook, PDF and HTML can show.

Entrances: `blocks`, `likert`, `crosstab`, `workforce`, `claims`.
Imports `display.text`.
"""
