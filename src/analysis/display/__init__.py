"""The pictures and tables: results frames in, figures and blocks out."""
