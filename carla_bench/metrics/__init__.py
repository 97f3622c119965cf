"""Metrics, each by a well-kept library, with the pitfalls of its definition spelled out."""
