"""What organisers told everybody: above every page until it is dismissed, and all of it on its own page."""

from starlette.datastructures import FormData
from starlette.responses import Response

from board.live.telling import announcements
from board.web.pages import dismissed, visit
from board.web.pages.visit import Visit


@visit.page
async def show(here: Visit) -> Response:
    """Every announcement that stands, newest first."""
    return visit.camp_page(here, "announcements.html", tab="", announced=announcements(here.camp))


@visit.post
async def dismiss(here: Visit, form: FormData) -> Response:
    """Show it above this browser's pages no more."""
    response = visit.back(here.camp, form)
    said = str(here.request.path_params["announcement"])
    dismissed.remember(response, here.request, here.camp.id, said)
    return response
