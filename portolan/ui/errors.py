"""What went wrong, in words, for the pages `ui/errors/*.html`: three languages, no database, no context processor."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from portolan.kernel.languages import KNOWN, current_language


@dataclass(frozen=True)
class Trouble:
    """What went wrong and what the reader can do, as message ids of this app's catalogue."""

    status: int
    title: str
    advice: str


TROUBLES = {
    "400": Trouble(
        400,
        gettext_noop("This request cannot be read"),
        gettext_noop("Something in the address or the form is not as expected. Go back, check it, and send it again."),
    ),
    "403": Trouble(
        403,
        gettext_noop("This page is not open to you"),
        gettext_noop(
            "It may be for another city or another role, or a form stayed open for too long: go back, reload it, "
            "and send it again. If you think the page should be yours, write to us."
        ),
    ),
    "404": Trouble(
        404,
        gettext_noop("There is no such page"),
        gettext_noop("It may have moved, or never existed. The home page leads everywhere."),
    ),
    "413": Trouble(
        413,
        gettext_noop("This file is too large"),
        gettext_noop("Nothing was kept. Make it smaller or cut it in parts, and send it again."),
    ),
    "429": Trouble(
        429,
        gettext_noop("Too many attempts"),
        gettext_noop("Wait a few minutes, then try again. Nothing is lost."),
    ),
    "500": Trouble(
        500,
        gettext_noop("Something broke on our side"),
        gettext_noop(
            "It has been noted. Try again in a moment; if it persists, write to us with the time it happened."
        ),
    ),
    "busy": Trouble(
        503,
        gettext_noop("The site is busy"),
        gettext_noop("Too many people are writing at once. Your page will work again in a few seconds: reload it."),
    ),
}


@dataclass(frozen=True)
class Said:
    """A trouble in one language."""

    code: str
    direction: str
    title: str
    advice: str
    home: str


def trouble_in_all_languages(name: str) -> list[Said]:
    """The trouble `name`, a key of `TROUBLES`, in the language in use and then in the others of the site."""
    mine = current_language()
    others = [code for code, _ in settings.LANGUAGES if code != mine]
    return [_said(TROUBLES[name], code) for code in (mine, *others)]


def _said(trouble: Trouble, code: str) -> Said:
    with translation.override(code):
        return Said(code, KNOWN[code].direction, gettext(trouble.title), gettext(trouble.advice), gettext("Home page"))
