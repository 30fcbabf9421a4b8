"""Personal calendar feeds: making and withdrawing their addresses."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock, links
from core.models import User
from steering.models import CalendarFeed

PURPOSE = "steering.calendar"
# Enough for every device of a person; more would only be forgotten ones.
MOST = 10


@transaction.atomic
def create_feed(owner: User, *, label: str) -> tuple[CalendarFeed, str]:
    """Make a feed and return it with its address, which can never be read again.

    Raises ValidationError when the person has ten already.
    """
    if CalendarFeed.objects.live().filter(owner=owner).count() >= MOST:
        raise ValidationError(_("You have ten calendar addresses already. Please withdraw one you no longer use."))
    secret = links.new_address()
    feed = CalendarFeed(
        owner=owner, label=label.strip(), fingerprint=links.fingerprint(PURPOSE, secret), created_at=clock.now()
    )
    feed.full_clean()
    feed.save()
    return feed, settings.BASE_URL + reverse("steering:calendar_feed", args=[secret])


@transaction.atomic
def revoke_feed(feed: CalendarFeed) -> None:
    """Let the address answer nobody from now on."""
    feed.revoked_at = clock.now()
    feed.save(update_fields=["revoked_at"])


def feed_behind(secret: str) -> CalendarFeed | None:
    """Return the feed of an address, or None when it is wrong, withdrawn, or its owner's account is closed."""
    rows = CalendarFeed.objects.live().filter(owner__is_active=True)
    return rows.filter(fingerprint=links.fingerprint(PURPOSE, secret)).first()
