"""The traffic light of a measure, in words first: what is wrong, what needs a look, what is on course.

Silence counts: a unit that has not acknowledged, a status that has grown old, a measure without any date.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.dates import Calendar
from steering.enums import MeasureState

Text = str | Promise


class Light(TextChoices):
    """Green, yellow, red, each with its word."""

    GREEN = "green", _("on course")
    YELLOW = "yellow", _("needs attention")
    RED = "red", _("off course")


_SHAPES = {Light.GREEN: "●", Light.YELLOW: "▲", Light.RED: "■"}
_COLOURS = {Light.GREEN: _("green"), Light.YELLOW: _("yellow"), Light.RED: _("red")}


@dataclass(frozen=True)
class Signal:
    """The light and why it shows that colour."""

    light: Light
    reasons: tuple[Text, ...] = ()

    @property
    def text(self) -> str:
        """The light for paper, which may be black and white: shape, colour by name, word."""
        return f"{_SHAPES[self.light]} {_COLOURS[self.light]}: {self.light.label}"


@dataclass(frozen=True)
class Cuts:
    """The days from which on something counts, worked out once for all rows."""

    today: date
    soon: date
    unseen_since: date
    stale_since: date


@dataclass(frozen=True)
class Thresholds:
    """After how many working days silence counts, and how many before the date a look is due."""

    unseen: int = 5
    stale: int = 20
    soon: int = 5

    def on(self, today: date, calendar: Calendar) -> Cuts:
        """Return the days these numbers mean today."""
        return Cuts(
            today=today,
            soon=calendar.working_days_after(today, self.soon).day,
            unseen_since=calendar.working_days_before(today, self.unseen).day,
            stale_since=calendar.working_days_before(today, self.stale).day,
        )


def signal_for(row, today: date, calendar: Calendar) -> Signal:
    """Return the light of one row."""
    return signal_of(row, Thresholds().on(today, calendar))


def signal_of(row, cuts: Cuts) -> Signal:
    """Return the light of a row of `control_rows` (`steps` prefetched). Late and blocked never change the state, only the light."""
    if row.state == MeasureState.NOT_EXECUTABLE:
        return Signal(Light.GREEN if row.settled_at else Light.RED)
    if not row.is_owed:
        return Signal(Light.GREEN)
    wrong, doubtful = tuple(_wrong(row, cuts)), tuple(_doubtful(row, cuts))
    if wrong:
        return Signal(Light.RED, wrong + doubtful)
    if doubtful:
        return Signal(Light.YELLOW, doubtful)
    return Signal(Light.YELLOW if row.deadline and row.deadline <= cuts.soon else Light.GREEN)


def _wrong(row, cuts: Cuts):
    if row.next_on is None:
        yield _("no date")
    if row.deadline and row.deadline < cuts.today:
        yield _("report overdue") if row.is_permanent else _("overdue")


def _doubtful(row, cuts: Cuts):
    if row.blocked_since:
        yield format_lazy(_("blocked since {day}"), day=_short(row.blocked_since))
    if row.acknowledged_at is None and timezone.localdate(row.asked_at or row.ordered_at) <= cuts.unseen_since:
        yield _("not acknowledged")
    elif row.acknowledged_at and (row.status_on or timezone.localdate(row.acknowledged_at)) <= cuts.stale_since:
        yield _("no status for a long time")
    for step in row.steps.all():
        if step.is_open and step.due_on and step.due_on < cuts.today:
            yield format_lazy(_("step overdue: {unit}"), unit=step.unit)
    if row.wanted_until:
        yield format_lazy(_("extension until {day} requested"), day=_short(row.wanted_until))
    if row.resubmit_on and row.resubmit_on <= cuts.today:
        yield _("resubmission reached")


def _short(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
