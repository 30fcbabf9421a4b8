"""The course of a case: what has happened, newest first, put together from rows that are loaded already."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from casework.models import Case, Consent, ContactLink, Referral


@dataclass(frozen=True)
class Event:
    """One line, in the shape of the component `timeline`; `day_only` where no time of day is known."""

    at: datetime
    text: str | Promise
    who: str = ""
    icon: str = "circle"
    day_only: bool = False


def course_of(
    case: Case, *, consents: Iterable[Consent], referrals: Iterable[Referral], links: Iterable[ContactLink]
) -> list[Event]:
    """Return the events of a case, newest first."""
    events = [*_of_case(case)]
    for link in links:
        text = format_lazy(_("Contact in {area}"), area=link.contact.area)
        events.append(Event(link.contact.happened_at, text, icon="street"))
    for consent in consents:
        events += _of_consent(consent)
    for referral in referrals:
        events += _of_referral(referral)
    return sorted(events, key=lambda event: event.at, reverse=True)


def _of_case(case: Case) -> Iterator[Event]:
    yield _on(case.opened_on, _("Case opened"), "folder")
    if case.closed_on:
        text = format_lazy(_("Case closed: {reason}"), reason=case.get_closing_reason_display())
        yield _on(case.closed_on, text, "check")


def _of_consent(consent: Consent) -> Iterator[Event]:
    yield _on(consent.given_on, format_lazy(_("Consent for {unit}"), unit=consent.recipient), "shield")
    if consent.withdrawn_at:
        yield Event(
            consent.withdrawn_at, format_lazy(_("Consent for {unit} withdrawn"), unit=consent.recipient), icon="undo"
        )


def _of_referral(referral: Referral) -> Iterator[Event]:
    unit, follow_up = referral.unit, referral.follow_up
    yield Event(
        referral.referred_at, format_lazy(_("Referred to {unit}"), unit=unit), str(referral.referred_by), "handover"
    )
    if follow_up.acknowledged_at:
        yield Event(follow_up.acknowledged_at, format_lazy(_("{unit} has seen it"), unit=unit), icon="eye")
    if follow_up.answered_at:
        answer = follow_up.get_outcome_display()
        yield Event(
            follow_up.answered_at, format_lazy(_("{unit} answered: {answer}"), unit=unit, answer=answer), icon="mail"
        )
    if referral.recalled_at:
        yield Event(referral.recalled_at, format_lazy(_("Referral to {unit} recalled"), unit=unit), icon="undo")
    if referral.feedback_at:
        result = referral.get_kept_display()
        yield Event(referral.feedback_at, format_lazy(_("What came of it: {result}"), result=result), icon="check")


def _on(day: date, text: str | Promise, icon: str) -> Event:
    """Put an event of which only the day is known at the beginning of that day."""
    return Event(timezone.make_aware(datetime.combine(day, time.min)), text, icon=icon, day_only=True)
