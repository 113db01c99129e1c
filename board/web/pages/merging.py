"""What those who lead two topics say to making one of them."""

import time

from starlette.datastructures import FormData
from starlette.responses import Response

from board.camp import commands as c
from board.camp.model import TopicId
from board.web.pages import visit
from board.web.pages.visit import Visit


@visit.post
async def answer(here: Visit, form: FormData) -> Response:
    """Say yes or no for the topics one leads."""
    source = TopicId(here.request.path_params["topic"])
    target = TopicId(visit.text(form, "into"))
    await here.submit(
        c.AnswerMerge(
            source=source,
            target=target,
            attendee=here.me,
            at=time.time_ns() // 1_000_000,
            yes=visit.text(form, "answer") == "yes",
        )
    )
    return visit.on(here, f"/topics/{source}")
