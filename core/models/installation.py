"""What differs between installations and is data: name of the city, Land, thresholds, clock of a demo."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.enums import Land, Language, Role


def default_second_factor_roles() -> list[str]:
    """Return the roles that need a second factor from the start."""
    return [Role.SOCIAL_WORKER, Role.CASEWORK_LEAD, Role.ADMINISTRATOR]


class Installation(models.Model):
    """Exactly one row: the settings of the installation."""

    SINGLETON = 1
    # What may stand in a list, with the words for it; a JSON field cannot say so itself.
    LIST_CHOICES = {"second_factor_roles": Role.choices}

    id = models.PositiveSmallIntegerField(primary_key=True, default=SINGLETON, editable=False)
    city_name = models.CharField(_("name of the city"), max_length=120, default="Musterstadt")
    municipality_key = models.CharField(
        _("municipality key (AGS)"), max_length=8, blank=True, help_text=_("Eight digits, for example 05513000.")
    )
    land = models.CharField(_("Land"), max_length=2, choices=Land, default=Land.NW)
    default_language = models.CharField(_("default language"), max_length=2, choices=Language, default=Language.GERMAN)
    logo = models.BinaryField(_("logo"), null=True, blank=True, editable=False)
    logo_type = models.CharField(max_length=20, blank=True, editable=False)
    sender_address = models.EmailField(_("sender of mails"), blank=True)
    # Pages of the city that every public body has to link to (DDG § 5; GDPR Art. 13; BITVNRW § 1 with BGG NRW § 10b).
    imprint_url = models.URLField(_("imprint"), blank=True)
    privacy_url = models.URLField(_("privacy notice"), blank=True)
    accessibility_url = models.URLField(_("accessibility statement"), blank=True)
    second_factor_roles = models.JSONField(_("roles with a second factor"), default=default_second_factor_roles)
    small_count_threshold = models.PositiveSmallIntegerField(
        _("threshold for small counts"), default=5, help_text=_("Counts below this number are not shown. At least 3.")
    )
    is_demo = models.BooleanField(_("demonstration"), default=False, editable=False)
    clock_offset = models.DurationField(_("clock set forward"), default=timedelta(0), editable=False)

    class Meta:
        verbose_name = _("settings of the installation")
        verbose_name_plural = _("settings of the installation")
        constraints = (
            models.CheckConstraint(name="installation_only_one", condition=Q(id=1)),
            models.CheckConstraint(
                name="installation_clock_only_in_demo", condition=Q(clock_offset=timedelta(0)) | Q(is_demo=True)
            ),
            models.CheckConstraint(
                name="installation_threshold",
                condition=Q(small_count_threshold__gte=3),
                violation_error_message=_("The threshold is at least 3."),
            ),
            models.CheckConstraint(
                name="installation_municipality_key",
                condition=Q(municipality_key="") | Q(municipality_key__regex=r"^[0-9]{8}$"),
                violation_error_message=_("The municipality key has eight digits."),
            ),
        )

    def __str__(self) -> str:
        return self.city_name


class ClosureQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "ClosureQuerySet":
        """Return everything."""
        return self


class OfficeClosure(models.Model):
    """A day on which the city's offices are closed without being a legal holiday.

    Moves working days, never legal deadlines (24 and 31 December: TVöD § 6 Abs. 3; Rosenmontag by local rule).
    """

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("reason"), max_length=100)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("office closure")
        verbose_name_plural = _("office closures")
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y} {self.name}"


class Heartbeat(models.Model):
    """When a background process last showed that it is alive."""

    name = models.CharField(primary_key=True, max_length=40)
    beaten_at = models.DateTimeField()

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.name
