"""Seats counted with attendees as bits are as many as a matching of attendees and chairs has."""

from random import Random

from board.planning.chairs import most_seated
from board.planning.matching import Matching


def test_as_many_sit_as_can() -> None:
    rng = Random(1)
    for _ in range(400):
        people, sessions = rng.randint(0, 12), rng.randint(0, 5)
        wanted = [rng.getrandbits(people) if people else 0 for _ in range(sessions)]
        chairs = [rng.randint(0, 4) for _ in range(sessions)]
        options = {
            each: [n for n in range(sessions) if wanted[n] >> each & 1] for each in range(people)
        }
        matching = Matching(options, dict(enumerate(chairs)))
        assert most_seated(wanted, chairs) == sum(matching.add(each) for each in range(people))
