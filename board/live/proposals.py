"""What the planner proposes to one camp, and when: a plan at once, then ever better ones.

As long as nothing changes, the search goes on from where it is. When it has found nothing for some
time, it looks for topics to offer a repeat, and then rests.
"""

from time import monotonic

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.errors import PlanRefused
from board.camp.events import Unplaced
from board.camp.model import Camp, Placement
from board.camp.rules.moves import allowance
from board.camp.said import kept, say
from board.live.figures import figures_of
from board.live.instances import instance_of, seed_of
from board.live.naming import in_names, in_words
from board.live.offers import offer_more
from board.planning.instance import check
from board.planning.plan import Plan
from board.planning.planner import Planner
from board.planning.steps import Ration
from board.planning.values import Instance

FIRST_LOOK = 0.25  # seconds of search before anything is proposed
A_LOOK = 0.25  # seconds of search before the log is looked at again
ENOUGH = 10.0  # seconds of search without a better timetable, after which it rests
ASK_AGAIN = 10.0  # seconds to rest while moves are rationed or figures wait to be told
FOREVER = 3600.0
LITTLE = 0.01  # seats: what is won by less is not worth a look
TELL = 5.0  # seconds from one telling of figures to the next if the grid stays as it is
OFFER = 15.0  # seconds from one look for topics to repeat to the next, while people vote
OFFER_ITERATIONS = 30


class Proposals:
    """The search for one camp's plan. `next` may run in a thread; one call at a time."""

    def __init__(self, epoch: str) -> None:
        self._seed = seed_of(epoch)
        self.forget()

    def forget(self) -> None:
        """Begin anew at the next call."""
        self._instance: Instance | None = None  # the camp's
        self._planned: Instance | None = None  # the same, or without the pins that can't be kept
        self._planner: Planner | None = None
        self._troubles: tuple[str, ...] = ()
        self._proposed = 0.0
        self._proposed_at = self._found = self._told = self._offered = 0.0
        self._offers_due = self._held_back = self._pins_wait = False

    def refused(self) -> None:
        """Hear that the camp said no: it is asked again, with what may be done then."""
        self._held_back = True

    def rest(self, camp: Camp) -> float:
        """How many seconds there is nothing to do unless the camp changes; 0 while there is."""
        if self._planner is None or camp.phase not in ("open", "running"):
            return FOREVER
        now = monotonic()
        if now - self._found < ENOUGH:
            return 0.0
        until_offer = max(0.0, OFFER - (now - self._offered)) if self._offers_due else FOREVER
        return min(until_offer, ASK_AGAIN if self._held_back else FOREVER)

    def next(self, camp: Camp, at: int) -> c.AdoptPlan | c.OfferMore | None:
        """Search for a while; give what to ask the camp for at this moment (ms), if anything."""
        if camp.phase not in ("open", "running"):
            self.forget()
            return None
        instance = instance_of(camp, self._seed)
        if instance != self._instance:
            # While people vote, every look is a first one: offers have their turn then too.
            return self._first_look(camp, instance, at) or self._offer_if_due(camp)
        assert self._planner is not None
        searching = monotonic() - self._found < ENOUGH
        if searching:
            self._search(A_LOOK)
        if self._planner.worth > self._proposed + LITTLE:
            return self._propose(camp, at)
        if offer := self._offer_if_due(camp):
            return offer
        if self._held_back and monotonic() - self._proposed_at > TELL:
            if self._pins_wait and not searching:
                return self._first_look(camp, instance, at)
            return self._propose(camp, at)
        return None

    def _first_look(self, camp: Camp, instance: Instance, at: int) -> c.AdoptPlan | None:
        # Pins that hold a session can always be kept together, new ones perhaps not.
        without = instance_of(camp, self._seed, new_pins=False)
        problems = [in_words(camp, instance, problem) for problem in check(instance)]
        self._begin(instance, without if problems else instance, problems)
        command = self._propose(camp, at)
        if command and self._planned != without and (why := _refusal(camp, command)):
            # A pin may ask for more moves than are allowed. Nothing else shall wait for it.
            self._begin(instance, without, [say("A new pin has to wait. {why}", why=why)])
            command = self._propose(camp, at)
            self._held_back = self._pins_wait = True
        return command

    def _begin(self, instance: Instance, planned: Instance, troubles: list[str]) -> None:
        self._planner = Planner(planned)
        self._instance, self._planned, self._troubles = (
            instance,
            planned,
            tuple(map(kept, troubles)),
        )
        self._found = monotonic()
        self._offers_due, self._pins_wait = True, False
        self._search(FIRST_LOOK)

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

    def _offer_if_due(self, camp: Camp) -> c.OfferMore | None:
        if not self._offers_due or monotonic() - self._offered < OFFER:
            return None
        planner, planned = self._planner, self._planned
        assert planner is not None
        assert planned is not None
        self._offers_due = False
        command = offer_more(camp, planned, planner.plan(), iterations=OFFER_ITERATIONS)
        self._offered = monotonic()
        return command


def _refusal(camp: Camp, command: c.AdoptPlan) -> str:
    """What the camp would say no with; nothing if it would not."""
    try:
        decide(camp, command)
    except PlanRefused as refusal:
        return refusal.detail
    return ""


def _same_grid(camp: Camp, plan: Plan) -> bool:
    now = {(p.topic, p.slot, p.room) for ps in camp.placements.values() for p in ps}
    nowhere = {unplaced.topic for unplaced in plan.unplaced}
    return now == {(p.topic, p.slot, p.room) for p in plan.placements} and nowhere == set(
        camp.unplaced
    )
