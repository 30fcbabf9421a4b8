"""The items that stand on every agenda of a committee."""

from django.db import transaction
from django.db.models import F, Max

from core.models import Organisation
from steering.enums import Confidentiality
from steering.enums_agenda import ItemKind
from steering.models import Committee, MeetingSeries, StandingItem


@transaction.atomic
def save_standing_item(
    item: StandingItem,
    *,
    title: str,
    kind: str = ItemKind.ITEM,
    confidentiality: str = Confidentiality.INTERNAL,
    lead_unit: Organisation | None = None,
    speaker: str = "",
    minutes_planned: int | None = None,
    stays_last: bool = False,
    series: MeetingSeries | None = None,
) -> StandingItem:
    """Write a new line of the template at its end, or change one. Agendas already made stay as they are.

    Raises ValidationError for a blank title.
    """
    _locked(item.committee_id)
    if item.position is None:
        item.position = (item.committee.standing_items.aggregate(last=Max("position"))["last"] or 0) + 1
    item.title, item.kind, item.confidentiality = title.strip(), kind, confidentiality
    item.lead_unit, item.speaker, item.minutes_planned = lead_unit, speaker.strip(), minutes_planned
    item.stays_last, item.series = stays_last, series
    item.full_clean()
    item.save()
    return item


@transaction.atomic
def move_standing_item(item: StandingItem, *, up: bool) -> None:
    """Change places with the line above or below; at the edge nothing happens."""
    _locked(item.committee_id)
    rows = list(item.committee.standing_items.order_by("position"))
    place = next(n for n, row in enumerate(rows) if row.pk == item.pk)
    other = place + (-1 if up else 1)
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        for position, row in enumerate(rows, 1):
            row.position = position
        StandingItem.objects.bulk_update(rows, ["position"])


@transaction.atomic
def remove_standing_item(item: StandingItem) -> None:
    """Take a line off the template. Agendas already made stay as they are."""
    _locked(item.committee_id)
    StandingItem.objects.filter(pk=item.pk).delete()
    item.committee.standing_items.filter(position__gt=item.position).update(position=F("position") - 1)


def _locked(committee_id: int) -> Committee:
    return Committee.objects.select_for_update(of=("self",), no_key=True).get(pk=committee_id)
