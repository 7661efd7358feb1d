"""How the audit trail says what imports and decisions between sources did."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise] = {
    "import.commit": _("took over a file"),
    "import.discard": _("discarded a file"),
    "demonstration.remove": _("removed the demonstration"),
    "conflict.decide": _("decided between sources"),
    "conflict.reopen": _("took back a decision between sources"),
}
