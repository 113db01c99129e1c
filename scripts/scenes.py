"""What has to have happened in the demo before its pages are drawn: who is in, and what they did."""

from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, StorageState

from scripts.demo import Links
from scripts.shots import Who

VOTES = 4
OWN = "a-year-without-homework"  # the id of a topic; forms bring theirs along
CARD = "12"
ANNOUNCEMENT = "Lunch is in the cafeteria. The board stays open: last votes at 12:40."
ROSTER = """name,school,role
Maya Okafor,Riverside Elementary,Teacher
Tom Lindqvist,Harbor High School,Librarian
Elena Petrova,Riverside Elementary,Principal
Samuel Adeyemi-Richardson,Oak Street Middle School,Teacher
Grace Liu,Harbor High School,Counselor
"""


class Scene(NamedTuple):
    """Who is in (what their browsers keep), and places that only they could find."""

    people: dict[Who, StorageState]
    places: dict[str, str]


def set_scene(chromium: Browser, links: Links) -> Scene:
    """Everybody does what the pictures need, once."""
    browsers: dict[Who, BrowserContext] = {
        who: chromium.new_context() for who in ("organiser", "attendee", "colleague", "kiosk")
    }
    pages = {who: browser.new_page() for who, browser in browsers.items()}
    places = _organise(pages["organiser"], links)
    _attend(pages["attendee"], links)
    _come_in(pages["colleague"], links)
    pages["kiosk"].goto(places.pop("kiosk"))
    places["invitation"] = _value(pages["attendee"], f"{links.phone}/topics/{OWN}", "#invite")
    code = places.pop("badge code")
    places["badge"] = _post(pages["attendee"], f"{links.phone}/devices", code=code)
    places |= {"own": OWN, "slot": "s1", "room": "r1", "pause": "b1"}
    people = {who: browser.storage_state() for who, browser in browsers.items()}
    for browser in browsers.values():
        browser.close()
    return Scene(people, places)


def _organise(page: Page, links: Links) -> dict[str, str]:
    """An announcement, a roster, a topic that is hidden, a paper card that is entered."""
    page.goto(links.organiser)
    console = f"{links.phone}/console"
    _post(page, f"{console}/announcements", text=ANNOUNCEMENT)
    _post(page, f"{console}/roster", people=ROSTER)
    page.goto(f"{console}/topics?sort=votes")
    topics = [_last_part(link) for link in _hrefs(page, "#rows th a")]
    _post(page, f"{console}/topics/{topics[-1]}/hiding")
    page.goto(f"{console}/grid")
    cell = "/".join(_hrefs(page, "a[href*='/cells/']")[-1].split("?")[0].split("/")[-2:])
    page.goto(f"{console}/topics?sort=votes")
    chosen = " ".join(page.locator("#rows .number").all_inner_texts()[:5])
    _post(page, f"{links.phone}/kiosk/ballots", card=CARD, choices=chosen)
    page.goto(f"{console}/cards?first={CARD}&last={CARD}&sheet=4")
    card = page.locator(".paper-code .code").inner_text().replace(" ", "").lower()
    page.goto(f"{console}/badges?which=all")
    return {
        "topic": topics[0],
        "hidden": topics[-1],
        "cell": cell,
        "card": f"{links.phone}/card/{card}",
        "badge code": page.locator(".badge-code").first.inner_text(),
        "kiosk": _value(page, f"{console}/paper", "#link-everybody"),
    }


def _attend(page: Page, links: Links) -> None:
    """Come in, pitch a topic, and vote for some others."""
    _come_in(page, links, name="Dana Whitfield")
    _post(
        page,
        f"{links.phone}/topics",
        topic=OWN,
        kind="lead",
        title="A year without homework: what I learned",
        description="I stopped, and nobody’s world ended. Bring your doubts.",
        compare="shown",
    )
    _post(page, f"{links.phone}/me", skip="yes")
    page.goto(links.phone)
    page.wait_for_selector("[data-js] #topics")
    for number in range(VOTES):
        page.locator("button.vote").nth(number * 2).click()
    page.wait_for_load_state("networkidle")


def _come_in(page: Page, links: Links, name: str = "") -> None:
    """Come in, and put away what organisers announced."""
    _post(page, f"{links.phone}/attendees", name=name)
    page.goto(links.phone)
    page.wait_for_selector("[data-js] #topics")
    page.locator(".said-close").first.click()
    page.wait_for_load_state("networkidle")


def _post(page: Page, address: str, **fields: str) -> str:
    """Send a form; where that leads."""
    form: dict[str, str | float | bool] = {**fields}
    return page.request.post(address, form=form, fail_on_status_code=True).url


def _hrefs(page: Page, selector: str) -> list[str]:
    return [link.get_attribute("href") or "" for link in page.locator(selector).all()]


def _last_part(link: str) -> str:
    return urlsplit(link).path.rsplit("/", 1)[-1]


def _value(page: Page, address: str, selector: str) -> str:
    page.goto(address)
    return page.locator(selector).input_value()
