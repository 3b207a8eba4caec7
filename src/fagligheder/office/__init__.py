"""Office files: workbook (xlsx), spreadsheet (ods) and slides (pptx).

Entrances: `sheet_layouts` and `cells` (results frames to cells), `workbook` and `ods` (cells to
files), `decks` and `powerpoint` (slides). Imports `analysis`; has no words of its own.
"""
