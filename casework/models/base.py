"""What every casework row has: a random key made in the application, and an owner."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q, Subquery
from django.utils.translation import gettext_lazy as _

from core.enums import CASEWORK_ROLES, Role


def mine(user) -> Q:
    """Rows of organisations in which the user does casework today."""
    return Q(organisation_id__in=user.organisation_ids_for(*CASEWORK_ROLES))


def led(user) -> Q:
    """Rows of organisations in which the user leads casework today."""
    return Q(organisation_id__in=user.organisation_ids_for(Role.CASEWORK_LEAD))


class OwnedQuerySet(models.QuerySet):
    """Rows that belong to the whole organisation."""

    def visible_to(self, user) -> Self:
        """Return the rows of the organisations in which this user does casework."""
        return self.filter(mine(user))


class CaseBoundQuerySet(models.QuerySet):
    """Rows that belong to one case and are seen by whoever sees the case."""

    def visible_to(self, user) -> Self:
        """Return the rows of the cases this user may see."""
        cases: Any = self.model._meta.get_field("case").related_model  # noqa: SLF001
        return self.filter(case_id__in=Subquery(cases.objects.visible_to(user).values("pk")))


class Owned(models.Model):
    """A row with an owner.

    The key is random: a number would tell how many there are, and a foreign key could be tried out.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "core.Organisation", verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True
