"""Field contacts: the main record of outreach work, complete without any person."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.enums import ContactDepth, ContactLanguage, ContactSequence, DoneAction
from casework.models.base import Owned, OwnedQuerySet
from casework.models.people import PersonBoundQuerySet

SMALLEST_GROUP, LARGEST_GROUP = 2, 99
LONGEST_NOTE = 300


class FieldContact(Owned):
    """A contact in the street: when, in which quarter, in which language, about what, what was done.

    Never a device position, never an address. Who recorded it may take it back for a quarter of an hour (the policy in
    the database holds the limit).
    """

    area = models.ForeignKey("quarters.Area", verbose_name=_("quarter"), on_delete=models.PROTECT, related_name="+")
    happened_at = models.DateTimeField(_("time"))
    language = models.CharField(_("language"), max_length=5, choices=ContactLanguage)
    depth = models.CharField(_("kind of contact"), max_length=12, choices=ContactDepth, default=ContactDepth.SHORT)
    group_size = models.PositiveSmallIntegerField(_("persons in the group"), null=True, blank=True)
    sequence = models.CharField(
        _("first contact"), max_length=8, choices=ContactSequence, default=ContactSequence.UNKNOWN
    )
    done = ArrayField(
        models.CharField(max_length=12, choices=DoneAction), verbose_name=_("what was done"), default=list, blank=True
    )
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True)
    recorded_by = models.ForeignKey(
        "core.User", verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded"))
    topics = models.ManyToManyField("casework.Topic", verbose_name=_("topics"), through="casework.ContactTopic")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ("-happened_at", "-id")
        indexes = (
            models.Index(fields=["organisation", "-happened_at"], name="contact_by_time"),
            models.Index(fields=["recorded_by", "-recorded_at"], name="contact_by_recorder"),
        )
        constraints = (
            models.CheckConstraint(
                name="contact_group_has_size",
                condition=Q(depth=ContactDepth.GROUP, group_size__range=(SMALLEST_GROUP, LARGEST_GROUP))
                | (~Q(depth=ContactDepth.GROUP) & Q(group_size__isnull=True)),
                violation_error_message=_("A group has from 2 to 99 persons; other contacts have no group size."),
            ),
            models.CheckConstraint(
                name="contact_not_in_the_future",
                condition=Q(happened_at__lte=F("recorded_at")),
                violation_error_message=_("The contact lies in the future."),
            ),
            models.CheckConstraint(name="contact_done_is_known", condition=Q(done__contained_by=DoneAction.values)),
        )

    def __str__(self) -> str:
        return f"{self.get_depth_display()}, {self.area}"


class ContactTopic(Owned):
    """A topic of a contact; goes with it when the contact is taken back (composite key in the migration)."""

    contact = models.ForeignKey(FieldContact, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    topic = models.ForeignKey("casework.Topic", on_delete=models.PROTECT, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic of a contact")
        verbose_name_plural = _("topics of contacts")
        constraints = (models.UniqueConstraint(name="contact_topic_once", fields=["contact", "topic"]),)

    def __str__(self) -> str:
        return str(self.topic_id)


class ContactLink(Owned):
    """From this day on a contact is known to have been with a person. The contact itself never changes."""

    contact = models.ForeignKey(FieldContact, on_delete=models.PROTECT, db_constraint=False, related_name="+")
    person = models.ForeignKey(
        "casework.Person", on_delete=models.PROTECT, db_constraint=False, related_name="contact_links"
    )
    linked_on = models.DateField(_("linked on"))
    linked_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    objects = PersonBoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("link of a contact to a person")
        verbose_name_plural = _("links of contacts to persons")
        constraints = (models.UniqueConstraint(name="contact_link_once", fields=["contact", "person"]),)

    def __str__(self) -> str:
        return f"{self.linked_on:%d.%m.%Y}"
