"""The simulation that foretells large deployments: it loses nothing, and grows as its costs say."""

import math
from xml.etree import ElementTree

import msgspec
import pytest

from benchmarks.costs import Costs
from benchmarks.curves import exponent
from benchmarks.curves_picture import Chart, picture
from benchmarks.queues import Load, simulate
from benchmarks.scaling import ManyCamps, needed

COSTS = Costs(
    **dict.fromkeys((field.name for field in msgspec.structs.fields(Costs)), 1e-5),
)
CALM = Load(processes=4, phones=4_000, votes=100, seconds=5)


def test_every_vote_that_is_asked_gets_its_yes() -> None:
    for processes in (1, 4):
        outcome = simulate(COSTS, msgspec.structs.replace(CALM, processes=processes))
        assert outcome.votes == pytest.approx(CALM.votes, rel=0.2)
        assert outcome.ack_p50 < 0.01
        assert outcome.last_most < math.inf


def test_one_process_is_never_overtaken_and_several_are() -> None:
    busy = msgspec.structs.replace(CALM, votes=2_000)
    assert simulate(COSTS, msgspec.structs.replace(busy, processes=1)).refused == 0
    assert simulate(COSTS, busy).refused > 0


def test_more_processes_bring_a_change_to_the_last_phone_sooner() -> None:
    many = msgspec.structs.replace(CALM, phones=100_000)
    slow, quick = (
        simulate(COSTS, msgspec.structs.replace(many, processes=n)).last_p50 for n in (2, 8)
    )
    assert quick < slow / 2


def test_votes_that_are_too_many_are_told_to_be() -> None:
    slow = msgspec.structs.replace(COSTS, ask=0.1)
    outcome = simulate(slow, CALM)
    assert outcome.busiest_web_cpu >= 0.95
    assert not outcome.keeps_up


def test_ten_times_the_camps_need_ten_times_as_much_where_they_are_routed() -> None:
    few, many = (needed(COSTS, ManyCamps(camps=n), routed=True) for n in (1_000, 10_000))
    assert many.web_cores == pytest.approx(10 * few.web_cores)
    assert many.appends_per_node == pytest.approx(10 * few.appends_per_node)
    assert needed(COSTS, ManyCamps(), routed=False).web_cores > many.web_cores


def test_the_exponent_of_a_square_is_two_and_of_what_stays_is_nothing() -> None:
    assert exponent([(x, 3 * x**2) for x in (1.0, 7.0, 50.0)]) == pytest.approx(2)
    assert exponent([(x, 4.0) for x in (1.0, 7.0, 50.0)]) == pytest.approx(0)


def test_the_picture_is_one_svg_that_says_what_it_shows() -> None:
    chart = Chart("CPU & more", "phones", {"a": [(1.0, 5.0), (100.0, 6.0)], "b": []})
    drawn = ElementTree.fromstring(picture([[chart, chart]]))
    said = "".join(drawn.itertext())
    assert "CPU & more at 100 phones, a: 6" in said
    assert len(drawn.findall(".//{http://www.w3.org/2000/svg}polyline")) >= 2
