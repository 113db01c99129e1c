"""A page as a browser holds it, with the five verbs of a patch done the way `static/js/patch.js` does."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from lxml import html

from board.live.parts import Audience, Screen
from board.live.render import Renderer


class Page:
    """The elements of one audience's page, in a tree of real elements."""

    def __init__(self, audience: Audience, screen: Screen, renderer: Renderer) -> None:
        self._root: Any = html.Element("main")
        for part_id in reversed(list(screen.parts)):
            part = screen.parts[part_id]
            if not part.within:
                parent = self._list(part.into) if part.into else self._root
                parent.insert(0, _element(renderer.part(audience, screen, part.id)))

    def apply(self, frame: bytes) -> None:
        """Do what a `patch` or `snapshot` frame says."""
        verbs: dict[str, Callable[..., None]] = {
            "put": self._put,
            "del": self._del,
            "keep": self._keep,
            "set": self._set,
            "votes": self._votes,
        }
        for verb, *given in json.loads(frame)["ops"]:
            verbs[verb](*given)

    def shown(self) -> dict[str, list[str]]:
        """Everything on the page: the elements of each list (their order is the phone's own), sorted."""
        lists = [self._root, *self._root.xpath("./*[@data-list]")]
        return {
            into.get("data-list", "main"): sorted(
                html.tostring(child, encoding="unicode")
                for child in into
                if child.get("data-list") is None
            )
            for into in lists
            if into is self._root or len(into)
        }

    def _list(self, into: str) -> Any:
        found = self._root.xpath("./*[@data-list=$into]", into=into)
        if not found:
            found = [html.Element("ol", {"data-list": into})]
            self._root.append(found[0])
        return found[0]

    def _put(self, part_id: str, into: str, markup: str) -> None:
        new, old = _element(markup), self._root.xpath("//*[@id=$id]", id=part_id)
        if old:
            new.tail = old[0].tail
            old[0].getparent().replace(old[0], new)
        elif into:
            self._list(into).insert(0, new)

    def _del(self, part_id: str) -> None:
        for old in self._root.xpath("//*[@id=$id]", id=part_id):
            old.drop_tree()

    def _keep(self, into: str, ids: list[str]) -> None:
        for child in list(self._list(into)):
            if child.get("id") not in ids:
                child.drop_tree()

    def _set(self, values: Mapping[str, Any]) -> None:
        for key, value in values.items():
            for element in self._root.xpath("//*[@data-v=$key]", key=key):
                element.text = str(value) or None

    def _votes(self, counts: list[int]) -> None:
        number = 0
        for more, tally in zip(counts[::2], counts[1::2], strict=True):
            number += more
            card = "//*[contains(@class, 'card')][.//*[@class='topic-number' and .=$number]]"
            for element in self._root.xpath(f"{card}//*[@class='tally']", number=str(number)):
                element.text = str(tally)


def _element(markup: str) -> Any:
    element = html.fragment_fromstring(markup)
    element.tail = None
    return element
