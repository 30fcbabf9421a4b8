"""Predicates: who may do what with committees, topics and circulars. No writes, no queries beyond what is loaded."""

from core.enums import CASEWORK_ROLES, COMMITTEE_ROLES, UNIT_ROLES, Role
from steering.enums import CircularState, TopicState

PROPOSERS = (*COMMITTEE_ROLES, *UNIT_ROLES, *CASEWORK_ROLES)
CHANGEABLE = (TopicState.PROPOSED, TopicState.ACCEPTED, TopicState.RETURNED)
PROPOSERS_TURN = (TopicState.PROPOSED, TopicState.RETURNED)


# --- On the user alone --------------------------------------------------------------------------------


def may_read_committees(user) -> bool:
    """Committee roles and heads see who sits where."""
    return user.has_role(*COMMITTEE_ROLES, Role.DEPARTMENT_HEAD)


def may_keep_committees(user) -> bool:
    """The office keeps committees, their settings and seats."""
    return user.has_role(Role.COMMITTEE_OFFICE)


def may_propose(user) -> bool:
    """The committee, the units and casework propose topics."""
    return user.has_role(*PROPOSERS)


def may_draft_circulars(user) -> bool:
    """The office and the chair decide between meetings."""
    return user.has_role(Role.COMMITTEE_OFFICE, Role.CHAIR)


# --- On an object -------------------------------------------------------------------------------------


def may_keep(user, _obj) -> bool:
    """Change a committee, a seat, a substitute."""
    return may_keep_committees(user)


def leads_committee_of(user, obj) -> bool:
    """The office; the chair with a seat in the committee of the object (`seated_for`)."""
    return user.has_role(Role.COMMITTEE_OFFICE) or (user.has_role(Role.CHAIR) and obj.is_seated)


def may_accept_topic(user, topic) -> bool:
    """Take a proposal into the backlog."""
    return topic.state == TopicState.PROPOSED and leads_committee_of(user, topic)


def may_return_topic(user, topic) -> bool:
    """Give a topic back to whoever proposed it."""
    return topic.state in (TopicState.PROPOSED, TopicState.ACCEPTED) and leads_committee_of(user, topic)


def may_change_topic(user, topic) -> bool:
    """Correct a topic: the proposer while it is their turn, the office until it is on an agenda."""
    by_proposer = topic.proposed_by_id == user.pk and topic.state in PROPOSERS_TURN and may_propose(user)
    return by_proposer or (topic.state in CHANGEABLE and leads_committee_of(user, topic))


def may_withdraw_topic(user, topic) -> bool:
    """Take a topic back: whoever proposed it, until it is on an agenda."""
    return topic.proposed_by_id == user.pk and topic.state in CHANGEABLE


def may_raise_item(user, item) -> bool:
    """Put an item before another committee: who leads the committee of its meeting (`seated_for`)."""
    return user.has_role(Role.COMMITTEE_OFFICE) or (user.has_role(Role.CHAIR) and item.is_seated)


def may_change_circular(user, circular) -> bool:
    """Change, send or throw away a draft."""
    return circular.state == CircularState.DRAFT and leads_committee_of(user, circular)


def may_withdraw_circular(user, circular) -> bool:
    """Take back a draft, or what was sent and is not closed."""
    return circular.state in (CircularState.DRAFT, CircularState.RUNNING) and leads_committee_of(user, circular)


def may_reply(_user, recipient) -> bool:
    """Reply while replies are awaited (the row was fetched through `asked_of`)."""
    return recipient.circular.is_running
