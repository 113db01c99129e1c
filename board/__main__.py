"""`python -m board` is `board`."""

import sys

from board.cli import main

sys.exit(main())
