"""What one trial is asked and answers, and the process that works it out: `python -m board.live.trial`.

The question comes on stdin, the answer goes to stdout, both as JSON, and the process ends. What is said in
the answer is said as in the log, for readers of any language.
"""

import contextlib
import os
import sys
import time
from typing import TypeAlias

import msgspec
from msgspec import Struct

from board.camp.said import Text, kept
from board.log.codec import DECODING, ENCODING
from board.planning.instance import InvalidInstance, check
from board.planning.plan import Plan
from board.planning.planner import Planner
from board.planning.values import Instance
from board.planning.whatif import Difference, compare

NICE = 10  # how far the process stands back behind those that serve people


class Question(Struct, frozen=True, kw_only=True):
    """Two instances to compare.

    Each plan takes as many iterations as one has in `seconds`, `iterations` at most: where the latter
    is the less, the same question has the same answer.
    """

    before: Instance
    after: Instance
    iterations: int
    seconds: float = 1.0


class Compared(Struct, frozen=True, kw_only=True, tag=True):
    """How the two differ, and how many seconds of planning it took to say so."""

    difference: Difference
    seconds: float


class CanNotBe(Struct, frozen=True, kw_only=True, tag=True):
    """Why there is no plan, without the change already (`already`) or only with it."""

    problems: list[Text]
    already: bool = False


Answer: TypeAlias = Compared | CanNotBe

ANSWER: msgspec.json.Decoder[Answer] = msgspec.json.Decoder(Answer, **DECODING)


def answer(question: Question) -> Answer:
    """Work it out."""
    if problems := check(question.before):
        return CanNotBe(problems=[kept(each) for each in problems], already=True)
    began = time.monotonic()
    settled, taken = _settled(question)
    try:
        difference = compare(question.before, question.after, iterations=taken, settled=settled)
    except InvalidInstance as error:
        return CanNotBe(problems=[kept(each) for each in error.problems])
    return Compared(difference=difference, seconds=time.monotonic() - began)


def _settled(question: Question) -> tuple[Plan, int]:
    """What the planner makes of the camp as it is, and in how many iterations."""
    planner, taken = Planner(question.before), 0
    deadline = time.monotonic() + question.seconds
    while taken == 0 or (taken < question.iterations and time.monotonic() < deadline):
        planner.improve()
        taken += 1
    return planner.plan(), taken


def main() -> None:
    """Answer what comes on stdin."""
    with contextlib.suppress(OSError, AttributeError):  # a courtesy, where the system knows it
        os.nice(NICE)
    question = msgspec.json.decode(sys.stdin.buffer.read(), type=Question)
    with contextlib.suppress(BrokenPipeError):  # whoever asked is gone
        sys.stdout.buffer.write(msgspec.json.encode(answer(question), **ENCODING))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
