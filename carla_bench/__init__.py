"""Datasets, perception models and closed-loop scores for the CARLA simulator."""

__version__ = "0.1.0"

__all__ = ["__version__"]
