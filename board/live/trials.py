"""Trials: two instances planned and compared without anybody's vote having to wait for it.

Each trial is a process of its own, started when somebody asks and gone with its answer. A thread
would share the interpreter with the web process and hold up every screen for as long as it plans. A
pool of processes would have to be told when its worker died, can't end a task that takes too long,
and leaves its workers behind when the web process is killed. A process for each trial costs a tenth
of a second to start, beside seconds of planning, and has nothing to be restarted, drained or leaked:
it can be killed at any moment, and when whoever asked is gone it ends by itself.
"""

import asyncio
import logging
import sys
from asyncio.subprocess import PIPE, Process

import msgspec

from board.camp.errors import TooMany, Unavailable
from board.camp.said import say
from board.live.trial import ANSWER, Answer, Question

MOST_WAITING = 3  # trials that wait for another to end
LONGEST = 20.0  # seconds a trial may take
TRIES = 2  # a process that died is replaced by another one

log_ = logging.getLogger("board.trials")


class Trials:
    """The trials of one web process: one at a time, a few that wait, no more."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._asking = 0
        self._process: Process | None = None
        self._closed = False

    @property
    def process(self) -> int | None:
        """The id of the process that works on a trial now."""
        return self._process.pid if self._process is not None else None

    async def ask(self, question: Question) -> Answer:
        """The answer to a question.

        TooMany if others are being answered or it takes too long, Unavailable if the board stops.
        """
        if self._asking > MOST_WAITING:
            raise TooMany(
                say("Others are trying something out right now. Please try again in a few seconds.")
            )
        self._asking += 1
        try:
            asked = msgspec.json.encode(question)
            async with self._turn:
                return ANSWER.decode(await self._answered(asked))
        finally:
            self._asking -= 1

    async def close(self) -> None:
        """End what is under way; whoever waits is told that the board is going away."""
        self._closed = True
        if self._process is not None:
            _kill(self._process)
        async with self._turn:
            pass

    async def _answered(self, asked: bytes) -> bytes:
        for _ in range(TRIES):
            if self._closed:
                break
            code, answer = await self._in_a_process(asked)
            if code == 0:
                return answer
            if not self._closed:
                log_.warning("a trial ended without an answer (%s)", code)
        if self._closed:
            raise Unavailable(say("The board is restarting. Please try again in a moment."))
        raise RuntimeError("no trial answered; what they said is above")

    async def _in_a_process(self, asked: bytes) -> tuple[int | None, bytes]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "board.live.trial"),
            stdin=PIPE,
            stdout=PIPE,
            start_new_session=True,  # Ctrl-C is for the board, which then ends its trials
        )
        self._process = process
        try:
            async with asyncio.timeout(LONGEST):
                answer, _ = await process.communicate(asked)
        except TimeoutError:
            raise TooMany(
                say(
                    "The board is too busy to work this out right now. Please try again in a moment."
                )
            ) from None
        finally:
            self._process = None
            _kill(process)
            await process.wait()
        return process.returncode, answer


def _kill(process: Process) -> None:
    if process.returncode is None:
        process.kill()
