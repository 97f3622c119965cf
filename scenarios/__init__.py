"""The catalogue of scenarios: one file each, see README.md."""
