"""Closed lists of words of agendas and papers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ItemKind(TextChoices):
    """What a line of an agenda is: a heading over items, or an item."""

    SECTION = "section", _("section")
    ITEM = "item", _("item")


class PaperKind(TextChoices):
    """What a paper asks of the committee; a table paper is handed out at the meeting."""

    DECISION = "decision", _("decision paper")
    INFORMATION = "information", _("information paper")
    TABLE = "table", _("table paper")


class ProposalKind(TextChoices):
    """Why a line is proposed for an agenda, in the order in which a meeting takes them."""

    STANDING = "standing", _("standing items")
    MINUTES = "minutes", _("minutes of the last meeting")
    CONTROL = "control", _("decision control")
    CIRCULAR = "circular", _("decisions by circular")
    RETURNED = "returned", _("back from another committee")
    DEFERRED = "deferred", _("deferred items")
    RESUBMISSION = "resubmission", _("resubmissions")
    NOT_EXECUTABLE = "not_executable", _("measures that cannot be carried out")
    OVERDUE = "overdue", _("overdue measures")
    DUE = "due", _("measures due until the meeting")
    ESCALATED = "escalated", _("escalated follow-ups")
    TOPIC = "topic", _("topics of the backlog")


class Rhythm(TextChoices):
    """How a series of meetings comes back."""

    WEEKLY = "weekly", _("by weeks")
    MONTHLY = "monthly", _("by months")


class Extent(TextChoices):
    """To which meetings of a series a change applies."""

    ONE = "one", _("only this meeting")
    FOLLOWING = "following", _("this meeting and all that follow in the series")
