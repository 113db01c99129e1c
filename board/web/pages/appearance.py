"""The theme that a person chooses, kept in a cookie: works without scripts, and never flashes."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from board.camp.errors import Invalid
from board.camp.said import say
from board.web import identity, languages, site, themes


async def choose(request: Request) -> Response:
    """Remember the theme in the form, and go back to the page it was chosen on."""
    identity.check_origin(request, site.site(request).config.origins)
    async with request.form() as form:
        theme, back = str(form.get("theme", "")), str(form.get("back", ""))
    if theme not in themes.THEMES:
        raise Invalid(say("Choose one of the themes listed."))
    answer = RedirectResponse(back if languages.own_page(back) else "/", 303)
    secure = request.url.scheme == "https"
    answer.set_cookie(
        themes.COOKIE, theme, max_age=themes.KEPT, samesite="lax", secure=secure, httponly=True
    )
    return answer
