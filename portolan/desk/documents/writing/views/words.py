"""The editor's words, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def editor_words() -> dict[str, Any]:
    """Everything the script says."""
    return {**_page(), **_dialogs(), "tools": {**_tools(), **_table_tools()}, "states": _states()}


def _page() -> dict[str, str]:
    return {
        "text": _("Text of the section"),
        "toolbar": _("Formatting"),
        "tableToolbar": _("Table at the cursor"),
        "captionHere": _("Caption"),
        "creditHere": _("Credit: who made the picture, under which licence"),
        "alternative": _("For those who do not see the picture"),
        "note": _("Footnote"),
        "noteText": _("Text of the footnote"),
        "emptyNote": _("still empty"),
        "removeNote": _("Remove the footnote"),
        "done": pgettext("button", "Done"),
        "cancel": pgettext("button", "Cancel"),
        "signIn": _("Sign in again"),
        "otherAccount": _("Another account is signed in here now. Your text is kept in this browser for yours."),
    }


def _states() -> dict[str, str]:
    return {
        "draft": _("Draft kept at {time}"),
        "saving": _("Saving…"),
        "saved": _("Saved at {time}"),
        "offline": _("No connection: kept in this browser"),
        "busy": _("The site does not answer: kept in this browser"),
        "expired": _("Your session ended. Your text is kept in this browser."),
        "refused": _("Not accepted. Your text is kept in this browser."),
        "lost": _("Nothing can be kept: copy your text elsewhere before you leave this page."),
    }


def _dialogs() -> dict[str, Any]:
    return {**_linking(), **_citing(), **_picturing(), **_laying_out()}


def _linking() -> dict[str, str]:
    return {
        "linkTitle": pgettext("title", "Link"),
        "address": _("Address"),
        "addressHelp": _("Of a page of the web, or an e-mail address."),
        "addressWrong": _("Give an address, or choose something of this site."),
        "findHere": _("Or find something of this site: a city, an event, an organisation"),
        "linkIt": pgettext("button", "Link"),
        "removeLink": _("Remove the link"),
        "change": pgettext("button", "Change"),
        "nothingFound": _("Nothing found."),
        "noConnection": _("No connection: try again."),
        "notTaken": _("That did not work: try again."),
        "expired": _("Your session ended: sign in again in another window, then go on here."),
    }


def _citing() -> dict[str, str]:
    return {
        "sourceTitle": _("Cite a source"),
        "findSource": _("Find a source by its title or publisher"),
        "noSource": _("No source chosen yet."),
        "sourceMissing": _("Choose a source first."),
        "locator": _("Where in it"),
        "locatorHelp": _("A page, a table, a paragraph: p. 12"),
        "citeIt": pgettext("button", "Cite"),
    }


def _picturing() -> dict[str, str]:
    return {
        "pictureTitle": pgettext("title", "Picture"),
        "pictureFile": _("Picture"),
        "pictureHelp": _("PNG, JPEG or WebP, up to 8 MB. What the file says of place and camera is removed."),
        "pictureMissing": _("Choose a picture first."),
        "pictureKind": _("A picture is a PNG, JPEG or WebP file."),
        "alternativeHelp": _("What the picture shows, in a sentence."),
        "credit": _("Credit"),
        "creditHelp": _("Who made it, under which licence."),
        "sending": _("Sending the picture"),
        "tooLarge": _("The picture is too large."),
        "offlinePicture": _("No connection: the picture was not sent. Try again."),
    }


def _laying_out() -> dict[str, Any]:
    return {
        "tableTitle": pgettext("title", "Table"),
        "rows": _("Rows"),
        "columns": _("Columns"),
        "headRow": _("The first row says what the columns are"),
        "headColumn": _("The first column says what the rows are"),
        "insert": pgettext("button", "Insert"),
        "foreignTitle": _("Words in another language"),
        "foreignLanguage": _("Language of the selected words"),
        "mark": pgettext("button", "Mark"),
        "removeMark": _("Remove the mark"),
        "alignmentTitle": _("Alignment"),
        "alignment": _("Alignment of the paragraph"),
        "apply": pgettext("button", "Apply"),
        "alignments": [
            ["", _("at the start")],
            ["center", _("centred")],
            ["end", _("at the end")],
            ["justify", _("on both sides")],
        ],
    }


def _tools() -> dict[str, list[str]]:
    named = {
        "heading": _("Heading"),
        "subheading": _("Subheading"),
        "bold": _("Bold"),
        "italic": _("Italic"),
        "superscript": _("Superscript"),
        "subscript": _("Subscript"),
        "bullets": _("Bulleted list"),
        "numbers": _("Numbered list"),
        "quote": _("Quotation"),
        "align": _("Alignment"),
        "foreign": _("Words in another language"),
        "undo": _("Undo"),
        "redo": _("Redo"),
    }
    # Those that put something in carry a word beside their icon.
    worded = {
        "link": (_("Link"), pgettext("tool", "Link")),
        "note": (_("Footnote"), pgettext("tool", "Note")),
        "source": (_("Cite a source"), pgettext("tool", "Source")),
        "box": (_("Boxed practice"), pgettext("tool", "Box")),
        "table": (_("Table"), pgettext("tool", "Table")),
        "picture": (_("Picture"), pgettext("tool", "Picture")),
    }
    return {
        **{name: [label, label] for name, label in named.items()},
        **{name: list(pair) for name, pair in worded.items()},
    }


def _table_tools() -> dict[str, list[str]]:
    named = {
        "rowBefore": _("Add a row above"),
        "rowAfter": _("Add a row below"),
        "rowDelete": _("Remove the row"),
        "columnBefore": _("Add a column before"),
        "columnAfter": _("Add a column after"),
        "columnDelete": _("Remove the column"),
        "headRow": _("Row of headings"),
        "headColumn": _("Column of headings"),
        "merge": _("Merge the selected cells"),
        "split": _("Split the cell"),
        "tableDelete": _("Remove the table"),
    }
    return {name: [label, label] for name, label in named.items()}
