"""One-time links: a unit without accounts answers exactly one follow-up, by a button behind a link in its mail.

A link dies when the follow-up is answered or closed, when somebody withdraws or replaces it,
when the inbox it was given to changes, and `DAYS_AFTER_DUE` days after the due date. What is done through it stands in
`steering.domain.link_answers`.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock, links
from core.models import User
from steering import notifications_links
from steering.models import FollowUp, FollowUpLink

PURPOSE = "steering.follow-up"
# A link nobody used a month after the date helps nobody any more: then somebody has to talk.
DAYS_AFTER_DUE = 30


# --- Giving out -----------------------------------------------------------------------------------------


def link_for(follow_up: FollowUp) -> str:
    """Return the address under which the unit's inbox answers this follow-up; see `links_for`."""
    return links_for([follow_up])[follow_up.pk]


@transaction.atomic
def links_for(follow_ups: Iterable[FollowUp]) -> dict[int, str]:
    """Return the address of each follow-up by its key; empty where no link holds (answered, long overdue, no inbox).

    Every mail about the same follow-up carries a link that works, so asking twice replaces nothing. A mail with such an
    address is a secret one (`core.mail.enqueue(secret=True)`): the text is erased once it is sent. Three queries whatever
    the number; `unit` should be loaded.
    """
    today, now = clock.today(), clock.now()
    rows = {row.pk: row for row in follow_ups}
    wanted = {pk: row.unit.inbox_email for pk, row in rows.items() if row.unit.inbox_email and is_in_time(row, today)}
    held = _held(wanted)
    stale = [link.pk for link in held.values() if link.address != wanted[link.follow_up_id]]
    missing = [pk for pk, address in wanted.items() if pk not in held or held[pk].address != address]
    if missing:
        FollowUpLink.objects.live().filter(pk__in=stale).update(ended_at=now)
        new = [FollowUpLink(follow_up_id=pk, address=wanted[pk], issued_at=now) for pk in missing]
        FollowUpLink.objects.bulk_create(new, ignore_conflicts=True)
        held = _held(wanted)
    return {pk: _address(held[pk]) if pk in held else "" for pk in rows}


@transaction.atomic
def replace_link(follow_up: FollowUp, *, user: User) -> str:
    """Make every link given out so far void and send the unit a new one. Raises ValidationError where none can hold."""
    withdraw_links(follow_up, user=user)
    address = link_for(follow_up)
    if not address:
        raise ValidationError(_("No link can be sent: it is answered, overdue for too long, or the unit has no inbox."))
    notifications_links.send_link(follow_up, address, link=follow_up.links.live().get())
    return address


@transaction.atomic
def withdraw_links(follow_up: FollowUp, *, user: User) -> int:
    """Make every link to this follow-up void; return how many held until now."""
    return follow_up.links.live().update(ended_at=clock.now(), ended_by=user)


# --- Coming in ------------------------------------------------------------------------------------------


def link_behind(token: str) -> FollowUpLink | None:
    """Return the link of a token, or None when it is wrong, used, withdrawn, replaced or out of time."""
    content = links.read(PURPOSE, token)
    if content is None:
        return None
    rows = FollowUpLink.objects.live().select_related("follow_up__unit", "follow_up__measure")
    link = rows.filter(pk=content["link"]).first()
    return link if link and holds(link) else None


def holds(link: FollowUpLink) -> bool:
    """Tell whether a link that nobody has withdrawn can still be used (`follow_up__unit` is loaded)."""
    follow_up = link.follow_up
    return link.address == follow_up.unit.inbox_email and is_in_time(follow_up, clock.today())


def is_in_time(follow_up: FollowUp, today: date) -> bool:
    """Tell whether a link to this follow-up can hold: it waits for an answer and is not overdue beyond the limit."""
    return follow_up.is_open and today <= follow_up.due_on + timedelta(days=DAYS_AFTER_DUE)


def _held(wanted: dict[int, str]) -> dict[int, FollowUpLink]:
    return {link.follow_up_id: link for link in FollowUpLink.objects.live().filter(follow_up__in=wanted)}


def _address(link: FollowUpLink) -> str:
    token = links.sign(PURPOSE, link=link.pk)
    return settings.BASE_URL + reverse("steering:followuplink_open", args=[token])
