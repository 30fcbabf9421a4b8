"""Which rows of steering a person may see, as conditions for querysets.

- The committee office sees everything that comes of a meeting.
- Members and the chair see what is not confidential, and what is confidential in the committees they have a seat in.
- Heads see results that are not confidential, and items their unit leads.
- Units see the measures and follow-ups they are responsible for; confidential ones only their heads.
- Casework sees the follow-ups it opened itself; the committee sees none of those.
- A paper or attachment may be more confidential than its item; both must be readable.
- Whoever proposed a topic sees what becomes of it, whoever was asked by circular sees the circular.
"""

from django.db.models import Q, QuerySet

from core.enums import CASEWORK_ROLES, COMMITTEE_ROLES, UNIT_ROLES, Role
from steering.enums import RESULTS_OUT, CircularState, Confidentiality
from steering.enums_agenda import ItemKind
from steering.models.committees import seats_held_by

NOTHING = Q(pk__in=[])
OPEN_LEVELS = (Confidentiality.PUBLIC, Confidentiality.INTERNAL)


def meetings(user) -> Q:
    """Return the condition for meetings."""
    if user.has_role(*COMMITTEE_ROLES):
        return Q()
    return Q(state__in=RESULTS_OUT) if user.has_role(Role.DEPARTMENT_HEAD) else NOTHING


def meeting_series(user) -> Q:
    """Return the condition for series, which hold meetings that have not been held."""
    return Q() if user.has_role(*COMMITTEE_ROLES) else NOTHING


def agenda_items(user, prefix: str = "") -> Q:
    """Return the condition for agenda items, or for rows from which `prefix` leads to one."""
    if user.has_role(Role.COMMITTEE_OFFICE):
        return Q()
    allowed = _as_committee(user, prefix, "meeting__committee")
    if heads := user.organisation_ids_for(Role.DEPARTMENT_HEAD):
        is_heading = Q(**{f"{prefix}kind": ItemKind.SECTION, f"{prefix}meeting__state__in": RESULTS_OUT})
        allowed |= _is_open(prefix) & (~Q(**{f"{prefix}result": ""}) | is_heading)
        allowed |= Q(**{f"{prefix}lead_unit__in": heads})
    return allowed


def papers(user, prefix: str = "") -> Q:
    """Return the condition for papers, or for rows from which `prefix` leads to one: the item and the paper itself."""
    return agenda_items(user, f"{prefix}item__") & _level_of_paper(user, prefix, prefix)


def attachments(user) -> Q:
    """Return the condition for attachments: the item, the paper and the attachment itself."""
    return papers(user, "paper__") & _level_of_paper(user, "", "paper__")


def _level_of_paper(user, prefix: str, paper: str) -> Q:
    """What `prefix` leads to may be more confidential than the item; `paper` leads to the paper."""
    if user.has_role(Role.COMMITTEE_OFFICE):
        return Q()
    allowed = _as_committee(user, prefix, f"{paper.removeprefix(prefix)}item__meeting__committee")
    if heads := user.organisation_ids_for(Role.DEPARTMENT_HEAD):
        allowed |= (
            _is_open(prefix) | Q(**{f"{paper}lead_unit__in": heads}) | Q(**{f"{paper}item__lead_unit__in": heads})
        )
    return allowed


def topics(user) -> Q:
    """Return the condition for topics; the committee from which one was raised goes on seeing it."""
    if user.has_role(Role.COMMITTEE_OFFICE):
        return Q()
    allowed = Q(proposed_by=user) | _as_committee(user, "", "committee")
    if user.has_role(*COMMITTEE_ROLES):
        allowed |= Q(raised_from__meeting__committee__in=seats_held_by(user).values("committee"))
    if heads := user.organisation_ids_for(Role.DEPARTMENT_HEAD):
        allowed |= Q(unit__in=heads)
    return allowed


