"""Contacts in the street: the quick log, taking back, and the list."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework import rules
from casework.domain.contacts import record_contact, take_back_contact
from casework.enums import ContactDepth, ContactSequence, ReadKind
from casework.forms.contacts import ContactFilter, ContactForm
from casework.models import FieldContact
from casework.models.contacts import SMALLEST_GROUP
from casework.queries.contacts import Habits, find_contact, habits_of, listed_contacts, quarters_of
from casework.resources.contacts import ContactResource
from casework.tables.contacts import ContactTable
from casework.views.base import CaseworkPage
from core.views.base import ActionPage, FormPage, ListPage

TRAIL = ((_("Contacts"), reverse_lazy("casework:contact_list")),)
LIKE = ("area", "language", "depth", "sequence", "done")


class ContactCreatePage(CaseworkPage, FormPage):
    """Asked standing in the street: record a contact in a few taps, then perhaps one more like it."""

    form_class = ContactForm
    template_name = "casework/contact_form.html"
    read_kind = ReadKind.CONTACT
    shows_data = False
    heading = _("Log a contact")
    submit_label = _("Record contact")
    breadcrumbs = TRAIL

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the quarters of the city and the habits of the worker."""
        return super().get_form_kwargs() | {
            "user": self.request.user,
            "areas": quarters_of(self.request.installation.municipality_key, self.request.today),
            "habits": self.habits,
        }

    def get_initial(self) -> dict[str, Any]:
        """Preset time, quarter and language; or all of a contact that this one is like, except its note."""
        now = self.request.now.replace(second=0, microsecond=0)
        if like := self.known("like"):
            same = {name: getattr(like, name) for name in LIKE}
            topics = like.topics.all()
            tiles = [topic.pk for topic in topics if not topic.parent_id]
            finer = [topic.pk for topic in topics if topic.parent_id]
            size = like.group_size or SMALLEST_GROUP
            return same | {"happened_at": now, "group_size": size, "topics": tiles, "finer": finer}
        return {
            "happened_at": now,
            "area": self.habits.area_id,
            "language": self.habits.last_language,
            "depth": ContactDepth.SHORT,
            "group_size": SMALLEST_GROUP,
            "sequence": ContactSequence.UNKNOWN,
        }

    @cached_property
    def habits(self) -> Habits:
        """Return where the worker was last and what was spoken."""
        return habits_of(self.request.user)

    def known(self, name: str) -> FieldContact | None:
        """Return the contact that the address names, if the user sees it."""
        key = self.request.GET.get(name, "")
        return find_contact(self.request.user, key) if key else None

    def perform(self, form: ContactForm) -> FieldContact:
        """Record it."""
        return record_contact(
            form.cleaned_data["key"],
            form.observed(),
            by=self.request.user,
            organisation_id=form.organisation_id(),
            now=self.request.now,
        )

    def get_success_url(self) -> str:
        """Stay in the street: an empty form for the next one, and what can be done with the last."""
        return reverse("casework:contact_create") + f"?saved={self.done.pk}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the contact that was just recorded."""
        saved = self.known("saved")
        may_take_back = saved and rules.may_take_back(self.request.user, saved, self.request.now)
        return super().get_context_data(saved=saved, may_take_back=may_take_back, **kwargs)


class ContactTakeBackPage(CaseworkPage, ActionPage):
    """A contact recorded by mistake goes away, for a quarter of an hour and by whoever recorded it."""

    model = FieldContact
    read_kind = ReadKind.CONTACT
    shows_data = False
    heading = _("Take back contact")
    submit_label = _("Take back contact")
    question = _("The contact is removed. That it was recorded and taken back stays in the audit.")
    success_message = _("The contact has been taken back.")
    breadcrumbs = TRAIL

    def perform(self, form: Form) -> None:
        """Take it back."""
        take_back_contact(self.object, by=self.request.user, now=self.request.now)

    def get_success_url(self) -> str:
        """Return to the quick log."""
        return reverse("casework:contact_create")


class ContactListPage(CaseworkPage, ListPage):
    """What the team has seen in the street; read before a round and for the monthly figures."""

    model = FieldContact
    table_class = ContactTable
    filterset_class = ContactFilter
    resource_class = ContactResource
    heading = _("Contacts")
    export_name = "contacts"
    empty_text = _("The contacts of your organisation stand here. The first one takes less than half a minute.")
    create_action = (_("Log a contact"), reverse_lazy("casework:contact_create"))

    def get_queryset(self) -> QuerySet:
        """Load quarter, topics and recorder with them."""
        return listed_contacts(self.request.user)

    def get_read_kind(self) -> ReadKind:
        """Tell the list from its export."""
        return ReadKind.CONTACT_EXPORT if self.request.GET.get("format") else ReadKind.CONTACT_LIST
