"""The sensors that measure in the server, one file a kind.

sensor.py    what a sensor is told and what it gives     moment.py   the world at one frame
kinds.py     which class measures for which blueprint
"""
