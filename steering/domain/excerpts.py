"""Excerpts from sealed minutes: each unit that leads or contributes is told where its items stand."""

from core.mail import UndeliverableError
from core.models import Organisation
from steering.models import Minutes, MinutesExcerpt, MinutesVersion
from steering.notifications_minutes import excerpt_is_ready


def hand_out_excerpts(minutes: Minutes, version: MinutesVersion) -> list[MinutesExcerpt]:
    """Tell every unit concerned, once; a unit whose inbox has no address stands in the list without a mail."""
    units = Organisation.objects.filter(pk__in=version.parts.values("units")).order_by("pk")
    return [_tell(minutes, unit) for unit in units]


def _tell(minutes: Minutes, unit: Organisation) -> MinutesExcerpt:
    try:
        mail = excerpt_is_ready(minutes, unit)
    except UndeliverableError:
        mail = None
    return MinutesExcerpt.objects.create(minutes=minutes, unit=unit, mail=mail, is_told=mail is not None)
