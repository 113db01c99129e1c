"""The functional core: what a camp is, what may happen to it, and what happens then.

Nothing in here reads a clock, draws a random number or does I/O; ids and times travel in the command.
"""
