"""Pedestrian navigation meshes in the file format of Detour."""
