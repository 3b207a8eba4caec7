"""Tables set from results frames, as blocks that a notebook, PDF and HTML can show.

Entrances: `blocks`, `likert`, `summary`, `profiles`, `crosstab`, `workforce`, `claims`,
`statements`. Imports `display.text`, and colours and fonts of `display.figures`.
"""
