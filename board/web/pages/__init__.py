"""What attendees and the lobby see. Every page works without scripts: forms post, and send one on."""

from starlette.routing import BaseRoute, Route

from board.web.pages import ballot, create, front, join, joining, pitch, topic, topics, wall

routes: list[BaseRoute] = [
    Route("/", front.front),
    Route("/new", create.form, methods=["GET"]),
    Route("/new", create.create, methods=["POST"]),
    Route("/c/{camp}", topics.show, methods=["GET"]),
    Route("/c/{camp}/attendees", join.join, methods=["POST"]),
    Route("/c/{camp}/me", join.me, methods=["GET"]),
    Route("/c/{camp}/me", join.name, methods=["POST"]),
    Route("/c/{camp}/choices", ballot.choices, methods=["GET"]),
    Route("/c/{camp}/ballot", ballot.change, methods=["POST"]),
    Route("/c/{camp}/pitch", pitch.form, methods=["GET"]),
    Route("/c/{camp}/topics", pitch.pitch, methods=["POST"]),
    Route("/c/{camp}/similar", pitch.similar, methods=["GET"]),
    Route("/c/{camp}/topics/{topic}", topic.show, methods=["GET"]),
    Route("/c/{camp}/topics/{topic}/edit", pitch.edit_form, methods=["GET"]),
    Route("/c/{camp}/topics/{topic}/edit", pitch.edit, methods=["POST"]),
    Route("/c/{camp}/topics/{topic}/withdrawal", topic.withdrawal, methods=["POST"]),
    Route("/c/{camp}/topics/{topic}/lead", topic.invitation, methods=["GET"]),
    Route("/c/{camp}/topics/{topic}/lead", topic.lead, methods=["POST"]),
    Route("/c/{camp}/topics/{topic}/offer", topic.answer, methods=["POST"]),
    Route("/c/{camp}/topics/{topic}/leave", topic.leave, methods=["POST"]),
    Route("/c/{camp}/topics/{topic}/joining", joining.join, methods=["POST"]),
    Route("/c/{camp}/topics/{topic}/company", joining.ask, methods=["POST"]),
    Route("/c/{camp}/topics/{topic}/company/answer", joining.answer, methods=["POST"]),
    Route("/c/{camp}/grid", wall.grid, methods=["GET"]),
    Route("/c/{camp}/lobby", wall.lobby, methods=["GET"]),
    Route("/c/{camp}/qr.svg", wall.qr, methods=["GET"]),
]
