"""Topics: what somebody asks a committee to look at, and everything that became of it."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from steering.enums import TOPIC_OPEN, Confidentiality, ItemResult, Side, TopicState, Urgency
from steering.models import visibility
from steering.models.agenda_items import AgendaItem
from steering.models.committees import Committee, seats_held_by


class TopicQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "TopicQuerySet":
        """Return what this user may see; see `steering.models.visibility`."""
        return self.filter(visibility.topics(user))

    def backlog(self) -> "TopicQuerySet":
        """Return what was accepted and stands on no agenda yet."""
        return self.filter(state=TopicState.ACCEPTED)

    def open(self) -> "TopicQuerySet":
        """Return the topics of which something is still to become."""
        return self.filter(state__in=TOPIC_OPEN)

    def seated_for(self, user) -> "TopicQuerySet":
        """Say with each topic whether this person holds a seat in its committee today (`is_seated`)."""
        seats = seats_held_by(user).filter(committee=OuterRef("committee"))
        return self.annotate(is_seated=Exists(seats))


class Topic(models.Model):
    """A proposal to a committee. It is linked to the agenda items in which it was dealt with and never moved.

    A topic raised from another committee (`raised_from`) goes back there with what was decided.
    """

    committee = models.ForeignKey(
        Committee, verbose_name=_("committee"), on_delete=models.PROTECT, related_name="topics"
    )
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("what was observed, what is asked"), blank=True, max_length=4000)
    unit = models.ForeignKey(
        "core.Organisation", verbose_name=_("proposed by the unit"), on_delete=models.PROTECT, related_name="topics"
    )
    areas = models.ManyToManyField("quarters.Area", verbose_name=_("areas"), blank=True, related_name="topics")
    side = models.CharField(_("side of the work"), max_length=10, choices=Side)
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency, default=Urgency.NORMAL)
    confidentiality = models.CharField(
        _("confidentiality"), max_length=20, choices=Confidentiality, default=Confidentiality.INTERNAL
    )
    state = models.CharField(_("state"), max_length=20, choices=TopicState, default=TopicState.PROPOSED, editable=False)
    proposed_at = models.DateTimeField(_("proposed"), editable=False)
    proposed_by = models.ForeignKey(
        "core.User", verbose_name=_("proposed by"), on_delete=models.PROTECT, related_name="topics", editable=False
    )
    raised_from = models.ForeignKey(
        AgendaItem,
        verbose_name=_("raised from"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="raised_topics",
        editable=False,
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("-proposed_at", "-pk")
        indexes = (
            models.Index(fields=["committee", "-proposed_at"], name="topic_open", condition=Q(state__in=TOPIC_OPEN)),
        )
        constraints = (
            models.CheckConstraint(name="topic_has_title", condition=~Q(title="")),
            models.CheckConstraint(name="topic_state", condition=Q(state__in=TopicState.values)),
            models.CheckConstraint(name="topic_side", condition=Q(side__in=Side.values)),
            models.CheckConstraint(name="topic_urgency", condition=Q(urgency__in=Urgency.values)),
            models.CheckConstraint(
                name="topic_confidentiality", condition=Q(confidentiality__in=Confidentiality.values)
            ),
            models.UniqueConstraint(
                name="topic_raised_once",
                fields=["raised_from", "committee"],
                condition=~Q(state=TopicState.WITHDRAWN),
                violation_error_message=_("This item has already been raised to that committee."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the page of this record."""
        return reverse("steering:topic_detail", args=[self.pk])

    @property
    def is_confidential(self) -> bool:
        """Tell whether only a few may read it."""
        return self.confidentiality == Confidentiality.CONFIDENTIAL


class TopicChangeQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "TopicChangeQuerySet":
        """Return the changes of the topics this user may see."""
        return self.filter(topic__in=Topic.objects.visible_to(user))


class TopicChange(models.Model):
    """One step in the life of a topic, with its date: what the proposer is told, and what response times come from.

    `item` is the agenda item by which it happened; `result` keeps what became of it there.
    """

    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.PROTECT, related_name="changes")
    state = models.CharField(_("state"), max_length=20, choices=TopicState)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    item = models.ForeignKey(
        AgendaItem,
        verbose_name=_("agenda item"),
        null=True,
        blank=True,
        # An item may be removed from an agenda nobody was invited to.
        on_delete=models.SET_NULL,
        related_name="topic_changes",
    )
    result = models.CharField(_("result"), max_length=20, choices=ItemResult, blank=True)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(
        "core.User", verbose_name=_("changed by"), on_delete=models.PROTECT, related_name="+"
    )

    objects = TopicChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a topic")
        verbose_name_plural = _("steps of topics")
        ordering = ("changed_at", "pk")
        constraints = (
            models.CheckConstraint(name="topicchange_state", condition=Q(state__in=TopicState.values)),
            models.CheckConstraint(name="topicchange_result", condition=Q(result__in=("", *ItemResult.values))),
            models.CheckConstraint(
                name="topicchange_returned_with_reason",
                condition=~Q(state=TopicState.RETURNED) | ~Q(reason=""),
                violation_error_message=_("Please give the reason in a sentence."),
            ),
            models.CheckConstraint(
                name="topicchange_by_an_item",
                condition=~Q(state=TopicState.SETTLED) | Q(item__isnull=False),
            ),
            models.CheckConstraint(name="topicchange_result_of_item", condition=Q(result="") | Q(item__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.state}"
