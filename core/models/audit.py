"""The audit: who changed which row, when and why. Written by database triggers alone, never by Django.

No foreign key holds these rows: evidence outlives what it speaks of. `core.audit` says how it works.
"""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.enums import AuditAction, Role
from core.models.organisations import Organisation
from core.models.users import User


class AuditEntryQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "AuditEntryQuerySet":
        """Return the log for the data protection officer; row-level security narrows it for everybody."""
        return self if user.has_role(Role.DATA_PROTECTION_OFFICER) else self.none()

    def of_row(self, table: str, row_key: str) -> "AuditEntryQuerySet":
        """Return what happened to one row, newest first."""
        return self.filter(table=table, row_key=row_key).order_by("-id")


class AuditEntry(models.Model):
    """One row of one table was inserted, changed or deleted."""

    # Begin of the transaction by the installation's clock, which only a demonstration can set forward.
    at = models.DateTimeField(_("time"))
    table = models.CharField(_("kind of record"), max_length=63, db_column="table_name")
    row_key = models.TextField(_("record"))
    action = models.CharField(_("action"), max_length=10, choices=AuditAction)
    user = models.ForeignKey(
        User, verbose_name=_("account"), null=True, db_constraint=False, on_delete=models.DO_NOTHING, related_name="+"
    )
    request_id = models.CharField(_("request"), max_length=64, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    # {column: [old, new]}; {column: null} where only the fact of the change is kept.
    changes = models.JSONField(_("changes"))
    owner_organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("owning organisation"),
        null=True,
        db_constraint=False,
        on_delete=models.DO_NOTHING,
        related_name="+",
    )
    transaction_id = models.BigIntegerField()

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["table", "row_key", "id"], name="audit_by_row"),
            BrinIndex(fields=["at"], name="audit_by_time"),
        )
        constraints = (models.CheckConstraint(name="audit_entry_action", condition=Q(action__in=AuditAction.values)),)

    def __str__(self) -> str:
        return f"{self.table} {self.row_key}: {self.get_action_display()}"


class AuditLink(models.Model):
    """The place of an entry in the chain: its hash covers the entry and the hash before it."""

    n = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(AuditEntry, db_constraint=False, on_delete=models.DO_NOTHING, related_name="link")
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        verbose_name = _("link of the audit chain")
        verbose_name_plural = _("links of the audit chain")
        ordering = ("n",)

    def __str__(self) -> str:
        return f"{self.n}: {self.hash_text}"

    @property
    def hash_text(self) -> str:
        """Return the hash in hexadecimal, as people copy it."""
        return bytes(self.hash).hex()


class AuditHead(models.Model):
    """Exactly one row: the number and hash of the newest link, so that a cut-off end shows."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    n = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        verbose_name = _("head of the audit chain")
        verbose_name_plural = _("heads of the audit chain")
        constraints = (models.CheckConstraint(name="audit_head_only_one", condition=Q(id=1)),)

    def __str__(self) -> str:
        return f"{self.n}: {self.hash_text}"

    @property
    def hash_text(self) -> str:
        """Return the hash in hexadecimal, as people copy it."""
        return bytes(self.hash).hex()
