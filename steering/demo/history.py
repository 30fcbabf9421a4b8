"""The past is lived through the domain's own functions, day by day, so that numbers, reminders and history are real."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from core.dates import Calendar
from core.demo import account, living, settle_outbox, unit
from core.models import User
from core.queries.calendar import city_calendar
from quarters import gelsenkirchen
from quarters.enums import AreaLevel
from quarters.models import Area
from steering.demo.committees import enliven
from steering.demo.invitations import invite_next_meeting
from steering.demo.log import begin_typing, call_the_roll
from steering.demo.measures import state_effects, turn
from steering.demo.minutes import write_minutes
from steering.demo.topics import PAST, TODAY, Act, Topic
from steering.domain.agendas import add_agenda_item
from steering.domain.followups import acknowledge_follow_up, answer_follow_up
from steering.domain.measures import change_measure_date, confirm_measure, report_status
from steering.domain.meetings import begin_meeting, end_meeting, plan_meeting
from steering.domain.outcomes import ItemOutcome, Order, VoteResult, record_outcome
from steering.domain.reminders import queue_due_reminders
from steering.enums import Confidentiality, ItemResult, Outcome, SeatRole
from steering.models import Committee, FollowUp, Measure, Meeting, Seat

PLACE = "Hans-Sachs-Haus, Raum 201"
NEXT_IN_DAYS = 28
SEATS = (
    ("ob", "vorsitz", SeatRole.CHAIR),
    ("ib", "geschaeftsstelle", SeatRole.OFFICE),
    ("33", "mitglied", SeatRole.MEMBER),
    ("51", "leitung51", SeatRole.MEMBER),
    ("53", "leitung53", SeatRole.MEMBER),
    ("30", "leitung30", SeatRole.MEMBER),
    ("polizei", "", SeatRole.MEMBER),
    ("gd", "", SeatRole.MEMBER),
    ("diakonie", "", SeatRole.MEMBER),
)


def create_steering(today: date) -> None:
    """Create committees, meetings, decisions, measures and what became of them; a second run changes nothing."""
    if Committee.objects.exists():
        return
    past = Past(_committees(), city_calendar())
    held = [
        past.hold_meeting(past.calendar.next_working_day(today - timedelta(days=before)).day, topics)
        for before, topics in PAST
    ]
    past.live_until(today)
    write_minutes(held, past.calendar, today)
    invite_next_meeting(past.committee, today, place=PLACE)
    with living(today, 8, past.office):
        # Held today whatever the weekday, so that there is always a meeting to log.
        meeting = plan_meeting(past.committee, held_on=today, starts_at=time(8), place=PLACE)
        _fill_agenda(meeting, TODAY)
        begin_meeting(meeting)
        begin_typing(meeting)
        following = past.calendar.next_working_day(today + timedelta(days=NEXT_IN_DAYS)).day
        plan_meeting(past.committee, held_on=following, starts_at=time(14), place=PLACE)
    state_effects(past.office, today)
    enliven(past.committee, Committee.objects.get(parent=past.committee), today)
    settle_outbox()


def _committees() -> Committee:
    committee = Committee.objects.create(name="Lenkungskreis Zuwanderung aus Südosteuropa", short_name="Lenkungskreis")
    for key, login, role in SEATS:
        person = account(login) if login else None
        Seat.objects.create(committee=committee, organisation=unit(key), person=person, role=role)
    team = Committee.objects.create(
        name="Projektteam der aufsuchenden Arbeit",
        short_name="Projektteam",
        number_prefix="PT",
        parent=committee,
        notice_days=2,
    )
    Seat.objects.create(
        committee=team, organisation=unit("ib"), person=account("geschaeftsstelle"), role=SeatRole.CHAIR
    )
    Seat.objects.create(committee=team, organisation=unit("awo"))
    return committee


@dataclass
class Past:
    """Meetings held so far and what is still to happen: day, act, measure, day of its meeting."""

    committee: Committee
    calendar: Calendar
    to_come: list[tuple[date, Act, int, date]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.office = account("geschaeftsstelle")

    def hold_meeting(self, day: date, topics: tuple[Topic, ...]) -> Meeting:
        """Let everything before it happen, then hold the meeting with all its outcomes."""
        self.live_until(day)
        with living(day, 14, self.office):
            meeting = plan_meeting(self.committee, held_on=day, starts_at=time(14), place=PLACE)
            _fill_agenda(meeting, topics)
            begin_meeting(meeting)
            call_the_roll(meeting)
            for item, topic in zip(meeting.agenda_items.order_by("position"), topics, strict=True):
                record_outcome(item, user=self.office, outcome=self._outcome(topic, day))
                for measure in Measure.objects.filter(decision__agenda_item=item):
                    self.to_come += [(self._office_day(day, act.after), act, measure.pk, day) for act in topic.acts]
            return end_meeting(meeting)

    def live_until(self, until: date) -> None:
        """Let everything happen that was to happen before a day, in its order; reminders fall due on the way."""
        due = sorted((each for each in self.to_come if each[0] < until), key=lambda each: each[0])
        self.to_come = [each for each in self.to_come if each[0] >= until]
        for day, act, measure, met_on in due:
            user = account(act.by)
            with living(day, 9, user):
                queue_due_reminders()
                _perform(act, Measure.objects.get(pk=measure), user, met_on)

    def _office_day(self, day: date, after: int) -> date:
        return self.calendar.next_working_day(day + timedelta(days=after)).day

    def _outcome(self, topic: Topic, day: date) -> ItemOutcome:
        if not topic.wording:
            return ItemOutcome(result=topic.result, minutes=topic.minutes)
        areas = Area.objects.filter(
            municipality=gelsenkirchen.MUNICIPALITY, level=AreaLevel.QUARTER, code__in=topic.areas
        )
        order = Order(
            lead_unit=unit(topic.lead),
            due_on=self._office_day(day, topic.due),
            side=topic.side,
            contributing=tuple(unit(key) for key in topic.helpers),
            areas=tuple(areas),
        )
        return ItemOutcome(
            result=ItemResult.DECIDED, minutes=topic.minutes, wording=topic.wording, order=order, vote=VoteResult()
        )


def _fill_agenda(meeting: Meeting, topics: tuple[Topic, ...]) -> None:
    for topic in topics:
        level = Confidentiality.CONFIDENTIAL if topic.confidential else Confidentiality.PUBLIC
        lead = unit(topic.lead) if topic.lead else None
        add_agenda_item(meeting, title=topic.title, confidentiality=level, lead_unit=lead, proposed_text=topic.wording)


def _perform(act: Act, measure: Measure, user: User, met_on: date) -> None:
    own = FollowUp.objects.filter(measure=measure, step__isnull=True).latest("pk")
    match act.kind:
        case "acknowledge":
            acknowledge_follow_up(own, user=user)
        case "status":
            report_status(measure, user=user, unit=measure.lead_unit, text=act.text)
        case "done":
            answer_follow_up(own, user=user, outcome=Outcome.DONE, text=act.text)
        case "refuse":
            answer_follow_up(own, user=user, outcome=Outcome.NOT_POSSIBLE, text=act.text)
        case "step_done":
            for step in FollowUp.objects.filter(measure=measure, step__isnull=False):
                answer_follow_up(step, user=user, outcome=Outcome.DONE, text=act.text)
        case "move":
            due_on = city_calendar().next_working_day(met_on + timedelta(days=act.new_due)).day
            change_measure_date(measure, user=user, due_on=due_on, reason=act.text)
        case "confirm":
            confirm_measure(measure, user=user)
        case _:
            turn(act, measure, user, met_on)
