"""What pages about one measure need beside it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from core.enums import UNIT_ROLES
from quarters.models import Area
from quarters.queries.figures import City, available_series, released_figures
from quarters.queries.release import Released, number_text, period_text
from steering.enums import EffectDirection, MeetingState
from steering.models import ExpectedEffect, Measure, MeasureStep, Meeting


@dataclass(frozen=True)
class Effect:
    """A stated effect beside the newest released figure."""

    stated: ExpectedEffect
    now: Released | None
    now_on: str
    # Whether the figure is newer than the baseline; before that nothing can be said.
    is_newer: bool

    @property
    def baseline_text(self) -> str:
        """The baseline as figures of this indicator are written."""
        return number_text(self.stated.baseline, self.stated.indicator.decimals)

    @property
    def is_reached(self) -> bool | None:
        """Tell whether the figure has gone the stated way; None where nothing can be said."""
        if self.now is None or self.now.number is None or not self.is_newer:
            return None
        difference = self.now.number - self.stated.baseline
        match self.stated.direction:
            case EffectDirection.UP:
                return difference > 0
            case EffectDirection.DOWN:
                return difference < 0
        return difference == 0


def effects_of(measure: Measure, municipality: str, today: date) -> list[Effect]:
    """Return the stated effects with what the figures say now; no query more for a further effect on the same area."""
    stated = list(measure.effects.select_related("indicator__share_of", "area"))
    if not stated:
        return []
    known = {area: available_series(area) for area in {effect.area for effect in stated}}
    series = {
        effect.pk: next((each for each in known[effect.area] if each.indicator == effect.indicator), None)
        for effect in stated
    }
    figures = released_figures(City(municipality), [each for each in series.values() if each])
    found = []
    for effect in stated:
        own = series[effect.pk]
        newest = figures.latest(own, until=today) if own else None
        now = figures.get(own, effect.area, newest) if own and newest else None
        on = period_text(newest, effect.indicator.frequency) if newest else ""
        is_newer = newest is not None and newest > effect.baseline_on
        found.append(Effect(effect, now, on, is_newer))
    return found


def running_meeting_of(measure: Measure) -> Meeting | None:
    """Return the meeting of its committee that runs now, in which an act on the measure counts as the committee's."""
    if measure.decision is None:
        return None
    running = Meeting.objects.filter(committee=measure.decision.committee_id, state=MeetingState.RUNNING)
    return running.order_by("-started_at").first()


def parts_to_extend(user, measure: Measure) -> list[MeasureStep | None]:
    """Return for what this person's units may ask for a later date: None for the measure itself, or their steps."""
    units = user.organisation_ids_for(*UNIT_ROLES)
    waiting = set(measure.extensions.open().values_list("step", flat=True))
    parts: list[MeasureStep | None] = []
    if measure.lead_unit_id in units and measure.due_on and None not in waiting:
        parts.append(None)
    own = (step for step in measure.steps.all() if step.unit_id in units and step.is_open and step.due_on)
    return [*parts, *(step for step in own if step.pk not in waiting)]


def quarters_of(municipality: str, today: date) -> QuerySet[Area]:
    """Return the Stadtteile a measure can be for."""
    return Area.objects.of(municipality).quarters().valid_on(today)


def areas_with_figures(municipality: str) -> QuerySet[Area]:
    """Return the areas figures are known for: the Stadtteile and the city itself."""
    return Area.objects.of(municipality).order_by("level", "name")
