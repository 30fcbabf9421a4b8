"""The state machines of steering, each in one place."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from steering.enums import CircularState, FollowUpState, MeasureState, MeetingState, StepState, TopicState
from steering.enums_minutes import MinutesState

Moves = dict[str, tuple[str, ...]]

MEETING: Moves = {
    MeetingState.PLANNED: (MeetingState.INVITED, MeetingState.RUNNING, MeetingState.CANCELLED),
    MeetingState.INVITED: (MeetingState.RUNNING, MeetingState.CANCELLED),
    MeetingState.RUNNING: (MeetingState.HELD,),
    MeetingState.HELD: (MeetingState.SEALED,),
}

MEASURE: Moves = {
    MeasureState.ORDERED: (
        MeasureState.ACKNOWLEDGED,
        MeasureState.IN_PROGRESS,
        MeasureState.REPORTED_DONE,
        MeasureState.NOT_EXECUTABLE,
        MeasureState.HANDED_OVER,
    ),
    MeasureState.ACKNOWLEDGED: (
        MeasureState.IN_PROGRESS,
        MeasureState.REPORTED_DONE,
        MeasureState.NOT_EXECUTABLE,
        MeasureState.HANDED_OVER,
    ),
    MeasureState.IN_PROGRESS: (
        MeasureState.REPORTED_DONE,
        MeasureState.NOT_EXECUTABLE,
        MeasureState.HANDED_OVER,
    ),
    # The new lead unit acknowledges, or acts at once; until then it can be handed on.
    MeasureState.HANDED_OVER: (
        MeasureState.ACKNOWLEDGED,
        MeasureState.IN_PROGRESS,
        MeasureState.REPORTED_DONE,
        MeasureState.NOT_EXECUTABLE,
        MeasureState.HANDED_OVER,
    ),
    MeasureState.REPORTED_DONE: (MeasureState.CONFIRMED, MeasureState.IN_PROGRESS),
    MeasureState.NOT_EXECUTABLE: (MeasureState.ORDERED,),
}

TOPIC: Moves = {
    TopicState.PROPOSED: (
        TopicState.ACCEPTED,
        TopicState.RETURNED,
        TopicState.SCHEDULED,
        TopicState.WITHDRAWN,
    ),
    TopicState.ACCEPTED: (TopicState.SCHEDULED, TopicState.RETURNED, TopicState.WITHDRAWN),
    TopicState.RETURNED: (TopicState.PROPOSED, TopicState.WITHDRAWN),
    TopicState.SCHEDULED: (TopicState.SCHEDULED,),
}

# What an agenda item makes of the topic on it: by its result, which may be corrected until the minutes are sealed, or by
# being taken off the agenda.
_BY_ITEM = (TopicState.SCHEDULED, TopicState.ACCEPTED, TopicState.SETTLED, TopicState.WITHDRAWN)
TOPIC_BY_ITEM: Moves = dict.fromkeys(_BY_ITEM, _BY_ITEM)

CIRCULAR: Moves = {
    CircularState.DRAFT: (CircularState.RUNNING, CircularState.WITHDRAWN),
    CircularState.RUNNING: (
        CircularState.ADOPTED,
        CircularState.STOPPED,
        CircularState.FAILED,
        CircularState.WITHDRAWN,
    ),
}

STEP: Moves = {
    StepState.ORDERED: (
        StepState.ACKNOWLEDGED,
        StepState.REPORTED_DONE,
        StepState.NOT_EXECUTABLE,
        StepState.DROPPED,
    ),
    StepState.ACKNOWLEDGED: (StepState.REPORTED_DONE, StepState.NOT_EXECUTABLE, StepState.DROPPED),
}

FOLLOW_UP: Moves = {
    FollowUpState.OPEN: (
        FollowUpState.ACKNOWLEDGED,
        FollowUpState.REPORTED_DONE,
        FollowUpState.DECLINED,
        FollowUpState.CLOSED,
    ),
    FollowUpState.ACKNOWLEDGED: (FollowUpState.REPORTED_DONE, FollowUpState.DECLINED, FollowUpState.CLOSED),
    FollowUpState.REPORTED_DONE: (FollowUpState.CLOSED,),
    FollowUpState.DECLINED: (FollowUpState.CLOSED,),
}

MINUTES: Moves = {
    MinutesState.DRAFT: (MinutesState.REVIEW,),
    MinutesState.REVIEW: (MinutesState.SIGNED,),
    MinutesState.SIGNED: (MinutesState.COUNTERSIGNED, MinutesState.REVIEW),
    MinutesState.COUNTERSIGNED: (MinutesState.SEALED, MinutesState.REVIEW),
}


def move(obj, machine: Moves, to: str) -> None:
    """Set the state of a locked row; raise ValidationError, with a sentence for the person, if it cannot go there."""
    if to not in machine.get(obj.state, ()):
        refusal = _('This is no longer possible: "%(object)s" is already %(state)s. Nothing was changed.')
        raise ValidationError(refusal % {"object": obj, "state": obj.get_state_display()}, code="state")
    obj.state = to
