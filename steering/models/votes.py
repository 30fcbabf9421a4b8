"""How a committee voted."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from steering.enums_log import VoteKind
from steering.models.agenda_items import AgendaItem
from steering.models.decisions import Decision


class VoteQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "VoteQuerySet":
        """Return the votes on what this user may see."""
        items = AgendaItem.objects.visible_to(user)
        return self.filter(Q(agenda_item__in=items) | Q(decision__in=Decision.objects.visible_to(user)))


class Vote(models.Model):
    """By consensus, or counted. It belongs to the decision that was taken, or to the item if none was taken.

    `present` is the number of voting members present when the vote was written down; NULL where no attendance is kept.
    """

    decision = models.OneToOneField(
        Decision, verbose_name=_("decision"), null=True, blank=True, on_delete=models.PROTECT, related_name="vote"
    )
    agenda_item = models.OneToOneField(
        AgendaItem,
        verbose_name=_("agenda item"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="vote",
    )
    kind = models.CharField(_("kind of vote"), max_length=10, choices=VoteKind)
    yes = models.PositiveSmallIntegerField(_("yes"), default=0)
    no = models.PositiveSmallIntegerField(_("no"), default=0)
    abstain = models.PositiveSmallIntegerField(_("abstentions"), default=0)
    biased = models.PositiveSmallIntegerField(_("biased"), default=0)
    present = models.PositiveSmallIntegerField(_("voting members present"), null=True, blank=True)

    objects = VoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = (
            models.CheckConstraint(name="vote_kind", condition=Q(kind__in=VoteKind.values)),
            models.CheckConstraint(
                name="vote_on_one_thing",
                condition=Q(decision__isnull=False, agenda_item__isnull=True)
                | Q(decision__isnull=True, agenda_item__isnull=False),
            ),
            models.CheckConstraint(
                name="vote_consensus_counts_nobody",
                condition=Q(kind=VoteKind.COUNTED) | Q(yes=0, no=0, abstain=0, biased=0),
            ),
            models.CheckConstraint(
                name="vote_counted_counts_somebody",
                condition=Q(kind=VoteKind.CONSENSUS) | Q(yes__gt=0) | Q(no__gt=0) | Q(abstain__gt=0),
                violation_error_message=_("Please give the numbers of the vote."),
            ),
            models.CheckConstraint(
                name="vote_within_those_present",
                condition=Q(present__isnull=True) | Q(present__gte=F("yes") + F("no") + F("abstain") + F("biased")),
                violation_error_message=_("More votes than voting members present."),
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def carries(self) -> bool:
        """Tell whether more say yes than no; a tie is a refusal (VwVfG § 91)."""
        return self.kind == VoteKind.CONSENSUS or self.yes > self.no
