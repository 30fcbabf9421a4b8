"""Columns that may leave with an export of the outbox: neither addresses nor texts."""

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from core.export import ExportResource
from core.models import OutgoingMail


class MailResource(ExportResource):
    """How mails stand, for whoever looks after the mail server."""

    state = Field(attribute="get_state_display", column_name=_("state"))
    last_error = Field(attribute="get_last_error_display", column_name=_("last error"))

    class Meta:
        model = OutgoingMail
        fields = ("message_id", "created_at", "state", "attempts", "last_error", "server_code", "sent_at")
        export_order = fields
