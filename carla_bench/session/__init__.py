"""The client side: a driven car with cameras in a CARLA server, one `Frame` a tick.

The only folder outside `simulator/` that imports `carla`, and it never asks whether the
server is a real CARLA or the embedded simulator.
"""
