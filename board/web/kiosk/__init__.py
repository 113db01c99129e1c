"""The shared kiosk: a device that enters paper cards, and lets people without a phone vote and pitch.

An organiser opens it; it acts in their name, runs nothing of the day, and is shut when they are
removed. It forgets whoever stood at it. All works without scripts.
"""

from starlette.routing import BaseRoute, Route

from board.web.kiosk import entry, gate, phone, pitches

_AT = "/c/{camp}/kiosk"

routes: list[BaseRoute] = [
    Route(_AT, entry.show, methods=["GET"]),
    Route(_AT + "/open/{token}", gate.sign_in, methods=["GET"]),
    Route(_AT + "/card", entry.look, methods=["POST"]),
    Route(_AT + "/ballots", entry.save, methods=["POST"]),
    Route(_AT + "/pitch", pitches.show, methods=["GET"]),
    Route(_AT + "/topics", pitches.pitch, methods=["POST"]),
    Route("/c/{camp}/card/{code}", phone.show, methods=["GET"]),
    Route("/c/{camp}/card/{code}", phone.carry_over, methods=["POST"]),
]
