"""Committees and who sits in them. Nobody is replaced: whoever follows gets a row of their own, so old meetings stay true."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.models import Organisation, User
from steering.models import Committee, Seat, SeatSubstitute

ONE_DAY = timedelta(days=1)


@transaction.atomic
def save_committee(committee: Committee, *, fields: dict[str, Any]) -> Committee:
    """Create or change a committee with its settings.

    Raises ValidationError when the prefix is taken, the end lies before the beginning, or a committee would report to
    itself, also by way of others.
    """
    for name, value in fields.items():
        setattr(committee, name, value)
    committee.full_clean()
    _refuse_circle(committee)
    committee.save()
    return committee


@transaction.atomic
def give_seat(
    committee: Committee,
    *,
    organisation: Organisation,
    role: str,
    valid_from: date,
    person: User | None = None,
    is_advisory: bool = False,
) -> Seat:
    """Give an organisation a seat; without a person it is vacant and never counts.

    Raises ValidationError for a person whose account is closed, a second chair, a person who already sits there, and an
    organisation that does not exist on that day.
    """
    if not organisation.is_valid_on(valid_from):
        refusal = _("%(organisation)s does not exist on that day. Please choose another organisation.")
        raise ValidationError({"organisation": refusal % {"organisation": organisation}})
    _check_person(person)
    seat = Seat(
        committee=committee,
        organisation=organisation,
        role=role,
        person=person,
        is_advisory=is_advisory,
        valid_from=valid_from,
    )
    _save(seat)
    return seat


@transaction.atomic
def fill_seat(seat: Seat, *, person: User, valid_from: date) -> Seat:
    """Let a person take the seat from a day on; whoever sat there leaves the day before. Return the seat as of that day.

    Raises ValidationError for a person whose account is closed or who already sits in the committee, and for a day
    before the seat began.
    """
    _check_person(person)
    return _succeed(_locked(seat), person=person, valid_from=valid_from)


@transaction.atomic
def vacate_seat(seat: Seat, *, last_day: date) -> Seat:
    """Let the person leave after this day; the seat stays with its organisation, vacant. Return the vacant seat.

    Raises ValidationError if nobody sits there, or for a day before the seat began.
    """
    row = _locked(seat)
    if row.person is None:
        raise ValidationError(_("Nobody sits there. Nothing was changed."))
    return _succeed(row, person=None, valid_from=last_day + ONE_DAY)


@transaction.atomic
def end_seat(seat: Seat, *, last_day: date) -> Seat:
    """Take the seat from the organisation after this day, and end its substitutes with it.

    Raises ValidationError for a day before the seat began.
    """
    row = _locked(seat)
    _end_substitutes(row, last_day=last_day)
    row.valid_to = last_day
    _save(row)
    return row


@transaction.atomic
def add_substitute(
    seat: Seat, *, person: User, rank: int, valid_from: date, valid_to: date | None = None
) -> SeatSubstitute:
    """Name who takes the seat when its person is away; rank 1 is asked first.

    Raises ValidationError for a closed account, the person of the seat, a taken rank, and days outside those of the seat.
    """
    row = _locked(seat)
    _check_person(person)
    if row.person_id == person.pk:
        raise ValidationError({"person": _("Nobody can stand in for themselves.")})
    substitute = SeatSubstitute(seat=row, person=person, rank=rank, valid_from=valid_from, valid_to=valid_to)
    if not (row.is_valid_on(valid_from) and (valid_to is None or row.is_valid_on(valid_to))):
        raise ValidationError(_("The seat does not last that long. Please check the days."))
    _save(substitute)
    return substitute


@transaction.atomic
def end_substitute(substitute: SeatSubstitute, *, last_day: date) -> SeatSubstitute:
    """End a substitution after this day. Raises ValidationError for a day before it began."""
    row = SeatSubstitute.objects.select_for_update(of=("self",)).get(pk=substitute.pk)
    row.valid_to = last_day
    _save(row)
    return row


def _succeed(row: Seat, *, person: User | None, valid_from: date) -> Seat:
    """Close the row on the day before and open the next one; on its very first day the row itself changes."""
    if row.valid_to is not None and row.valid_to < valid_from:
        raise ValidationError(_("The seat has ended before that day. Please check the day."))
    if row.valid_from == valid_from:
        row.person = person
        _save(row)
        return row
    following = Seat(
        committee=row.committee,
        organisation=row.organisation,
        role=row.role,
        is_advisory=row.is_advisory,
        person=person,
        valid_from=valid_from,
        valid_to=row.valid_to,
    )
    row.valid_to = valid_from - ONE_DAY
    _save(row)
    _save(following)
    _hand_on_substitutes(row, following, begin=valid_from)
    return following


def _hand_on_substitutes(seat: Seat, following: Seat, *, begin: date) -> None:
    """Whoever stood in for the seat goes on doing so, unless it is the person who now sits there."""
    going_on = [each for each in seat.substitutes.all() if each.valid_to is None or each.valid_to >= begin]
    _end_substitutes(seat, last_day=begin - ONE_DAY)
    for each in going_on:
        if each.person_id != following.person_id:
            SeatSubstitute.objects.create(
                seat=following,
                person=each.person,
                rank=each.rank,
                valid_from=max(each.valid_from or begin, begin),
                valid_to=each.valid_to,
            )


def _end_substitutes(seat: Seat, *, last_day: date) -> None:
    """End those who stand in; those who were to begin later never do."""
    for each in seat.substitutes.exclude(valid_to__lte=last_day):
        if each.valid_from is not None and each.valid_from > last_day:
            each.delete()
        else:
            each.valid_to = last_day
            each.save()


def _check_person(person: User | None) -> None:
    if person is not None and not person.is_active:
        refusal = _("The account of %(name)s is closed. Please choose another person.")
        raise ValidationError({"person": refusal % {"name": person.name}})


def _refuse_circle(committee: Committee) -> None:
    above, seen = committee.parent, {committee.pk} - {None}
    while above is not None:
        if above.pk in seen:
            raise ValidationError({"parent": _("A committee cannot report to itself.")})
        seen.add(above.pk)
        above = above.parent


def _save(row: Seat | SeatSubstitute) -> None:
    row.full_clean()
    row.save()


def _locked(seat: Seat) -> Seat:
    """Return the seat as it is now; its committee is locked, so that two changes cannot both find a place free."""
    Committee.objects.select_for_update(of=("self",)).get(pk=seat.committee_id)
    return Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
