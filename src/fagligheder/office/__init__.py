"""Office files: workbook (xlsx), spreadsheet (ods) and slides (pptx).

Entrances: `workbook`, `ods`, `slides`.
Imports `analysis`; has no words of its own.
"""
