"""Predicates: who may do what in steering. No writes, no queries beyond what is loaded."""

from core.enums import CASEWORK_ROLES, COMMITTEE_ROLES, UNIT_ROLES, Role
from steering.enums import FOLLOW_UP_OPEN, MEASURE_CLOSED, ExtensionState, MeasureState, MeetingState, StepState

LOGGABLE = (MeetingState.RUNNING, MeetingState.HELD)


# --- On the user alone --------------------------------------------------------------------------------


def is_committee(user) -> bool:
    """Members, chair and office of a committee."""
    return user.has_role(*COMMITTEE_ROLES)


def may_read_results(user) -> bool:
    """Committee roles, and heads for results."""
    return user.has_role(*COMMITTEE_ROLES, Role.DEPARTMENT_HEAD)


def may_read_measures(user) -> bool:
    """Committee roles, and everybody who works for a unit that can be responsible."""
    return user.has_role(*COMMITTEE_ROLES, *UNIT_ROLES)


def may_list_follow_ups(user) -> bool:
    """Units, the committee, and casework for what it opened itself."""
    return user.has_role(*COMMITTEE_ROLES, *UNIT_ROLES, *CASEWORK_ROLES)


def may_plan_meetings(user) -> bool:
    """The office and the chair plan."""
    return user.has_role(Role.COMMITTEE_OFFICE, Role.CHAIR)


def may_read_exchanges(user) -> bool:
    """Committee roles, and everybody who works for a unit; what is confidential is filtered per row."""
    return user.has_role(*COMMITTEE_ROLES, *UNIT_ROLES)


def may_record_exchange(user) -> bool:
    """Whoever sits in a committee writes down what was learned."""
    return user.has_role(*COMMITTEE_ROLES)


def may_import_measures(user) -> bool:
    """The office brings in the lists of the past."""
    return user.has_role(Role.COMMITTEE_OFFICE)


def may_plan_reminders(user) -> bool:
    """The office looks after reminders and the ladders they follow."""
    return user.has_role(Role.COMMITTEE_OFFICE)


# --- On an object -------------------------------------------------------------------------------------


def may_lead(user, meeting) -> bool:
    """Plan, begin and end this meeting: the office; the chair with a seat (`Meeting.objects.seated_for`)."""
    return user.has_role(Role.COMMITTEE_OFFICE) or (user.has_role(Role.CHAIR) and meeting.is_seated)


def may_take_part(user, meeting) -> bool:
    """Begin and log: the office, and every committee role with a seat."""
    return user.has_role(Role.COMMITTEE_OFFICE) or (is_committee(user) and meeting.is_seated)


def may_invite(user, meeting) -> bool:
    """Send the invitation to a planned meeting."""
    return meeting.state == MeetingState.PLANNED and may_lead(user, meeting)


def takes_answers(meeting) -> bool:
    """Tell whether those invited can still answer: until the meeting begins or falls out."""
    return meeting.state == MeetingState.INVITED


def may_manage_invitations(user, meeting) -> bool:
    """Remind, invite guests, follow changes of seats, while answers are taken."""
    return takes_answers(meeting) and may_lead(user, meeting)


def may_withdraw_invitation(user, invitation) -> bool:
    """Take an invitation back (with `is_seated` of the meeting's committee), while answers are taken."""
    return takes_answers(invitation.meeting) and may_lead(user, invitation)


def may_answer_invitation(user, invitation) -> bool:
    """Answer for oneself, or enter as office or chair what one was told."""
    is_own = invitation.person_id == user.pk
    return takes_answers(invitation.meeting) and (is_own or may_lead(user, invitation))


def may_log(user, meeting) -> bool:
    """Log outcomes while the meeting runs and until its minutes are sealed."""
    return meeting.state in LOGGABLE and may_take_part(user, meeting)


def may_log_item(user, item) -> bool:
    """Log the outcome of an item (loaded by `queries.meetings.items_to_log`)."""
    return item.meeting.state in LOGGABLE and may_take_part(user, item)


def may_change_meeting(user, meeting) -> bool:
    """Move or cancel a meeting that has not begun."""
    return meeting.state in (MeetingState.PLANNED, MeetingState.INVITED) and may_lead(user, meeting)


def may_change_agenda(user, meeting) -> bool:
    """The agenda stays open until the minutes are sealed or the meeting is cancelled."""
    return meeting.state not in (MeetingState.SEALED, MeetingState.CANCELLED) and may_lead(user, meeting)


def may_arrange_agenda(user, meeting) -> bool:
    """Order and numbers are free until the invitation goes out."""
    return meeting.state == MeetingState.PLANNED and may_lead(user, meeting)


def may_change_item(user, item) -> bool:
    """Change an item without a result (loaded by `queries.agendas.items_to_change`)."""
    closed = item.meeting.state in (MeetingState.SEALED, MeetingState.CANCELLED)
    return not (closed or item.result) and may_lead(user, item)


def may_arrange_item(user, item) -> bool:
    """Move or remove an item until the invitation goes out."""
    return item.meeting.state == MeetingState.PLANNED and may_lead(user, item)


def may_add_paper(user, item) -> bool:
    """Put papers before the committee, at the table too, as long as the agenda is open."""
    closed = item.meeting.state in (MeetingState.SEALED, MeetingState.CANCELLED)
    return not (closed or item.is_section) and may_lead(user, item)


def may_change_paper(user, paper) -> bool:
    """Change a paper or add a file (loaded by `queries.agendas.papers_to_change`)."""
    return paper.item.meeting.state not in (MeetingState.SEALED, MeetingState.CANCELLED) and may_lead(user, paper)


