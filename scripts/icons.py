"""Draws the icons of the installed app from static/icon.svg: `python -m scripts.icons`.

Home screens cut a maskable icon to a shape of their own, so the card stands inside of the middle 80 % of
it, on a ground without corners (https://www.w3.org/TR/appmanifest/#icon-masks).
"""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

STATIC = Path(__file__).parent.parent / "static"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
GROUND = "#1d5140"


def main() -> None:
    """Write icon-192.png, icon-512.png and the same as maskable ones."""
    drawing = (STATIC / "icon.svg").read_text(encoding="utf-8")
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for size in (192, 512):
            page = chromium.new_page(viewport={"width": size, "height": size})
            for name, ground, part in (("icon", "transparent", 100), ("icon-maskable", GROUND, 80)):
                page.set_content(
                    f"<style>html{{background:{ground};height:100%;display:grid}}"
                    f"body{{margin:auto;width:{part}%;line-height:0}}</style>{drawing}"
                )
                picture = STATIC / f"{name}-{size}.png"
                page.screenshot(path=picture, omit_background=True)
                print(picture.name, picture.stat().st_size)
        chromium.close()


if __name__ == "__main__":
    main()
