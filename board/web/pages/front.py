"""The front page: type a camp's code, or create a camp."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from board.camp.errors import BoardError
from board.web import site


async def front(request: Request) -> Response:
    """The page; with a code, on to its camp."""
    typed = request.query_params.get("code", "")
    code = "".join(typed.split()).lower()
    wrong = ""
    if code:
        try:
            desk = await site.site(request).desks.open(site.checked_code(code))
        except BoardError as error:
            wrong = error.detail
        else:
            return RedirectResponse(f"/c/{desk.camp.id}", 303)
    status = 404 if wrong else 200
    return site.page(request, "front.html", status=status, code=typed, wrong=wrong)
