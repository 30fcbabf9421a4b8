"""Minutes of the demo city in every state, for the pages that need them."""

from datetime import time, timedelta
from typing import Any

from core.demo import account
from core.identity import acting_as
from steering.domain.meetings import begin_meeting, end_meeting, plan_meeting
from steering.domain.minutes import assemble_minutes, remark_on_minutes, send_to_review, sign_minutes
from steering.enums import SeatRole
from steering.enums_minutes import MinutesState
from steering.models import Committee, Meeting, Minutes, MinutesExcerpt, MinutesObjection

IN_REVIEW = ("minutes_edit", "minutes_sign", "minutesremark_create")
SIGNED = ("minutes_detail", "minutes_compare", "minutes_log", "minutes_return")


def minutes_objects() -> dict[str, dict[str, Any]]:
    """Return the arguments of every address about minutes, by URL name."""
    office, chair = account("geschaeftsstelle"), account("vorsitz")
    with acting_as(office):
        bare, draft, review, countersigned = held_meetings(4)
        drafted = assemble_minutes(draft, user=office)
        in_review = send_to_review(assemble_minutes(review, user=office), user=office)
        remark = remark_on_minutes(in_review, user=office, text="Bitte prüfen")
        full = send_to_review(assemble_minutes(countersigned, user=office), user=office)
        sign_minutes(full, user=office, role=SeatRole.MINUTE_TAKER)
        sign_minutes(full, user=chair, role=SeatRole.CHAIR)
        signed = Minutes.objects.filter(state=MinutesState.SIGNED).earliest("pk")
        excerpt = MinutesExcerpt.objects.latest("pk")
        objection = MinutesObjection.objects.open().latest("pk")
        return {
            "steering:agenda_file": _pk(bare),
            "steering:minutes_create": _pk(bare),
            "steering:minutes_review": _pk(drafted),
            "steering:minutes_seal": _pk(full),
            "steering:minutes_file": _pk(signed),
            "steering:minutes_public": {"pk": excerpt.minutes_id},
            "steering:minutes_excerpt": {"pk": excerpt.minutes_id, "unit": excerpt.unit_id},
            "steering:minutesremark_settle": _pk(remark),
            "steering:minutesobjection_create": {"pk": excerpt.minutes_id},
            "steering:minutesobjection_rule": _pk(objection),
            "steering:minutesobjection_withdraw": _pk(objection),
            **{f"steering:{name}": _pk(in_review) for name in IN_REVIEW},
            **{f"steering:{name}": _pk(signed) for name in SIGNED},
        }


def held_meetings(number: int) -> list[Meeting]:
    """Hold meetings of the main committee one after the other, after all that are planned."""
    committee = Committee.objects.get(number_prefix="")
    last = committee.meetings.order_by("-held_on").values_list("held_on", flat=True)[0]
    days = (last + timedelta(days=7 * week) for week in range(1, number + 1))
    return [end_meeting(begin_meeting(plan_meeting(committee, held_on=day, starts_at=time(9)))) for day in days]


def _pk(obj: Any) -> dict[str, Any]:
    return {"pk": obj.pk}
