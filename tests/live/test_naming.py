"""What the planner says, in a camp's names and in every reader's language."""

from msgspec.structs import replace

from board.camp.evolve import fold
from board.camp.joined import clauses
from board.camp.model import CampId, Cell, Pin, RoomId, SlotId, TopicId
from board.camp.said import Kept, said_again, say, stored
from board.languages.language import Language, speak
from board.languages.told import told
from board.live.instances import instance_of
from board.live.naming import in_names, in_words
from board.live.parts import reason, session
from board.log.codec import checksum, decode
from board.planning.instance import check
from board.planning.sentences import both_wanted, more_alone, room_went_to
from tests.boards import small_camp

CAMP = fold(None, small_camp())
T3, GONE = TopicId("t3"), TopicId("gone")


def spoken(tag: str, said: str) -> str:
    with speak(Language(tag)):
        return told(said)


def a_reason(both: int, here: int, there: int) -> Kept:
    why = clauses((both_wanted(T3, both), *more_alone(here, there)))
    return in_names(CAMP, say("moved from {slot}: {why}", slot="«s1»", why=why))


def test_reasons_are_told_in_names() -> None:
    assert a_reason(31, 8, 0) == (
        "moved from Slot 1: 31 people want both this and “Topic number 3”, which runs then;"
        " 8 people want nothing else in this slot; then it would be nobody"
    )
    assert in_names(CAMP, room_went_to(RoomId("r2"), GONE, 1)) == (
        "moved from Room 2, which went to something else, which one person wants"
    )


def test_a_reason_is_told_whole_in_the_language_of_who_reads_it() -> None:
    why = a_reason(2, 3, 1)
    assert spoken("es", why) == (
        "se movió desde Franja 1: 2 personas quieren este tema y también «Topic number 3», que se hace"
        " a esa hora; 3 personas no quieren nada más en esta franja; a esa otra hora sería una persona"
    )
    assert spoken("fr", why) == (
        "déplacé du Créneau 1 : 2 personnes veulent ce sujet et aussi «\xa0Topic number 3\xa0», qui a"
        " lieu à ce moment-là ; 3 personnes ne veulent rien d’autre sur ce créneau ; à l’autre"
        " moment, ce serait 1 personne"
    )
    assert spoken("zh-Hans", why) == (
        "从 时段 1 移来：有 2 人既想去它，又想去那时的 “Topic number 3”；有 3 人这个时段只想去它；"  # noqa: RUF001 - as one writes there
        "在那时则是 1 人"
    )
    title = "\u2068Topic number 3\u2069"
    assert spoken("ar", why) == (
        f"نُقل من الفترة 1: شخصان يريدان هذا و«{title}» الذي يُقدَّم آنذاك معًا؛"
        " 3 أشخاص لا يريدون غيره في هذه الفترة؛ وفي الوقت الآخر شخص واحد"
    )


def test_a_reason_comes_back_from_the_log_to_be_told_in_any_language() -> None:
    why = a_reason(12, 5, 4)
    again = said_again(stored(why))
    assert again == why
    for tag in ("es", "fr", "pt-BR", "ar", "zh-Hans"):
        assert spoken(tag, again) == spoken(tag, why)


def test_a_reason_of_an_old_log_is_the_english_it_was_stored_as() -> None:
    body = (
        b'{"v":1,"commit":"c1","at":5,"events":[{"type":"PlanAdopted","cleared":[],"placed":'
        b'[{"topic":"t1","slot":"s2","room":"r1","why":"31 people want it"}],'
        b'"unplaced":[{"topic":"t2","why":"no room is free"}],"at":5}]}'
    )
    code = CampId("old")
    camp = fold(CAMP, decode(code, 1, body, checksum(code, 1, body)).events)
    (placed,) = camp.placements[TopicId("t1")]
    assert spoken("es", reason(camp, placed)) == "31 people want it"
    assert spoken("fr", camp.unplaced[TopicId("t2")]) == "no room is free"
    assert session(camp, Cell(SlotId("s2"), RoomId("r1"))).why == "31 people want it"


def test_slots_are_told_by_number_as_long_as_nobody_has_named_them() -> None:
    assert spoken("pt-BR", CAMP.slots[SlotId("s2")].name) == "Horário 2"
    assert CAMP.slots[SlotId("s2")].name == "Slot 2"


def test_what_pins_can_not_be_kept_for_is_told_in_names_and_in_every_language() -> None:
    (one, two) = problems_with(
        Pin(topic=TopicId("t1"), slot=SlotId("s1"), room=RoomId("r1")),
        Pin(topic=TopicId("t2"), slot=SlotId("s1"), room=RoomId("r1")),
        Pin(topic=T3, slot=SlotId("s2")),
        Pin(topic=T3, slot=SlotId("s3")),
    )
    assert one == (
        "“Topic number 1”, pinned to Room 1 at 9:00 Slot 1 and “Topic number 2”, pinned to Room 1 at"
        " 9:00 Slot 1: all in room Room 1 in Slot 1."
    )
    assert two == (
        "“Topic number 3”, pinned to 10:00 Slot 2 and “Topic number 3”, pinned to 11:00 Slot 3:"
        " 2 sessions of “Topic number 3”, of which there may be 1."
    )
    assert spoken("es", one) == (
        "«Topic number 1», fijado en Room 1 a las 9:00 Franja 1 y «Topic number 2», fijado en Room 1 a"
        " las 9:00 Franja 1: todos en la sala Room 1 en Franja 1."
    )


def problems_with(*pins: Pin) -> list[str]:
    camp = CAMP
    instance = instance_of(camp, 1)
    instance = replace(instance, pins=tuple(pins))
    return [in_words(camp, instance, problem) for problem in check(instance)]
