"""What the planner proposes to one camp, and when: a plan at once, then ever better ones.

As long as nothing changes, the search goes on from where it is. When it has found nothing for some
time, it looks for topics to offer a repeat, and then rests.
"""

from time import monotonic

from board.camp import commands as c
from board.camp.events import Unplaced
from board.camp.model import Camp, Placement
from board.camp.rules.moves import allowance
from board.live.figures import figures_of
from board.live.instances import instance_of, seed_of
from board.live.naming import in_names, in_words
from board.live.offers import offer_more
from board.planning.instance import check
from board.planning.plan import Plan
from board.planning.planner import Planner
from board.planning.timetable import Ration
from board.planning.values import Instance

FIRST_LOOK = 0.25  # seconds of search before anything is proposed
A_LOOK = 0.25  # seconds of search before the log is looked at again
ENOUGH = 10.0  # seconds of search without a better timetable, after which it rests
ASK_AGAIN = 10.0  # seconds to rest while moves are rationed or figures wait to be told
FOREVER = 3600.0
LITTLE = 0.01  # seats: what is won by less is not worth a look
TELL = 5.0  # seconds from one telling of figures to the next if the grid stays as it is
OFFER = 15.0  # seconds from one look for topics to repeat to the next, while people vote
OFFER_ITERATIONS = 8


class Proposals:
    """The search for one camp's plan. `next` may run in a thread; one call at a time."""

    def __init__(self, epoch: str) -> None:
        self._seed = seed_of(epoch)
        self.forget()

    def forget(self) -> None:
        """Begin anew at the next call."""
        self._instance: Instance | None = None
        self._planner: Planner | None = None
        self._troubles: tuple[str, ...] = ()
        self._proposed = 0.0
        self._proposed_at = self._found = self._told = self._offered = 0.0
        self._offers_due = self._held_back = False

    def rest(self, camp: Camp) -> float:
        """How many seconds there is nothing to do unless the camp changes; 0 while there is."""
        if self._planner is None or camp.phase not in ("open", "running"):
            return FOREVER
        if monotonic() - self._found < ENOUGH or self._offers_due:
            return 0.0
        return ASK_AGAIN if self._held_back else FOREVER

    def next(self, camp: Camp, at: int) -> c.AdoptPlan | c.OfferMore | None:
        """Search for a while; give what to ask the camp for at this moment (ms), if anything."""
        if camp.phase not in ("open", "running"):
            self.forget()
            return None
        instance = instance_of(camp, self._seed)
        if instance != self._instance:
            self._begin(camp, instance)
            self._search(FIRST_LOOK)
            return self._propose(camp, at)
        assert self._planner is not None
        if monotonic() - self._found < ENOUGH:
            self._search(A_LOOK)
        if self._planner.worth > self._proposed + LITTLE:
            return self._propose(camp, at)
        if self._offers_due and monotonic() - self._offered > OFFER:
            return self._offer(camp)
        if self._held_back and monotonic() - self._proposed_at > TELL:
            return self._propose(camp, at)
        return None

    def _begin(self, camp: Camp, instance: Instance) -> None:
        self._instance = instance
        self._troubles = ()
        if problems := check(instance):
            # Pins that hold a session can always be kept together, new ones perhaps not.
            self._troubles = tuple(in_words(camp, instance, problem) for problem in problems)
            instance = instance_of(camp, self._seed, new_pins=False)
        self._planner = Planner(instance)
        self._found = monotonic()
        self._offers_due = True

    def _search(self, seconds: float) -> None:
        planner = self._planner
        assert planner is not None
        worth, until = planner.worth, monotonic() + seconds
        while monotonic() < until:
            planner.improve()
        if planner.worth > worth:
            self._found = monotonic()

    def _propose(self, camp: Camp, at: int) -> c.AdoptPlan | None:
        planner = self._planner
        assert planner is not None
        allowed = allowance(camp, at)
        plan = planner.plan(ration=Ration(total=allowed.total, slots=allowed.slots))
        self._proposed, self._proposed_at = planner.worth, monotonic()
        won = plan.score.seated - planner.shown.score.seated
        figures = figures_of(plan, won=won, loose=plan.score.loose)
        command = c.AdoptPlan(
            placements=tuple(
                Placement(topic=p.topic, slot=p.slot, room=p.room, why=in_names(camp, p.why))
                for p in plan.placements
            ),
            unplaced=tuple(
                Unplaced(topic=u.topic, why=in_names(camp, u.why)) for u in plan.unplaced
            ),
            at=at,
            figures=figures,
            troubles=self._troubles,
        )
        self._held_back = planner.held_back
        same = _same_grid(camp, plan) and self._troubles == camp.troubles
        if same and monotonic() - self._told < TELL:
            self._held_back = True
            return None
        self._told = monotonic()
        return command

    def _offer(self, camp: Camp) -> c.OfferMore:
        planner, instance = self._planner, self._instance
        assert planner is not None
        assert instance is not None
        self._offers_due = False
        command = offer_more(camp, instance, planner.plan(), iterations=OFFER_ITERATIONS)
        self._offered = monotonic()
        return command


def _same_grid(camp: Camp, plan: Plan) -> bool:
    now = {(p.topic, p.slot, p.room) for ps in camp.placements.values() for p in ps}
    nowhere = {unplaced.topic for unplaced in plan.unplaced}
    return now == {(p.topic, p.slot, p.room) for p in plan.placements} and nowhere == set(
        camp.unplaced
    )
