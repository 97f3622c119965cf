"""Training: clips of a dataset become a checkpoint."""
