"""Datasets on disk: the format, writing, reading."""
