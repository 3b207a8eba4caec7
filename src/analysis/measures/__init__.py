"""The numbers: counts, shares, intervals and bounds as results frames (no drawing here)."""
