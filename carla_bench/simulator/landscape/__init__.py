"""The static world of a town, grown from its OpenDRIVE map: roads, and all that stands beside them.

cross_sections.py   lanes of a road, sampled         roads.py      their surfaces
markings.py         lines and crosswalks             junctions.py  what lies between the lanes
site.py             the ground and what is taken     scenery.py    what is put beside the roads
"""
