"""What was learned from others: other municipalities, the Land, the Federation, experts."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from steering.enums import Confidentiality
from steering.enums_exchange import ExchangeKind
from steering.models import visibility
from steering.models.committees import Committee
from steering.models.measures import Measure
from steering.models.meetings import Meeting

# Stems German words, so that "Sprechstunden" finds "Sprechstunde".
SEARCH_CONFIG = "german"


class ExchangeQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "ExchangeQuerySet":
        """Return what this user may see; see `steering.models.visibility`."""
        return self.filter(visibility.exchanges(user))


class Exchange(models.Model):
    """One lesson learned from others: from whom, at which occasion, what, and for which measures it matters.

    `contact` names a function; a person's name only where it is the contact of an office, never of a private person.
    """

    committee = models.ForeignKey(
        Committee, verbose_name=_("committee"), on_delete=models.PROTECT, related_name="exchanges"
    )
    kind = models.CharField(_("occasion"), max_length=20, choices=ExchangeKind)
    happened_on = models.DateField(_("date"))
    organisation = models.ForeignKey(
        "core.Organisation",
        verbose_name=_("learned from"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="exchanges",
    )
    # The meeting in which an expert was heard; the database ties it to the committee.
    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), null=True, blank=True, on_delete=models.PROTECT, related_name="exchanges"
    )
    title = models.CharField(_("title"), max_length=200)
    lessons = models.TextField(_("lessons"), max_length=4000)
    contact = models.CharField(_("contact point"), max_length=200, blank=True)
    confidentiality = models.CharField(
        _("confidentiality"), max_length=20, choices=Confidentiality, default=Confidentiality.INTERNAL
    )
    measures = models.ManyToManyField(Measure, verbose_name=_("measures"), blank=True, related_name="exchanges")
    areas = models.ManyToManyField("quarters.Area", verbose_name=_("areas"), blank=True, related_name="exchanges")
    recorded_at = models.DateTimeField(_("recorded"), editable=False)
    recorded_by = models.ForeignKey(
        "core.User", verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    # Counts the changes, so that a second writer notices the first.
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    words = models.GeneratedField(
        verbose_name=_("words to search"),
        expression=SearchVector("title", weight="A", config=SEARCH_CONFIG)
        + SearchVector("lessons", weight="B", config=SEARCH_CONFIG),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("experience of others")
        verbose_name_plural = _("experiences of others")
        ordering = ("-happened_on", "-pk")
        indexes = (GinIndex(fields=["words"], name="exchange_by_word"),)
        constraints = (
            models.CheckConstraint(name="exchange_kind", condition=Q(kind__in=ExchangeKind.values)),
            models.CheckConstraint(
                name="exchange_confidentiality", condition=Q(confidentiality__in=Confidentiality.values)
            ),
            models.CheckConstraint(name="exchange_has_words", condition=~Q(title="") & ~Q(lessons="")),
            models.CheckConstraint(
                name="exchange_hearing_in_meeting",
                condition=Q(kind=ExchangeKind.HEARING, meeting__isnull=False)
                | (~Q(kind=ExchangeKind.HEARING) & Q(meeting__isnull=True)),
                violation_error_message=_("Please name the meeting in which the expert was heard, and only then."),
            ),
            models.CheckConstraint(
                name="exchange_learned_from",
                condition=Q(organisation__isnull=False) | Q(kind=ExchangeKind.HEARING),
                violation_error_message=_("Please say from whom it was learned."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the page of this record."""
        return reverse("steering:exchange_detail", args=[self.pk])
