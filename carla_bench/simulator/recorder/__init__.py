"""CARLA's recorder: logs of what actors did, replayed or told as text."""
