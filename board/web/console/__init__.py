"""The console: where organisers run the day.

Five sections (`sections`), a page for each thing that is edited (`sheets`), and a noun to post to for
each thing that is done (`frame`, `wall`, `people`). All works without scripts; with them, posts are
answered as JSON and the live wire brings what changed.
"""

from starlette.routing import BaseRoute, Route

from board.web.console import (
    frame,
    gate,
    log,
    merging,
    paper,
    people,
    printed,
    rehearsal,
    remote,
    roster,
    sections,
    sheets,
    telling,
    wall,
    whatif,
)
from board.web.console.posts import Build, many, post
from board.web.console.views import View, showing

_AT = "/c/{camp}/console"


def _page(path: str, view: View) -> Route:
    return Route(_AT + path, showing(view), methods=["GET"])


def _button(path: str, build: Build, back: str) -> Route:
    return Route(_AT + path, post(build, back=back), methods=["POST"])


def _form(path: str, build: Build, back: str, view: View) -> Route:
    return Route(_AT + path, post(build, back=back, view=view), methods=["POST"])


routes: list[BaseRoute] = [
    Route("/o/{camp}/{token}", gate.sign_in, methods=["GET"]),
    *(_page(f"/{name}" if name != "now" else "", view) for name, view in sections.SECTIONS.items()),
    _page("/topics/{topic}", sheets.topic),
    _page("/cells/{slot}/{room}", sheets.cell),
    _page("/whatif", whatif.page),
    _page("/log", log.page),
    _page("/rehearsal", rehearsal.page),
    Route(_AT + "/rehearsal", rehearsal.begin, methods=["POST"]),
    Route(_AT + "/rehearsal/removal", rehearsal.end, methods=["POST"]),
    _page("/print", printed.page),
    _page("/paper", paper.page),
    Route(_AT + "/cards", paper.cards, methods=["GET"]),
    Route(_AT + "/kiosk", paper.kiosk, methods=["POST"]),
    _page("/roster", roster.page),
    Route(_AT + "/roster", roster.imported, methods=["POST"]),
    Route(_AT + "/roster/door", roster.doing(roster.at_the_door), methods=["POST"]),
    Route(_AT + "/roster/{badge}/removal", roster.doing(roster.removal), methods=["POST"]),
    Route(_AT + "/roster/{badge}/replacement", roster.doing(roster.replacement), methods=["POST"]),
    _page("/badges", roster.sheet),
    Route(_AT + "/badges", roster.doing(roster.printed), methods=["POST"]),
    _page("/settings", sheets.settings),
    _page("/remote", remote.page),
    Route(_AT + "/lobby", remote.direct, methods=["POST"]),
    _page("/rooms/{room}", sheets.room),
    _page("/slots/{slot}", sheets.slot),
    _page("/breaks/{pause}", sheets.pause),
    _button("/phase", frame.phase, "now"),
    _button("/tallies", frame.tallies, "now"),
    _button("/undone", frame.undone, "now"),
    _form("/settings", frame.settings, "day", sheets.settings),
    _form("/logo", frame.logo, "day", sheets.settings),
    _form("/rooms", frame.more_rooms, "day", sections.day),
    _form("/rooms/{room}", frame.room, "day", sheets.room),
    _button("/rooms/{room}/removal", frame.room_removal, "day"),
    _form("/slots", frame.more_slots, "day", sections.day),
    _form("/slots/{slot}", frame.slot, "day", sheets.slot),
    _button("/slots/{slot}/removal", frame.slot_removal, "day"),
    _button("/slots/{slot}/freeze", frame.freeze, "grid"),
    _button("/slots/{slot}/thaw", frame.thaw, "grid"),
    _form("/breaks", frame.another_break, "day", sections.day),
    _form("/breaks/{pause}", frame.pause, "day", sheets.pause),
    _button("/breaks/{pause}/removal", frame.break_removal, "day"),
    _form("/topics", many(people.paper_card), "people", sections.people),
    _button("/topics/{topic}/hiding", wall.hiding, "topics"),
    _button("/topics/{topic}/showing", wall.showing, "topics"),
    _form("/topics/{topic}/leads", many(people.lead), "topics", sheets.topic),
    _form("/topics/{topic}/merge", wall.merge, "topics", sheets.topic),
    _form("/topics/{topic}/proposal", merging.proposal, "topics", sheets.topic),
    _button("/topics/{topic}/proposal/removal", merging.proposal_removal, "now"),
    _button("/topics/{topic}/apart", merging.apart, "now"),
    _form("/announcements", telling.announce, "now", sections.now),
    _button("/announcements/{announcement}/removal", telling.unsay, "now"),
    _button("/timer", telling.timer, "now"),
    _button("/timer/removal", telling.stop, "now"),
    _form("/topics/{topic}/pins", wall.pin, "topics", sheets.topic),
    _button("/topics/{topic}/pins/removal", wall.unpin, "topics"),
    _form("/topics/{topic}/sessions", wall.session, "grid", sheets.topic),
    _form("/cells/{slot}/{room}", wall.cell, "grid", sheets.cell),
    _button("/topics/{topic}/offer/acceptance", wall.offer_acceptance, "now"),
    _button("/topics/{topic}/offer/refusal", wall.offer_refusal, "now"),
    _button("/topics/{topic}/sessions/removal", wall.session_removal, "grid"),
    Route(_AT + "/whatif", whatif.tried, methods=["POST"]),
    _form("/changes", whatif.made, "grid", whatif.page),
    Route(_AT + "/organisers", people.invitation, methods=["POST"]),
    _button("/organisers/{organiser}/removal", people.organiser_removal, "people"),
]
