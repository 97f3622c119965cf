"""Recording: episodes of a scenario become clips of a dataset."""
