"""The composition root: which adapter is used is decided here and nowhere else."""
