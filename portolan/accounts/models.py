"""Accounts and the audit trail."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from portolan.accounts.enums import PersonalData
from portolan.kernel.folding import fold


class UserManager(BaseUserManager["User"]):
    """Finds accounts by e-mail whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        """Make an account; without a password it can only be entered by an invitation or another way in."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.email_key = fold(user.email)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email_key=fold(username or ""))


class User(AbstractBaseUser):
    """An account: a way in. The person it belongs to lives in `network` and exists without it."""

    personal_data = PersonalData.IDENTITY

    email = models.EmailField(_("e-mail address"), unique=True)
    # The folded address: two spellings of one address are one account.
    email_key = models.CharField(max_length=254, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=8, default="fr")
    # The reader's country, for Arabic month names and digits; empty means the language's usual one.
    region = models.CharField(_("country of reading"), max_length=2, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    # Accounts of the demonstration, with passwords kept in the data folder, may enter from loopback only.
    is_demonstration = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email_key = fold(self.email)


class AuditEntry(models.Model):
    """Who did what to which thing, when and why. Append-only; it outlives the thing, the account and the person."""

    personal_data = PersonalData.WORK

    at = models.DateTimeField(_("at"), db_index=True)
    actor = models.ForeignKey(User, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+")
    # Kept as it was, since the account may be gone later; emptied by erasure.
    actor_label = models.CharField(max_length=254, blank=True)
    on_behalf_of = models.CharField(_("on behalf of"), max_length=254, blank=True)
    verb = models.CharField(_("what"), max_length=60)
    object_kind = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    object_label = models.CharField(max_length=300, blank=True)
    # Field -> [before, after]; for personal fields only the field's name, with null.
    changes = models.JSONField(default=dict, blank=True)
    reason = models.TextField(_("why"), blank=True)
    request_id = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("object_kind", "object_id", "-at"), name="audit_object"),)
        constraints = (models.CheckConstraint(condition=~models.Q(verb=""), name="audit_verb_not_empty"),)

    def __str__(self) -> str:
        return f"{self.verb} {self.object_label}"
