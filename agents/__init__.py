"""The catalogue of agents: one file each, see README.md."""
