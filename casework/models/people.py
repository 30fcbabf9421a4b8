"""People who are helped: a handle first; a name only when a step needs one."""

from typing import Self

from django.db import models
from django.db.models import Q, Subquery
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from casework.models.base import Owned, led, mine
from casework.models.cases import Case


class PersonQuerySet(models.QuerySet):
    """Who sees a person: the responsible worker, those who see one of the cases, the casework lead."""

    def visible_to(self, user) -> Self:
        """Return the people this user may see."""
        of_cases = Subquery(Case.objects.visible_to(user).values("person_id"))
        return self.filter(mine(user), Q(responsible=user) | led(user) | Q(pk__in=of_cases))


class PersonBoundQuerySet(models.QuerySet):
    """Rows about one person, seen by whoever sees the person."""

    def visible_to(self, user) -> Self:
        """Return the rows of the people this user may see."""
        return self.filter(person_id__in=Subquery(Person.objects.visible_to(user).values("pk")))


class Person(Owned):
    """Somebody who is accompanied, known by a handle that only the team understands."""

    handle = models.CharField(_("handle"), max_length=40)
    responsible = models.ForeignKey(
        "core.User", verbose_name=_("responsible"), on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateField(_("known since"))

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ("handle",)
        constraints = (
            models.CheckConstraint(name="person_has_handle", condition=~Q(handle="")),
            # Unique for one worker only: a wider rule would tell a colleague that a hidden person exists.
            models.UniqueConstraint(
                "responsible",
                "organisation",
                Lower("handle"),
                name="person_handle_unique",
                violation_error_message=_("You already accompany somebody with this handle."),
            ),
        )

    def __str__(self) -> str:
        return self.handle
