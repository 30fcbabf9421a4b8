"""Accounts as administrators and their owners look at them."""

from datetime import date

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from core.enums import Role
from core.models import Membership, Substitution, User


def accounts(user: User, today: date) -> QuerySet[User]:
    """Return the accounts this user may see, with `has_second_factor` and `memberships_today`."""
    factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    valid = Membership.objects.valid_on(today).select_related("organisation").order_by("organisation", "role")
    return (
        User.objects.visible_to(user)
        .annotate(has_second_factor=Exists(factors))
        .prefetch_related(Prefetch("memberships", queryset=valid, to_attr="memberships_today"))
    )


def session_count(user: User) -> int:
    """Return in how many browsers the person is signed in, as far as the sessions have not run out."""
    return len(UserSession.objects.purge_and_list(user))


def substitutions_of(user: User, today: date) -> QuerySet[Substitution]:
    """Return who stands in for this person, now or later."""
    return user.substituted_by.exclude(valid_to__lt=today).select_related("substitute").order_by("valid_from")


def possible_substitutes(absent: User, *, by: User, today: date) -> QuerySet[User]:
    """Return whom `by` may name: people of the same organisations; administrators may name anybody with an account."""
    people = User.objects.active().exclude(pk=absent.pk).order_by("name")
    if by.has_role(Role.ADMINISTRATOR):
        return people
    shared = Membership.objects.valid_on(today).filter(organisation__in=absent.organisation_ids)
    return people.filter(pk__in=shared.values("user"))
