"""Users, their memberships (which carry the roles) and who stands in for whom."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, OuterRef, Q, Value
from django.db.models.functions import JSONObject, Lower, StrIndex
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.enums import CASEWORK_ROLES, SUBSTITUTED_ROLES, AccountState, Language, Role
from core.models.base import Validity, ValidityQuerySet, validity_constraint
from core.models.functions import AppToday, DaySpan


@dataclass(frozen=True)
class Grant:
    """A role held today in an organisation."""

    role: Role
    organisation_id: int


class UserQuerySet(models.QuerySet):
    """Simple filters."""

    def active(self) -> "UserQuerySet":
        """Return the accounts that may sign in."""
        return self.filter(is_active=True)

    def visible_to(self, user) -> "UserQuerySet":
        """Return the accounts this user may look at: administrators all, others their own."""
        return self if user.has_role(Role.ADMINISTRATOR) else self.filter(pk=user.pk)

    def with_grants(self) -> "UserQuerySet":
        """Load the roles valid today together with the user, in one query: the own ones and those of the people
        for whom the user stands in."""
        grant = JSONObject(role="role", organisation="organisation_id")
        absent = Substitution.objects.valid_on(AppToday()).filter(substitute=OuterRef(OuterRef("pk")))
        own = Q(user=OuterRef("pk"))
        taken_over = Q(user__in=absent.values("absent"), user__is_active=True, role__in=SUBSTITUTED_ROLES)
        held = Membership.objects.valid_on(AppToday()).filter(own | taken_over).order_by()
        return self.annotate(grants_today=ArraySubquery(held.values(grant=grant).distinct()))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # made by Django at run time
    """Creates accounts; the address is kept in lower case."""

    def create_user(self, email: str, name: str, password: str | None = None, **fields) -> "User":
        """Create an account; without a password it can only be entered through an invitation."""
        user = self.model(email=email.strip().lower(), name=name, **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str) -> "User":
        """Return the account with this address, whatever its case."""
        return self.get(email=email.lower())


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.GERMAN)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    # Loaded by the sign-in backend together with the user.
    authenticator_ids: list[int]
    second_factor_reset_at = models.DateTimeField(_("second factor reset"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ("name",)
        constraints = (models.CheckConstraint(name="user_email_lower", condition=Q(email=Lower("email"))),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the administrators' page of the account."""
        return reverse("core:user_detail", args=[self.pk])

    @property
    def state(self) -> AccountState:
        """Say how the account stands; invited while it waits for its owner to choose a password."""
        if not self.is_active:
            return AccountState.CLOSED
        waits = self.last_login is None and not self.has_usable_password()
        return AccountState.INVITED if waits else AccountState.ACTIVE

    def get_state_display(self) -> str:
        """Say the state in words."""
        return str(self.state.label)

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """Roles held today; no query when the user was loaded by `with_grants`."""
        if "grants_today" not in self.__dict__:
            self.grants_today = User.objects.with_grants().values_list("grants_today", flat=True).get(pk=self.pk)
        return tuple(Grant(Role(each["role"]), each["organisation"]) for each in self.grants_today)

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held today in any organisation."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def organisation_ids(self) -> frozenset[int]:
        """Every organisation the user belongs to today."""
        return frozenset(grant.organisation_id for grant in self.grants)

    def has_role(self, *roles: Role) -> bool:
        """Tell whether the user holds at least one of these roles today."""
        return self.is_active and not self.roles.isdisjoint(roles)

    def organisation_ids_for(self, *roles: Role) -> frozenset[int]:
        """Return the organisations in which the user holds one of these roles today."""
        return frozenset(grant.organisation_id for grant in self.grants if grant.role in roles)

    @property
    def does_casework(self) -> bool:
        """Tell whether requests of this user act under the casework role of the database."""
        return self.has_role(*CASEWORK_ROLES)


class MembershipQuerySet(ValidityQuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "MembershipQuerySet":
        """Return the memberships this user may look at: administrators all, others their own."""
        return self if user.has_role(Role.ADMINISTRATOR) else self.filter(user=user)


class SubstitutionQuerySet(ValidityQuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "SubstitutionQuerySet":
        """Return the substitutions this user may look at: administrators all, others those they are part of."""
        return self if user.has_role(Role.ADMINISTRATOR) else self.filter(Q(absent=user) | Q(substitute=user))


class Membership(Validity):
    """A person holds a role in an organisation, from/to."""

    user = models.ForeignKey(User, verbose_name=_("account"), on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        "core.Organisation", verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=30, choices=Role)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("organisation", "role", "user")
        indexes = (models.Index(fields=["organisation", "role"], name="membership_by_organisation"),)
        constraints = (
            validity_constraint("membership"),
            models.UniqueConstraint(
                name="membership_open_once",
                fields=["user", "organisation", "role"],
                condition=Q(valid_to__isnull=True),
                violation_error_message=_("This person already holds this role there."),
            ),
            # Two rows of one person clash when their days overlap and one is the administrator's, the other casework's.
            ExclusionConstraint(
                name="membership_administrator_no_casework",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (DaySpan("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                    (StrIndex("role", Value(Role.ADMINISTRATOR.value)), RangeOperators.NOT_EQUAL),
                ],
                condition=Q(role__in=[Role.ADMINISTRATOR, *CASEWORK_ROLES]),
                violation_error_message=_("Administrators never hold a casework role at the same time."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()} ({self.organisation})"


class Substitution(Validity):
    """Who stands in for whom: the substitute receives what the absent person would, and may act on it.

    What is taken over are the roles in `SUBSTITUTED_ROLES`; see `UserQuerySet.with_grants`.
    """

    absent = models.ForeignKey(
        User, verbose_name=_("absent person"), on_delete=models.PROTECT, related_name="substituted_by"
    )
    substitute = models.ForeignKey(
        User, verbose_name=_("substitute"), on_delete=models.PROTECT, related_name="stands_in_for"
    )

    objects = SubstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("substitution")
        verbose_name_plural = _("substitutions")
        ordering = ("-valid_from",)
        constraints = (
            validity_constraint("substitution"),
            models.CheckConstraint(
                name="substitution_by_somebody_else",
                condition=~Q(absent=F("substitute")),
                violation_error_message=_("Nobody can stand in for themselves."),
            ),
            models.CheckConstraint(
                name="substitution_has_begin",
                condition=Q(valid_from__isnull=False),
                violation_error_message=_("Please give the first day of the substitution."),
            ),
            ExclusionConstraint(
                name="substitution_once",
                expressions=[
                    ("absent", RangeOperators.EQUAL),
                    ("substitute", RangeOperators.EQUAL),
                    (DaySpan("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person already stands in on some of these days."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.substitute} – {self.absent}"
