"""Which pictures `make screenshots` draws: every page of the board, on three screens."""

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

from playwright.sync_api import Page

Size: TypeAlias = Literal["phone", "laptop", "projector"]
Theme: TypeAlias = Literal["light", "dark", "contrast"]
Who: TypeAlias = Literal["nobody", "attendee", "colleague", "organiser", "kiosk"]
Sizes: TypeAlias = tuple[Size, ...]

# The size that a picture is named after without a word comes first: `topics.webp`, `topics-laptop.webp`.
HAND: Sizes = ("phone", "laptop", "projector")
DESK: Sizes = ("laptop", "phone", "projector")
WALL: Sizes = ("projector", "laptop", "phone")


class Shot(NamedTuple):
    """A page: its pictures' name, its template, who looks at which path, and on which screens.

    A path is a camp's own, one of the whole board (`//new`), or has the name of a place that
    `scripts.scenes` found (`{card}`). `then` is done on the page before it is drawn. All sizes are
    drawn in the light theme; `dark` and `contrast` are the sizes that are drawn in those as well.
    """

    name: str
    template: str
    who: Who
    path: str
    words: str
    sizes: Sizes = HAND
    dark: Sizes = ()
    contrast: Sizes = ()
    then: Callable[[Page], None] | None = None

    def drawn(self, size: Size, theme: Theme) -> bool:
        """Whether there is such a picture."""
        return size in {"light": self.sizes, "dark": self.dark, "contrast": self.contrast}[theme]


def _create_a_camp(page: Page) -> None:
    """What there is to fill in for a classic day, and the page that comes then."""
    page.get_by_label("What is it called?").fill("Edcamp Riverside")
    page.get_by_label("Time zone").fill("America/New_York")
    page.get_by_label("Your name").fill("Ruth Alvarez")
    page.get_by_label("Rooms, one a line").fill("Library 40\nGym 120\nRoom 12, 28, piano projector")
    page.get_by_role("button", name="Create the camp").click()
    page.wait_for_selector("#organiser-link")


def _close_room(page: Page) -> None:
    """Ask what would come of it."""
    page.locator("select[name=room]").first.select_option(index=1)
    page.get_by_role("button", name="See what would come of it").first.click()
    page.wait_for_selector("#answer")


def _lobby(name: str, mode: str, words: str, *, dark: Sizes = ()) -> Shot:
    """The lobby, kept at one thing."""
    return Shot(name, "lobby", "nobody", f"/lobby?mode={mode}", f"The lobby: {words}", WALL, dark)


def _console(
    name: str,
    template: str,
    path: str,
    words: str,
    *,
    dark: Sizes = (),
    then: Callable[[Page], None] | None = None,
) -> Shot:
    """A page of the console."""
    return Shot(name, template, "organiser", f"/console{path}", words, DESK, dark, then=then)


SHOTS = (
    Shot("front", "front", "nobody", "//", "The front page"),
    Shot("new", "new", "nobody", "//new", "Creating a camp"),
    Shot("created", "created", "nobody", "//new", "A camp is ready", then=_create_a_camp),
    Shot("door", "join", "nobody", "", "The door: what the QR code leads to"),
    Shot("arrive", "arrive", "nobody", "{badge}", "Coming in by a badge"),
    Shot("arrive-again", "arrive", "attendee", "{badge}", "A badge on a phone that is in use"),
    Shot("topics", "topics", "attendee", "", "Topics", dark=HAND, contrast=HAND),
    Shot("topic", "topic", "attendee", "/topics/{topic}", "A topic"),
    Shot("own-topic", "topic", "attendee", "/topics/{own}", "A topic of one’s own"),
    Shot("edit", "pitch", "attendee", "/topics/{own}/edit", "Editing a topic"),
    Shot("pitch", "pitch", "colleague", "/pitch", "Pitching a topic"),
    Shot("invited", "invited", "colleague", "{invitation}", "Asked to lead a topic together"),
    Shot("taken-off", "taken_off", "attendee", "/topics/{hidden}", "A topic that was taken off"),
    Shot("choices", "choices", "attendee", "/choices", "My choices, in order", dark=("phone",)),
    Shot("grid", "grid", "attendee", "/grid", "The grid", dark=("phone", "laptop")),
    Shot("day", "day", "attendee", "/day", "My day"),
    Shot("announcements", "announcements", "attendee", "/announcements", "What organisers said"),
    Shot("me", "me", "attendee", "/me", "Me, and how pages look"),
    Shot("devices", "devices", "attendee", "/devices", "Another device"),
    Shot("error", "error", "nobody", "//c/zzzzz", "There is nothing here"),
    _console("console", "console_now", "", "The console", dark=("laptop", "phone")),
    _console("console-topics", "console_topics", "/topics", "The console: topics"),
    _console("console-topic", "console_topic", "/topics/{topic}", "The console: a topic"),
    _console("console-grid", "console_grid", "/grid", "The console: the grid", dark=("laptop",)),
    _console("console-cell", "console_cell", "/cells/{cell}", "The console: a place on the grid"),
    _console("console-whatif", "console_whatif", "/whatif", "What if …?"),
    _console("console-closed", "console_whatif", "/whatif", "What if a room were closed?", then=_close_room),
    _console("console-day", "console_day", "/day", "The console: rooms and slots"),
    _console("console-room", "console_room", "/rooms/{room}", "The console: a room"),
    _console("console-slot", "console_slot", "/slots/{slot}", "The console: a slot"),
    _console("console-break", "console_break", "/breaks/{pause}", "The console: a break"),
    _console("console-settings", "console_settings", "/settings", "Settings, colour and logo"),
    _console("console-people", "console_people", "/people", "The console: people"),
    _console("console-roster", "console_roster", "/roster", "Who is expected"),
    _console("badges", "badges", "/badges?which=all", "Badges to print"),
    _console("console-paper", "console_paper", "/paper", "Paper cards and kiosks"),
    _console("cards", "cards_print", "/cards?first=1&last=24&sheet=4", "Paper cards to print"),
    _console("console-log", "console_log", "/log", "Who did what"),
    _console("console-print", "console_print", "/print", "The printable wall"),
    _console("console-rehearsal", "console_rehearsal", "/rehearsal", "A rehearsal"),
    Shot("remote", "console_remote", "organiser", "/console/remote", "The lobby’s remote"),
    Shot("kiosk", "kiosk", "organiser", "/kiosk", "The kiosk, where a helper types in paper cards", DESK),
    Shot("kiosk-everybody", "kiosk", "kiosk", "/kiosk", "The kiosk for people without a phone", DESK),
    Shot("kiosk-pitch", "kiosk_pitch", "organiser", "/kiosk/pitch", "The kiosk: a topic from paper", DESK),
    Shot("card", "card", "nobody", "{card}", "A paper card, scanned with a phone"),
    # Here the announcement of `scripts.scenes` is old enough to leave the lobby's head.
    _lobby("lobby", "marketplace", "the marketplace", dark=("projector",)),
    _lobby("lobby-grid", "grid", "the grid", dark=("projector",)),
    _lobby("lobby-spotlight", "spotlight&topic={topic}", "one topic"),
    _lobby("lobby-now", "now", "now and next"),
    _lobby("lobby-results", "results", "at the end of the day"),
    Shot("components", "components", "nobody", "//components", "All components", DESK),
    Shot("console-parts", "components_console", "nobody", "//components/console", "And the console’s", DESK),
)  # fmt: skip