def may_remove_paper(user, paper) -> bool:
    """Take a paper or a file away: only until the meeting begins."""
    return paper.item.meeting.state in (MeetingState.PLANNED, MeetingState.INVITED) and may_lead(user, paper)


def may_remove_attachment(user, attachment) -> bool:
    """Take a file away: only until the meeting begins."""
    is_open = attachment.paper.item.meeting.state in (MeetingState.PLANNED, MeetingState.INVITED)
    return is_open and may_lead(user, attachment)


def may_keep_template(user, committee) -> bool:
    """Keep the standing items of a committee: the office; the chair with a seat (`Committee` with `is_seated`)."""
    return user.has_role(Role.COMMITTEE_OFFICE) or (user.has_role(Role.CHAIR) and committee.is_seated)


def works_for(user, unit_id: int) -> bool:
    """Tell whether the person answers for this unit."""
    return unit_id in user.organisation_ids_for(*UNIT_ROLES)


def may_answer(user, follow_up) -> bool:
    """The unit answers; for units without accounts the office enters what it was told."""
    by_office = user.has_role(Role.COMMITTEE_OFFICE) and follow_up.measure_id is not None
    return follow_up.state in FOLLOW_UP_OPEN and (works_for(user, follow_up.unit_id) or by_office)


def may_send_link(user, follow_up) -> bool:
    """Give a unit without accounts a new one-time link, or withdraw it: the office, and casework for its own."""
    by_office = user.has_role(Role.COMMITTEE_OFFICE) and follow_up.measure_id is not None
    is_own = follow_up.measure_id is None and follow_up.opened_by_id == user.pk
    return follow_up.state in FOLLOW_UP_OPEN and (by_office or is_own)


def may_revoke_feed(user, feed) -> bool:
    """Everybody withdraws the own calendar addresses."""
    return feed.owner_id == user.pk


def may_report(user, measure) -> bool:
    """Report how a measure stands: lead and contributing units (`steps` prefetched), or the office."""
    if measure.state in MEASURE_CLOSED:
        return False
    own = user.organisation_ids_for(*UNIT_ROLES)
    return user.has_role(Role.COMMITTEE_OFFICE) or not units_at_work(measure).isdisjoint(own)


def units_at_work(measure) -> set[int]:
    """Return the keys of the lead unit and of the contributing units (`steps` prefetched) still wanted."""
    return {measure.lead_unit_id, *(step.unit_id for step in measure.steps.all() if step.state != StepState.DROPPED)}


def may_confirm(user, measure) -> bool:
    """The committee takes note that a measure is done: office or chair, never the unit itself."""
    is_own = works_for(user, measure.lead_unit_id) and not user.has_role(Role.COMMITTEE_OFFICE)
    return (
        measure.state == MeasureState.REPORTED_DONE and user.has_role(Role.COMMITTEE_OFFICE, Role.CHAIR) and not is_own
    )


def may_oversee(user, measure) -> bool:
    """Office and chair order: they hand over, add steps, set resubmissions, as long as the measure is open."""
    return measure.state not in MEASURE_CLOSED and user.has_role(Role.COMMITTEE_OFFICE, Role.CHAIR)


def may_change_date(user, measure) -> bool:
    """The office and the chair move dates."""
    return may_oversee(user, measure)


def may_hand_over(user, measure) -> bool:
    """Give the lead to another unit as long as something is owed: another unit then reads the measure."""
    return measure.is_owed and may_oversee(user, measure)


def may_carry_out(user, measure) -> bool:
    """Say what blocks it or that it cannot be done: the lead unit, or those who oversee it."""
    return measure.is_owed and (works_for(user, measure.lead_unit_id) or may_oversee(user, measure))


def may_ask_for_time(user, measure) -> bool:
    """Ask for a later date: the lead unit, and contributing units (`steps` prefetched) for their own open step."""
    if not measure.is_owed:
        return False
    units = {step.unit_id for step in measure.steps.all() if step.is_open and step.due_on}
    if measure.due_on:
        units.add(measure.lead_unit_id)
    return not units.isdisjoint(user.organisation_ids_for(*UNIT_ROLES))


def may_send_back(user, measure) -> bool:
    """Refuse "done": whoever may confirm it."""
    return may_confirm(user, measure)


def may_deal_with_refusal(user, measure) -> bool:
    """Order again what was not executable, or note that it cannot be done."""
    waits = measure.state == MeasureState.NOT_EXECUTABLE and measure.settled_at is None
    return waits and user.has_role(Role.COMMITTEE_OFFICE, Role.CHAIR)


def may_change_step(user, step) -> bool:
    """Office and chair change or drop an open step."""
    return step.is_open and may_oversee(user, step.measure)


def may_change_part(user, part) -> bool:
    """Office and chair change what belongs to an open measure."""
    return may_oversee(user, part.measure)


def may_decide_extension(user, request) -> bool:
    """Office and chair grant or refuse; nobody grants it to the own unit except the office."""
    own = works_for(user, request.unit_id) and not user.has_role(Role.COMMITTEE_OFFICE)
    is_open = request.state == ExtensionState.REQUESTED
    return is_open and not own and user.has_role(Role.COMMITTEE_OFFICE, Role.CHAIR)


def may_change_exchange(user, exchange) -> bool:
    """Correct an experience: the office, and whoever wrote it down."""
    return user.has_role(Role.COMMITTEE_OFFICE) or (is_committee(user) and exchange.recorded_by_id == user.pk)


def may_change_ladder(user, _ladder) -> bool:
    """The office changes the ladders of all committees; everybody reads them."""
    return may_plan_reminders(user)
