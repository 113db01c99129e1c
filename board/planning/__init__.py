"""The planner: a pure function from an instance (ballots, rooms, slots, pins) to a plan.

demand -> timetable -> rooms -> seats, with a bound on what any plan could seat and a reason for
every placement. Nothing in here reads a clock, does I/O or draws a random number that the seed
does not fix, and of the rest of the board it knows nothing but the types of ids.
"""
