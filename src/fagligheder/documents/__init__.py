"""Notebooks as documents: HTML, and PDF tagged for screen readers.

Entrances: `content.document`, `html.render_html`, `pdf.render_pdf`; for nbconvert `exporters`.
Imports `analysis`; has no words of its own.
"""
