"""Cases with what lists and pages show."""

from datetime import date

from django.db.models import Count, F, Q, QuerySet

from casework.models import Case, CaseShare, Consent, ContactLink, Referral
from core.enums import CASEWORK_ROLES, OrganisationKind
from core.models import Membership, Organisation, User


def listed_cases(user: User) -> QuerySet:
    """Return the cases the user may see, with the number of open and of answered referrals."""
    is_open = Q(referrals__feedback_at__isnull=True, referrals__recalled_at__isnull=True)
    answered = is_open & Q(referrals__follow_up__answered_at__isnull=False)
    return (
        Case.objects.visible_to(user)
        .select_related("person", "responsible")
        .annotate(
            open_referrals=Count("referrals", filter=is_open & Q(referrals__isnull=False)),
            answers=Count("referrals", filter=answered),
            handle=F("person__handle"),
        )
        .order_by(F("closed_on").desc(nulls_first=True), "-opened_on", "-id")
    )


def referrals_of(case: Case, user: User) -> QuerySet[Referral]:
    """Return the referrals of a case with the units and their answers, newest first."""
    return Referral.objects.visible_to(user).filter(case=case).select_related("unit", "follow_up", "referred_by")


def consents_of(case: Case, user: User) -> QuerySet[Consent]:
    """Return the consents of a case, newest first."""
    return Consent.objects.visible_to(user).filter(case=case).select_related("recipient")


def possible_recipients(case: Case, today: date) -> QuerySet[Organisation]:
    """Return whom a person can be referred to: not the own organisation, never the police (§ 68 SGB X is its way)."""
    return (
        Organisation.objects.valid_on(today)
        .exclude(pk=case.organisation_id)
        .exclude(kind=OrganisationKind.POLICE)
        .order_by("number", "name")
    )


def colleagues_of(case: Case, today: date) -> QuerySet[User]:
    """Return with whom the case can be shared: active colleagues who do casework in the same organisation today."""
    here = Membership.objects.valid_on(today).filter(organisation=case.organisation_id, role__in=CASEWORK_ROLES)
    return User.objects.active().filter(pk__in=here.values("user")).exclude(pk=case.responsible_id).order_by("name")


def shares_of(case: Case, user: User) -> QuerySet[CaseShare]:
    """Return the shares of a case that hold today."""
    return CaseShare.objects.visible_to(user).filter(case=case).holding().select_related("shared_with")


def links_of(case: Case, user: User) -> QuerySet[ContactLink]:
    """Return the contacts known to have been with the person, the latest first."""
    links = ContactLink.objects.visible_to(user).filter(person=case.person_id)
    return links.select_related("contact__area").order_by("-contact__happened_at")
