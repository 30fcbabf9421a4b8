"""The audit log: the data protection officer looks up who changed what."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from core import rules
from core.audit.catalogue import model_of, table_label
from core.audit.reading import in_words
from core.forms.audit import AuditFilter
from core.models import AuditEntry
from core.queries.audit import chain_head
from core.resources.audit import AuditResource
from core.tables.audit import AuditLogTable
from core.views.base import DetailPage, ListPage


class AuditListPage(ListPage):
    """Opened when somebody asks who changed something, and for the regular check."""

    model = AuditEntry
    template_name = "core/audit_list.html"
    table_class = AuditLogTable
    filterset_class = AuditFilter
    resource_class = AuditResource
    role_permission = rules.may_read_audit
    heading = _("Audit log")
    export_name = "audit"
    empty_text = _("Every change of a record is written down here, with time, account and reason.")

    def get_queryset(self) -> QuerySet:
        """Load the accounts with the entries."""
        return super().get_queryset().select_related("user")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the head of the chain, to be noted down elsewhere."""
        return super().get_context_data(head=chain_head(), **kwargs)


class AuditDetailPage(DetailPage):
    """One entry with the values before and after, as far as they are kept."""

    model = AuditEntry
    template_name = "core/audit_detail.html"
    role_permission = rules.may_read_audit
    breadcrumbs = ((_("Audit log"), reverse_lazy("core:audit_list")),)

    def get_queryset(self) -> QuerySet:
        """Load account and place in the chain with the entry."""
        return AuditEntry.objects.select_related("user", "link", "owner_organisation")

    def get_heading(self) -> str:
        """Name kind and number of the record."""
        return f"{table_label(self.object.table)} {self.object.row_key}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the entry in words."""
        (words,) = in_words(model_of(self.object.table), [self.object], self.request.user)
        return super().get_context_data(words=words, **kwargs)
