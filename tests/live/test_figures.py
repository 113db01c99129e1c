"""What a camp is told of how good a plan is."""

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.evolve import fold
from board.camp.model import Placement
from board.live.figures import figures_of
from board.live.instances import instance_of
from board.planning.planner import plan
from tests.boards import small_camp
from tests.live.test_health import NINE


def test_a_plans_score_is_told_in_whole_seats_and_percent() -> None:
    camp = fold(None, small_camp(attendees=12, topics=6))
    for person in sorted(camp.attendees):
        ballot = tuple(sorted(t.id for t in camp.topics.values() if person not in t.facilitators))
        camp = fold(camp, decide(camp, c.OrderBallot(attendee=person, ballot=ballot)))
    proposal = plan(instance_of(camp, seed=7), iterations=1)
    figures = figures_of(proposal, won=4, loose=True)
    score = proposal.score
    assert (figures.seated, figures.bound) == (score.seated, score.bound)
    assert (figures.won, figures.loose, figures.without_top3) == (4, True, score.without_top3)
    shares = [score.choices[place] for place in ("1", "2", "3")]
    assert all(
        -1e-9 < share - told / 100 < 0.01
        for share, told in zip(shares, figures.choices, strict=True)
    )
    grid = tuple(Placement(topic=p.topic, slot=p.slot, room=p.room) for p in proposal.placements)
    camp = fold(camp, decide(camp, c.AdoptPlan(placements=grid, figures=figures, at=NINE)))
    assert camp.figures == figures
