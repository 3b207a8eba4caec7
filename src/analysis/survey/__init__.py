"""What was asked and answered: the codebook, the printed tables, a user's own answers."""
