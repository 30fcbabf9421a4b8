"""Minutes: assembled from the log, reviewed, signed by two, sealed.

Everybody who writes here locks in one order: meeting, its items, the minutes. The database lets writers of the log hold
the minutes for share; so a seal waits for those who are writing, and whoever comes later is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import clock
from core.documents import pdf
from core.files import store_content
from core.models import User
from steering.domain import states
from steering.domain.drafts import take_over_minutes
from steering.domain.excerpts import hand_out_excerpts
from steering.enums import MeetingState, SeatRole
from steering.enums_minutes import EDITABLE, MinutesState, PartKind, VersionCause
from steering.models import AgendaItem, Meeting, Minutes, MinutesPart, MinutesRemark, MinutesSignature, MinutesVersion
from steering.queries.minutes import current_version, differs_from_log, seal_of
from steering.queries.minutes_content import content_of_log
from steering.queries.minutes_document import minutes_file_name, sealed_document

# Which step each signature completes.
STEP_OF = {SeatRole.MINUTE_TAKER: MinutesState.SIGNED, SeatRole.CHAIR: MinutesState.COUNTERSIGNED}


@dataclass(frozen=True)
class Texts:
    """What somebody typed: the frame, and the text of items by their key."""

    opening: str
    closing: str
    items: Mapping[int, str] = field(default_factory=dict)


class MeanwhileError(ValidationError):
    """Somebody else changed the same texts; carries what stands now, so that neither is lost. Keys as in `Texts`."""

    def __init__(self, standing: Mapping[str | int, str]) -> None:
        self.standing = standing
        super().__init__(
            _(
                "Somebody else has changed the same text in the meantime. Nothing was saved; your text is still here, "
                "theirs stands beside it."
            ),
            code="changed",
        )


@transaction.atomic
def assemble_minutes(meeting: Meeting, *, user: User) -> Minutes:
    """Make the draft from the log of a meeting that has ended, with proposed statements.

    Raises ValidationError while the meeting runs and if the minutes exist already.
    """
    row = Meeting.objects.select_for_update(of=("self",), no_key=True).select_related("committee").get(pk=meeting.pk)
    if row.state != MeetingState.HELD:
        raise ValidationError(_("The minutes can be assembled once the meeting has ended."))
    if Minutes.objects.filter(meeting=row).exists():
        raise ValidationError(_("The minutes of this meeting have been assembled already."))
    take_over_minutes(row)
    with override(settings.LANGUAGE_CODE):
        opening = _("It is stated that the invitation was proper and that the agenda applies as it was sent.")
    minutes = Minutes.objects.create(meeting=row, opening=opening)
    _add_version(minutes, user, VersionCause.ASSEMBLED)
    return minutes


@transaction.atomic
def edit_minutes(minutes: Minutes, *, user: User, base: int, texts: Texts) -> Minutes:
    """Change texts and keep the result as a new version; the log holds the same words.

    Only what differs from version `base`, which the writer saw, is written. Raises `MeanwhileError` if one of these
    texts has become another one since, and ValidationError once somebody has signed.
    """
    row = _locked(minutes)
    if row.state not in EDITABLE:
        raise ValidationError(_("The minutes have been signed. Return them for revision first; nothing was saved."))
    take_over_minutes(row.meeting)
    seen = _texts_of(row.versions.get(number=base))
    stands = {"opening": row.opening, "closing": row.closing} | dict(
        row.meeting.agenda_items.values_list("pk", "minutes")
    )
    typed = {"opening": texts.opening, "closing": texts.closing} | dict(texts.items)
    changed = {key: text.strip() for key, text in typed.items() if key in seen and text.strip() != seen[key].strip()}
    if lost := {
        key: stands[key] for key, text in changed.items() if stands[key].strip() not in (seen[key].strip(), text)
    }:
        raise MeanwhileError(lost)
    row.opening, row.closing = changed.pop("opening", row.opening), changed.pop("closing", row.closing)
    row.save()
    for item in AgendaItem.objects.filter(meeting=row.meeting_id, pk__in=changed):
        item.minutes = changed[item.pk]
        item.version += 1
        item.save()
    _add_version(row, user, VersionCause.EDITED)
    return row


@transaction.atomic
def take_over_log(minutes: Minutes, *, user: User) -> Minutes:
    """Make a new version of what the log says now; signatures under the old one no longer count."""
    row = _locked(minutes)
    if row.state not in EDITABLE:
        states.move(row, states.MINUTES, MinutesState.REVIEW)
        row.save()
    take_over_minutes(row.meeting)
    _add_version(row, user, VersionCause.LOG_CHANGED)
    return row


@transaction.atomic
def send_to_review(minutes: Minutes, *, user: User) -> Minutes:
    """Show the draft to the committee. Raises ValidationError while an item has no result: none is given silently."""
    row = _locked(minutes)
    states.move(row, states.MINUTES, MinutesState.REVIEW)
    if open_items := list(row.meeting.agenda_items.open().order_by("position").values_list("label", flat=True)):
        refusal = _("These items have no result yet: %(labels)s. Please record it in the log; nothing was changed.")
        raise ValidationError(refusal % {"labels": ", ".join(open_items)})
    row.save()
    if differs_from_log(row, current_version(row)):
        _add_version(row, user, VersionCause.LOG_CHANGED)
    return row


@transaction.atomic
def return_minutes(minutes: Minutes, *, user: User, reason: str) -> Minutes:
    """Return signed minutes for revision, with a remark that says why; they have to be signed again."""
    row = _locked(minutes)
    if row.state in EDITABLE:
        raise ValidationError(_("Nobody has signed yet: the minutes can simply be edited."))
    states.move(row, states.MINUTES, MinutesState.REVIEW)
    row.save()
    _add_version(row, user, VersionCause.RETURNED)
    _remark(row, user, reason, None)
    return row


@transaction.atomic
def remark_on_minutes(minutes: Minutes, *, user: User, text: str, item: AgendaItem | None = None) -> MinutesRemark:
    """Ask the minute taker to look at something. Raises ValidationError once the minutes are signed."""
    row = _locked(minutes)
    if row.state not in EDITABLE:
        raise ValidationError(_("The minutes have been signed; a remark no longer reaches anybody."))
    return _remark(row, user, text, item)


@transaction.atomic
def settle_remark(remark: MinutesRemark, *, user: User) -> MinutesRemark:
    """Say that a remark has been dealt with; saying it again changes nothing."""
    row = MinutesRemark.objects.select_for_update(of=("self",)).get(pk=remark.pk)
    if row.settled_at is None:
        row.settled_at, row.settled_by = clock.now(), user
        row.save()
    return row


@transaction.atomic
def sign_minutes(
    minutes: Minutes, *, user: User, role: str, is_deputy: bool = False, refusal: str = ""
) -> MinutesSignature:
    """Sign the newest version, or refuse with a reason, which is noted; the minute taker first, then the chair.

    Raises ValidationError if it is not this role's turn, if the log has changed since that version, if the same person
    signed as the other, and if both would refuse.
    """
    row = _locked(minutes)
    states.move(row, states.MINUTES, STEP_OF[SeatRole(role)])
    version = current_version(row)
    _refuse_outdated(row, version)
    others = version.signatures.all()
    if any(each.user_id == user.pk for each in others):
        raise ValidationError(_("You have signed already; the second signature is for somebody else."))
    if refusal.strip() and any(each.is_refused for each in others):
        raise ValidationError(
            _("The minute taker refused already. Without any signature there are no minutes: return them for revision.")
        )
    row.save()
    return MinutesSignature.objects.create(
        version=version,
        role=role,
        user=user,
        is_deputy=is_deputy,
        is_refused=bool(refusal.strip()),
        reason=refusal.strip(),
        signed_at=clock.now(),
    )


@transaction.atomic
def seal_minutes(minutes: Minutes, *, user: User) -> Minutes:
    """Seal: hash, stored PDF, meeting closed, excerpts handed out; from now on nothing of it changes.

    Raises ValidationError unless both have signed or refused, if the log has changed since, and if somebody was quicker.
    """
    row = _locked(minutes)
    states.move(row, states.MINUTES, MinutesState.SEALED)
    version = current_version(row)
    _refuse_outdated(row, version)
    states.move(row.meeting, states.MEETING, MeetingState.SEALED)
    row.meeting.save()
    row.sealed_at, row.sealed_by = clock.now(), user
    row.content_hash = seal_of(version)
    paper = pdf(sealed_document(row, version, seal=row.content_hash, made_at=row.sealed_at))
    row.file = store_content(paper, name=f"{minutes_file_name(row)}.pdf", user=user)
    row.save()
    hand_out_excerpts(row, version)
    return row


def _locked(minutes: Minutes) -> Minutes:
    Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=minutes.meeting_id)
    list(
        AgendaItem.objects.select_for_update(of=("self",), no_key=True)
        .filter(meeting=minutes.meeting_id)
        .order_by("pk")
        .values_list("pk")
    )
    rows = Minutes.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("meeting__committee").get(pk=minutes.pk)


def _refuse_outdated(minutes: Minutes, version: MinutesVersion) -> None:
    if differs_from_log(minutes, version):
        raise ValidationError(
            _("The log has changed since this version. Take the changes over and sign again; nothing was signed.")
        )


def _texts_of(version: MinutesVersion) -> dict[str | int, str]:
    rows = version.parts.filter(kind=PartKind.ITEM, content__section=False).values_list("agenda_item", "content")
    frame = {"opening": version.inside["opening"], "closing": version.inside["closing"]}
    return frame | {item: content["minutes"] for item, content in rows}


def _add_version(minutes: Minutes, user: User, cause: VersionCause) -> MinutesVersion:
    content = content_of_log(minutes.meeting, opening=minutes.opening, closing=minutes.closing)
    version = MinutesVersion.objects.create(
        minutes=minutes,
        number=minutes.versions.count() + 1,
        cause=cause,
        head=content.head,
        inside=content.inside,
        made_at=clock.now(),
        made_by=user,
    )
    rows = MinutesPart.objects.bulk_create(
        MinutesPart(
            version=version, position=place, kind=part.kind, agenda_item_id=part.agenda_item_id, content=part.content
        )
        for place, part in enumerate(content.parts, start=1)
    )
    links = MinutesPart.units.through
    links.objects.bulk_create(
        links(minutespart=row, organisation_id=unit)
        for row, part in zip(rows, content.parts, strict=True)
        for unit in sorted(part.units)
    )
    return version


def _remark(minutes: Minutes, user: User, text: str, item: AgendaItem | None) -> MinutesRemark:
    remark = MinutesRemark(
        minutes=minutes, agenda_item=item, text=text.strip(), written_at=clock.now(), written_by=user
    )
    remark.full_clean()
    remark.save()
    return remark
