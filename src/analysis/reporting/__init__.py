"""The papers: notebooks run and set as PDF and HTML."""