def circulars(user, asked: QuerySet) -> Q:
    """Return the condition for circulars; `asked` are the keys of those this person was asked to reply to.

    A draft is seen by the office and by the chair of the committee alone.
    """
    if user.has_role(Role.COMMITTEE_OFFICE):
        return Q()
    allowed = Q(pk__in=asked) | (~Q(state=CircularState.DRAFT) & _as_committee(user, "", "committee"))
    if user.has_role(Role.CHAIR):
        allowed |= Q(committee__in=seats_held_by(user).values("committee"))
    if user.has_role(Role.DEPARTMENT_HEAD):
        allowed |= _is_open("") & Q(state=CircularState.ADOPTED)
    return allowed


def decisions(user, prefix: str = "") -> Q:
    """Return the condition for decisions, or for rows from which `prefix` leads to one."""
    if user.has_role(Role.COMMITTEE_OFFICE):
        return Q()
    allowed = _as_committee(user, prefix, "committee")
    if heads := user.organisation_ids_for(Role.DEPARTMENT_HEAD):
        allowed |= _is_open(prefix) | Q(**{f"{prefix}agenda_item__lead_unit__in": heads})
    return allowed


def measures(user, steps: QuerySet) -> Q:
    """Return the condition for measures; `steps` are the steps of all contributing units."""
    if user.has_role(Role.COMMITTEE_OFFICE):
        return Q()

    def involves(units: frozenset[int]) -> Q:
        return Q(lead_unit__in=units) | Q(pk__in=steps.filter(unit__in=units).values("measure"))

    without_decision = Q(decision__isnull=True)
    allowed = _as_committee(user, "decision__", "committee")
    if user.has_role(*COMMITTEE_ROLES):
        allowed |= without_decision
    if units := user.organisation_ids_for(*UNIT_ROLES):
        allowed |= involves(units) & (without_decision | _is_open("decision__"))
    if heads := user.organisation_ids_for(Role.DEPARTMENT_HEAD):
        allowed |= involves(heads)
    return allowed


def follow_ups(user) -> Q:
    """Return the condition for follow-ups."""
    allowed = NOTHING
    of_committee = Q(measure__isnull=False)
    no_decision = Q(measure__decision__isnull=True)
    decision = "measure__decision__"
    if user.has_role(Role.COMMITTEE_OFFICE):
        allowed |= of_committee
    elif user.has_role(*COMMITTEE_ROLES):
        allowed |= of_committee & (no_decision | _as_committee(user, decision, "committee"))
    if units := user.organisation_ids_for(*UNIT_ROLES):
        allowed |= Q(unit__in=units) & (no_decision | _is_open(decision))
    if heads := user.organisation_ids_for(Role.DEPARTMENT_HEAD):
        allowed |= Q(unit__in=heads)
    if user.has_role(*CASEWORK_ROLES):
        allowed |= Q(measure__isnull=True, opened_by=user)
    return allowed


def standing_items(user) -> Q:
    """Return the condition for items that stand on every agenda; a confidential one is for the seats of its committee."""
    if user.has_role(Role.COMMITTEE_OFFICE):
        return Q()
    allowed = _as_committee(user, "", "committee")
    return allowed | _is_open("") if user.has_role(Role.DEPARTMENT_HEAD) else allowed


def exchanges(user) -> Q:
    """Return the condition for experiences of others: the city's own people read them, partners what is public."""
    if user.has_role(Role.COMMITTEE_OFFICE):
        return Q()
    allowed = NOTHING
    if user.has_role(*COMMITTEE_ROLES):
        allowed |= _is_open("") | Q(committee__in=seats_held_by(user).values("committee"))
    if user.has_role(Role.DEPARTMENT_HEAD, Role.DEPARTMENT_STAFF):
        allowed |= _is_open("")
    if user.has_role(*UNIT_ROLES):
        allowed |= Q(confidentiality=Confidentiality.PUBLIC)
    return allowed


def _as_committee(user, prefix: str, committee: str) -> Q:
    """Members and chair: all that is open, and what is confidential where they have a seat."""
    if not user.has_role(*COMMITTEE_ROLES):
        return NOTHING
    own = seats_held_by(user).values("committee")
    return _is_open(prefix) | Q(**{f"{prefix}{committee}__in": own})


def _is_open(prefix: str) -> Q:
    return Q(**{f"{prefix}confidentiality__in": OPEN_LEVELS})
