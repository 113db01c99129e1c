"""What live frames to many phones cost: the board beside the servers people would use instead.

    python -m benchmarks.fanout [--phones 1000 4000] [--rounds 3] [--only bun,board]
    python -m benchmarks.fanout --herd [--phones 10000]
    python -m benchmarks.fanout --hostile

One server at a time on one core, the crowd of phones (`wsload.c`) on another, all in one run, the
rounds taking turns. The board is the product as it is started for a camp: `board serve --no-planner`
over SQLite with fsync, 138 topics, moves and votes through its own intake. Every peer publishes the
very frames that the board was heard to send for single moves and votes. Peers come from npm, PyPI and
Debian into a folder outside of this tree; one that isn't to be had is left out, and said so.
"""
