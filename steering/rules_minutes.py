"""Predicates: who may do what with minutes. They need `Minutes.objects.with_part_of(user)`."""

from core.enums import COMMITTEE_ROLES, Role
from steering.enums import MeetingState, SeatRole
from steering.enums_minutes import EDITABLE, MinutesState

SIGNED = (MinutesState.SIGNED, MinutesState.COUNTERSIGNED)


def writes_minutes(user, row) -> bool:
    """Tell whether the person writes the minutes of this committee: the office, and whoever takes them."""
    return user.has_role(Role.COMMITTEE_OFFICE) or (user.has_role(*COMMITTEE_ROLES) and row.is_taker)


def may_assemble(user, meeting) -> bool:
    """Assemble the minutes once the meeting has ended (`queries.minutes.meetings_to_record`)."""
    return meeting.state == MeetingState.HELD and not meeting.has_minutes and writes_minutes(user, meeting)


def may_edit(user, minutes) -> bool:
    """Change texts until somebody has signed. The chair may not: the minute taker alone answers for the content."""
    return minutes.state in EDITABLE and writes_minutes(user, minutes)


def may_send_to_review(user, minutes) -> bool:
    """Show the draft to the committee."""
    return minutes.state == MinutesState.DRAFT and writes_minutes(user, minutes)


def may_take_over_log(user, minutes) -> bool:
    """Make a new version from the log until the seal."""
    return minutes.state != MinutesState.SEALED and writes_minutes(user, minutes)


def may_remark(user, minutes) -> bool:
    """Ask the minute taker to look at something: everybody with a seat, and the office."""
    return minutes.state in EDITABLE and (user.has_role(Role.COMMITTEE_OFFICE) or minutes.is_seated)


def signing_role(user, minutes) -> str:
    """Return the role in which this person signs next, or nothing."""
    if not user.has_role(*COMMITTEE_ROLES):
        return ""
    if minutes.state == MinutesState.REVIEW and minutes.is_taker:
        return SeatRole.MINUTE_TAKER
    chairs = minutes.is_chair or minutes.is_deputy_chair
    return SeatRole.CHAIR if minutes.state == MinutesState.SIGNED and chairs else ""


def may_sign(user, minutes) -> bool:
    """Sign, or refuse, when it is this person's turn."""
    return bool(signing_role(user, minutes))


def may_return(user, minutes) -> bool:
    """Return signed minutes for revision: whoever writes or chairs."""
    return minutes.state in SIGNED and _writes_or_chairs(user, minutes)


def may_seal(user, minutes) -> bool:
    """Seal once both have signed or refused: whoever writes or chairs."""
    return minutes.state == MinutesState.COUNTERSIGNED and _writes_or_chairs(user, minutes)


def may_object(user, minutes) -> bool:
    """Object to sealed minutes: everybody with a seat, and the office."""
    return minutes.state == MinutesState.SEALED and (user.has_role(Role.COMMITTEE_OFFICE) or minutes.is_seated)


def may_rule(user, objection) -> bool:
    """Record what a later meeting said to an objection."""
    return not objection.ruling and writes_minutes(user, objection)


def may_withdraw(user, objection) -> bool:
    """Take back the own objection."""
    return not objection.ruling and objection.raised_by_id == user.pk


def may_settle(user, remark) -> bool:
    """Say that a remark has been dealt with."""
    return remark.settled_at is None and writes_minutes(user, remark)


def _writes_or_chairs(user, minutes) -> bool:
    chairs = user.has_role(*COMMITTEE_ROLES) and (minutes.is_chair or minutes.is_deputy_chair)
    return chairs or writes_minutes(user, minutes)
