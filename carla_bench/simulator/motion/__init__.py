"""How things move and collide.

What clients say      controls.py (pedals, walking), ackermann.py, physics.py (mechanics)
What vehicles are     models.py (figures of the 41), encoding.py (physics to rows of numbers)
Rows of numbers       records.py: one row a body, one more a vehicle
Compiled, per body    powertrain.py, tyres.py, suspension.py, driving.py, walking.py
Compiled, contact     feelers.py (rays), contacts.py (where), impulses.py (what follows)
All of it, per step   substeps.py (compiled), motion.py (gathers, casts, hands back)
The world below       ground.py
"""
