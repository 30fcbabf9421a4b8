"""How a person wants to be reminded, within what the committee allows."""

from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from steering.enums_reminders import Delivery

# Monday is 0, as in `date.weekday`.
WORKING_WEEK = [0, 1, 2, 3, 4]


def every_working_day() -> list[int]:
    """Return Monday to Friday."""
    return list(WORKING_WEEK)


class ReminderSettingsQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "ReminderSettingsQuerySet":
        """Return the person's own."""
        return self.filter(user=user.pk)


class ReminderSettings(models.Model):
    """When a person wants the mails with their reminders; who has no row gets them every working day at eight."""

    user = models.OneToOneField(
        "core.User", verbose_name=_("account"), on_delete=models.CASCADE, related_name="reminder_settings"
    )
    time_of_day = models.TimeField(_("time of day"), default=time(8))
    weekdays = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("days"), default=every_working_day)
    delivery = models.CharField(_("form"), max_length=10, choices=Delivery, default=Delivery.DIGEST)
    weekly = models.BooleanField(
        _("weekly overview"), default=True, help_text=_("For heads of unit, on the first working day of the week.")
    )

    objects = ReminderSettingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder settings")
        verbose_name_plural = _("reminder settings")
        constraints = (
            models.CheckConstraint(name="remindersettings_delivery", condition=Q(delivery__in=Delivery.values)),
            models.CheckConstraint(
                name="remindersettings_weekdays",
                condition=Q(weekdays__contained_by=WORKING_WEEK) & Q(weekdays__len__gte=1),
                violation_error_message=_("Please choose at least one day from Monday to Friday."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id}: {self.time_of_day:%H:%M}"
