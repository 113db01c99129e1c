"""A district's day to try the board with: its topics, rooms, periods and people.

Everybody in it is invented; its sizes are those of a real day. The words are in the TOML files
beside the code, to be edited freely.
"""
