"""What a camp is told of how good a plan is."""

from board.camp.model import Figures
from board.planning.plan import Plan


def figures_of(plan: Plan, *, won: int, loose: bool) -> Figures:
    """A plan's score as a camp keeps it; `won` and `loose` as in Figures."""
    score = plan.score
    choices = [score.choices[place] for place in ("1", "2", "3") if place in score.choices]
    return Figures(
        seated=score.seated,
        bound=score.bound,
        loose=loose,
        choices=tuple(
            int(100 * share + 1e-9) for share in choices
        ),  # 0.29 is 28.999... in a hundred
        without_top3=score.without_top3,
        won=won,
    )
