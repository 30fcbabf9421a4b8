"""Decisions and the counters their numbers come from."""

from django.db import models
from django.db.models import Case, Count, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models.indexes import any_part
from steering.enums import MEASURE_CLOSED, Confidentiality, Link, MeasureState, Progress
from steering.models import visibility
from steering.models.agenda_items import AgendaItem
from steering.models.circulars import CircularDecision
from steering.models.committees import Committee


class NumberCounter(models.Model):
    """The last number given out in a series; the row is locked while a number is taken."""

    series = models.CharField(primary_key=True, max_length=60)
    last = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"


class DecisionQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "DecisionQuerySet":
        """Return what this user may see; see `steering.models.visibility`."""
        return self.filter(visibility.decisions(user))

    def with_origin(self) -> "DecisionQuerySet":
        """Load committee and origin (`committee`, `agenda_item`, `meeting`, `circular`, `title`) with each decision."""
        return self.select_related("committee", "agenda_item__meeting__committee", "circular")

    def with_progress(self) -> "DecisionQuerySet":
        """Say with each decision how far it has been carried out (`progress`, a value of `Progress`)."""
        closed = Q(measures__state__in=MEASURE_CLOSED)
        finished = closed | Q(measures__state=MeasureState.REPORTED_DONE)
        refused = Q(measures__state=MeasureState.NOT_EXECUTABLE)
        return self.annotate(
            measure_count=Count("measures"),
            finished_count=Count("measures", filter=finished),
            closed_count=Count("measures", filter=closed),
            refused_count=Count("measures", filter=refused),
            progress=Case(
                When(measure_count=0, then=Value(Progress.NO_MEASURE)),
                When(closed_count=F("measure_count"), refused_count__gt=0, then=Value(Progress.NOT_EXECUTABLE)),
                When(closed_count=F("measure_count"), then=Value(Progress.DONE)),
                When(finished_count=F("measure_count"), then=Value(Progress.REPORTED_DONE)),
                default=Value(Progress.RUNNING),
                output_field=models.CharField(),
            ),
        )


class Decision(models.Model):
    """What a committee decided; the number is given at the moment the decision is taken and never again.

    It comes from an agenda item or from a circular. Committee and confidentiality are those of its origin; the database
    keeps them equal, also when the item's confidentiality is changed later. The wording does not change afterwards: a
    later decision replaces, amends or cancels an earlier one.
    """

    committee = models.ForeignKey(
        Committee, verbose_name=_("committee"), on_delete=models.PROTECT, related_name="decisions", editable=False
    )
    agenda_item = models.ForeignKey(
        AgendaItem,
        verbose_name=_("agenda item"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    circular = models.OneToOneField(
        CircularDecision,
        verbose_name=_("decision by circular"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decision",
    )
    confidentiality = models.CharField(_("confidentiality"), max_length=20, choices=Confidentiality, editable=False)
    number = models.CharField(_("number"), max_length=24, unique=True, editable=False)
    wording = models.TextField(_("wording"), max_length=4000)
    taken_on = models.DateField(_("taken on"), editable=False)
    recorded_at = models.DateTimeField(_("recorded"), editable=False)
    recorded_by = models.ForeignKey(
        "core.User", verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    earlier = models.ForeignKey(
        "self",
        verbose_name=_("earlier decision"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="later",
    )
    link = models.CharField(_("what it does to the earlier one"), max_length=20, choices=Link, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("-taken_on", "-pk")
        indexes = (
            models.Index(fields=["-taken_on", "-id"], name="decision_by_day"),
            any_part("number", "wording", name="decision_by_any_part"),
        )
        constraints = (
            models.CheckConstraint(
                name="decision_number_form",
                condition=Q(number__regex=r"^([A-Z]{1,8}-)?[0-9]{4}/([0-9]{2,}|U)-[0-9]{2,}$"),
            ),
            models.CheckConstraint(
                name="decision_one_origin",
                condition=Q(agenda_item__isnull=False, circular__isnull=True)
                | Q(agenda_item__isnull=True, circular__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_confidentiality", condition=Q(confidentiality__in=Confidentiality.values)
            ),
            models.CheckConstraint(name="decision_link", condition=Q(link__in=("", *Link.values))),
            models.CheckConstraint(name="decision_has_wording", condition=~Q(wording="")),
            models.CheckConstraint(
                name="decision_link_complete",
                condition=Q(earlier__isnull=True, link="") | (Q(earlier__isnull=False) & ~Q(link="")),
            ),
            models.CheckConstraint(
                name="decision_not_its_own_earlier", condition=Q(earlier__isnull=True) | Q(earlier__lt=F("pk"))
            ),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Return the page of this record."""
        return reverse("steering:decision_detail", args=[self.pk])

    @property
    def title(self) -> str:
        """What it is about: the title of its origin."""
        return self.origin.title

    @property
    def origin(self) -> AgendaItem | CircularDecision:
        """Where it was taken."""
        return self.agenda_item or self.circular  # type: ignore[return-value]  # exactly one, by constraint

    @property
    def is_confidential(self) -> bool:
        """Tell whether only a few may read it."""
        return self.confidentiality == Confidentiality.CONFIDENTIAL
