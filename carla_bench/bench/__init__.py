"""Online scoring: a model sees the frames while the simulator runs, its answers are scored."""
