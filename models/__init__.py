"""The catalogue of models: one file or small folder each, see README.md."""
