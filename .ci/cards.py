"""Draws the pictures that stand beside a shared link, one for each language, in the look of the site.

Run by hand when the drawing or its words change: `python .ci/cards.py`; the pictures are committed. They name no
network and no city: whose site it is stands in the words beside the picture.
"""

import base64
import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
UI = ROOT / "portolan" / "ui"
CARDS = UI / "static" / "ui" / "cards"
WIDTH, HEIGHT = 1200, 630
# The sentence of the home page, as its catalogues have it, and the direction of the language.
WORDS = {
    "fr": ("ltr", "Des villes se rencontrent, écrivent ce qu’elles savent, agissent."),
    "en": ("ltr", "Cities meet, write down what they know, and act."),
    "ar": ("rtl", "مدنٌ تلتقي وتدوّن ما تعرف، ثم تعمل."),
}
FONTS = {
    "Portolan Sans": "portolan-sans-regular.woff2",
    "Portolan Sans Arabic": "portolan-sans-arabic-regular.woff2",
}
PAGE = """<!doctype html><html lang="{language}" dir="{direction}"><meta charset="utf-8"><style>
{faces}
* {{ margin: 0; box-sizing: border-box; }}
body {{ inline-size: 1200px; block-size: 630px; overflow: hidden; display: flex; background: #f7f1e3;
  font-family: "Portolan Sans", "Portolan Sans Arabic"; color: #f1e8d6; }}
.said {{ inline-size: 460px; block-size: 630px; padding: 56px 48px; background: #0c3350; display: flex;
  flex-direction: column; flex: none; border-block-end: 12px solid #a33d1c; }}
.said svg {{ inline-size: 120px; block-size: 120px; margin-block-end: auto; }}
h1 {{ font-size: 76px; font-weight: 400; letter-spacing: -.022em; line-height: 1.1; }}
p {{ text-wrap: balance; font-size: 33px; line-height: 1.35; margin-block-start: 18px; }}
:lang(ar) p {{ line-height: 1.7; font-size: 36px; }}
.rose-a {{ fill: #f1e8d6; }} .rose-b {{ fill: #f2956b; }} .rose-c {{ fill: none; stroke: #f1e8d6; }}
.rose-f, .rose-f2 {{ fill: none; stroke: #f1e8d6; stroke-width: .6; }}
.chart {{ inline-size: 740px; block-size: 630px; direction: ltr; }}
.land {{ fill: #ece1c8; stroke: #0f4265; stroke-width: 1.1; }}
.water {{ fill: none; stroke-linejoin: round; }}
.w1 {{ stroke-width: 19; stroke: #c4cbc7; }} .w2 {{ stroke-width: 12.6; stroke: #a8b5b8; }}
.w3 {{ stroke-width: 6.6; stroke: #839aa4; }}
.k1, .k2, .k3 {{ stroke: #f7f1e3; }} .k1 {{ stroke-width: 17.2; }} .k2 {{ stroke-width: 10.9; }}
.k3 {{ stroke-width: 4.9; }}
.rhumb {{ fill: none; stroke: #0f4265; stroke-width: 1; opacity: .36; }}
.rhumb.r2 {{ stroke: #a33d1c; }}
</style><body><div class="said">
<svg viewBox="-40 -40 80 80">{rose}</svg><h1 lang="en" dir="ltr">Portolan</h1><p>{words}</p></div>
<svg class="chart" viewBox="250 8 830 707" preserveAspectRatio="xMidYMid slice">{rhumbs}
<defs><path id="coast" d="{coast}"/></defs>{water}<use href="#coast" class="land"/></svg>"""


def part(name: str) -> str:
    """A drawing of the site's own templates."""
    return (UI / "templates" / "ui" / name).read_text().strip()


def faces() -> str:
    """The site's letters, within the page."""
    rule = '@font-face {{ font-family: "{}"; src: url(data:font/woff2;base64,{}); }}'
    read = {name: (UI / "static" / "ui" / "fonts" / file).read_bytes() for name, file in FONTS.items()}
    return "\n".join(rule.format(name, base64.b64encode(font).decode()) for name, font in read.items())


def page(language: str) -> str:
    """The picture of a language, as a page."""
    direction, words = WORDS[language]
    water = "".join(f'<use href="#coast" class="water {kind}{n}"/>' for n in (1, 2, 3) for kind in "wk")
    return PAGE.format(
        language=language, direction=direction, words=words, faces=faces(), water=water,
        rose=part("rose_shape.html"), rhumbs=part("chart/rhumbs.html"), coast=part("chart/coast.html"),
    )  # fmt: skip


def main() -> None:
    """Draw all and write them where the site serves them from."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    CARDS.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        sheet = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for language in WORDS:
            sheet.set_content(page(language))
            sheet.evaluate("document.fonts.ready")
            sheet.screenshot(path=CARDS / f"{language}.png")
        browser.close()


if __name__ == "__main__":
    main()
