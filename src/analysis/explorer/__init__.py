"""The explorer: choose, and see the figure, the table, a sentence and the Python lines."""
