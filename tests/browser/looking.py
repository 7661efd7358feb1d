"""Looking at a page as it stands: what axe finds, what sticks out, what its policy refused."""

from axe_playwright_python.base import AXE_SCRIPT

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Asks axe for what is wrong only, and not to fetch style sheets again: we have one, from our own host.
OPTIONS = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"], "preload": False}

# How the browser notes in its console that a page was answered with an error: what the page says is looked at.
REFUSED = "Failed to load resource: the server responded with a status of 4"
# Before the page's own scripts: what the policy refuses is kept.
KEEP_REFUSALS = """
window.refusals = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refusals.push(`${event.violatedDirective} refused ${event.blockedURI || "inline"} ${event.sample}`));
"""
# Parts out of sight that the browser has not laid out yet have no size and no colour for axe. The style sheet is built
# in the page, which a policy without inline styles lets stand.
LAY_OUT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, ::details-content { content-visibility: visible !important }");
  document.adoptedStyleSheets = [sheet];
}"""
STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const out = [...document.querySelectorAll("body *")].filter((each) => {
    const box = each.getBoundingClientRect();
    return box.width && (box.right > width + 1 || box.left < -1) && getComputedStyle(each).position !== "absolute";
  });
  return [`${document.documentElement.scrollWidth} of ${width}: `
    + out.slice(0, 3).map((each) => `${each.tagName}.${each.className}`).join(" ")];
}"""

ASK = """([options, among]) => axe.run(among || document, options).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.html.slice(0, 160)}`)))"""


def violations(page, *, among=None) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA on the whole page, or on the part `among`; empty when all is well."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.evaluate(LAY_OUT)
    return [f"{page.url} {line}" for line in page.evaluate(ASK, [OPTIONS, among])]


def sticking_out(page, width: int) -> list[str]:
    """What makes the page scroll sideways at a width, in CSS pixels; empty when nothing does."""
    page.set_viewport_size({"width": width, "height": 900})
    return [f"{page.url} at {width} px: {line}" for line in page.evaluate(STICKING_OUT)]


def refusals(page) -> list[str]:
    """What the page's content security policy refused."""
    return [f"{page.url} {line}" for line in page.evaluate("window.refusals")]
