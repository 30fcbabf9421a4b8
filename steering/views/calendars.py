"""The personal calendar: its addresses, and the feed a calendar program reads."""

import hashlib
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core import calendars
from core.access import public
from core.models import User
from core.views.base import ActionPage, FormPage, TextPage
from core.views.links import missing
from steering import rules
from steering.domain.feeds import create_feed, feed_behind, revoke_feed
from steering.forms.calendars import CalendarFeedForm
from steering.models import CalendarFeed
from steering.queries.feeds import entries_for

TRAIL = ((_("Calendar"), reverse_lazy("steering:calendar_list")),)
# The address of a feed made a moment ago waits here to be shown once.
FRESH = "fresh_calendar"


class CalendarListPage(TextPage):
    """Everybody, once per device: get the own dates into Outlook or the phone, and see what is in use."""

    template_name = "steering/calendar_list.html"
    heading = _("Calendar")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the feeds in use, and the address of one just made."""
        address = self.request.session.pop(FRESH, "")
        return super().get_context_data(
            feeds=CalendarFeed.objects.visible_to(self.request.user).live(),
            address=address,
            webcal=address.replace("https://", "webcal://", 1).replace("http://", "webcal://", 1),
            **kwargs,
        )


class CalendarCreatePage(FormPage):
    """A new address for a device."""

    form_class = CalendarFeedForm
    heading = _("New calendar address")
    submit_label = _("Create address")
    breadcrumbs = TRAIL
    private = True

    def perform(self, form: CalendarFeedForm) -> CalendarFeed:
        """Make it."""
        owner = User.objects.get(pk=self.request.user.pk)
        feed, self.request.session[FRESH] = create_feed(owner, label=form.cleaned_data["label"])
        return feed

    def get_success_url(self) -> str:
        """See the address."""
        return reverse("steering:calendar_list")


class CalendarRevokePage(ActionPage):
    """A device is lost, or no longer used."""

    model = CalendarFeed
    permission = rules.may_revoke_feed
    heading = _("Withdraw calendar address")
    question = _("The address answers no longer. What the device has loaded so far stays on it.")
    success_message = _("The address no longer works.")
    breadcrumbs = TRAIL

    def get_queryset(self) -> QuerySet[CalendarFeed]:
        """Return those that still answer."""
        return CalendarFeed.objects.live()

    def perform(self, form: Any) -> None:
        """Withdraw it."""
        revoke_feed(self.object)

    def get_success_url(self) -> str:
        """Return to the addresses."""
        return reverse("steering:calendar_list")


@public
@require_safe
def calendar_feed(request: HttpRequest, address: str) -> HttpResponse:
    """Hand out one person's calendar, as this person may see it today; an unknown address is answered 404.

    The same content has the same ETag, so a program that asks every few minutes is told in one line that nothing
    changed.
    """
    feed = feed_behind(address)
    if feed is None:
        return missing(request)
    owner = User.objects.active().with_grants().get(pk=feed.owner_id)
    with translation.override(owner.language):
        name = gettext("Steering committee of %(city)s") % {"city": request.installation.city_name}
        content = calendars.write(entries_for(owner, request.today), name=name)
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response = get_conditional_response(request, etag=etag, response=response) or response
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response
