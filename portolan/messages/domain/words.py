"""How the verbs of messages are said in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "mail-drafted": _("wrote a message"),
    "mail-approved": _("let a message leave"),
    "mail-discarded": _("discarded a message"),
    "task-assigned": _("gave a task"),
    "task-finished": _("finished a task"),
    "task-handed-over": _("handed a task over"),
}
