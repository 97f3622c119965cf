"""Shared ground of all stages: no carla, no torch."""
