"""Minutes: assembled from the log, reviewed, signed by two, sealed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from core.files import content_of
from core.models import OutgoingMail
from steering.domain.minutes import (
    MeanwhileError,
    Texts,
    edit_minutes,
    remark_on_minutes,
    return_minutes,
    seal_minutes,
    send_to_review,
    settle_remark,
    sign_minutes,
    take_over_log,
)
from steering.domain.outcomes import ItemOutcome, record_outcome
from steering.enums import ItemResult, MeetingState, SeatRole
from steering.enums_minutes import MinutesState
from steering.models import AgendaItem, Minutes, MinutesExcerpt
from steering.queries.minutes import current_version, seal_of
from tests.core.test_documents import text_of_pdf
from tests.factories import UserFactory
from tests.steering.minuting import MARKER

pytestmark = pytest.mark.django_db


def said_of(minutes: Minutes, item: AgendaItem) -> dict:
    return current_version(minutes).parts.get(agenda_item=item).content


def test_the_draft_holds_what_the_log_holds(held):
    version = current_version(held.assembled())
    assert version.head["committee"] == "Lenkungskreis Quartiere"
    assert version.head["place"] == "Rathaus"
    assert [each["name"] for each in version.inside["people"]][-1] == "Dr. Gast"
    assert (version.inside["chair"], version.inside["minute_taker"]) == (held.chair.name, held.taker.name)
    assert "invitation was proper" in version.inside["opening"] or "ordnungsgemäß" in version.inside["opening"]
    said = version.parts.get(agenda_item=held.public).content
    assert said["decisions"][0]["wording"] == "Die Sprechstunde wird verlängert."
    assert said["decisions"][0]["measures"][0]["lead"] == str(held.unit)


def test_a_running_meeting_has_no_minutes_yet(held):
    held.meeting.state = MeetingState.RUNNING
    held.meeting.save()
    with pytest.raises(ValidationError):
        held.assembled()


def test_minutes_are_assembled_once(held):
    held.assembled()
    with pytest.raises(ValidationError):
        held.assembled()


def test_an_edit_makes_a_version_and_the_log_says_the_same(held):
    minutes = held.assembled()
    texts = Texts("Eröffnung", "Schluss", {held.internal.pk: "Der Bericht liegt vor."})
    edit_minutes(minutes, user=held.taker, base=1, texts=texts)
    held.internal.refresh_from_db()
    assert held.internal.minutes == said_of(minutes, held.internal)["minutes"] == "Der Bericht liegt vor."
    assert (
        minutes.versions.get(number=1).parts.get(agenda_item=held.internal).content["minutes"] == "Bericht liegt vor."
    )


def test_two_edits_of_different_texts_both_stand(held):
    minutes = held.assembled()
    seen = current_version(minutes).inside["opening"]
    edit_minutes(minutes, user=held.taker, base=1, texts=Texts(seen, "", {held.internal.pk: "Erster"}))
    edit_minutes(
        minutes, user=held.chair, base=1, texts=Texts(seen, "Zweiter", {held.internal.pk: "Bericht liegt vor."})
    )
    assert said_of(minutes, held.internal)["minutes"] == "Erster"
    assert current_version(minutes).inside["closing"] == "Zweiter"


def test_two_edits_of_the_same_text_lose_neither(held):
    minutes = held.assembled()
    seen = current_version(minutes).inside["opening"]
    edit_minutes(minutes, user=held.taker, base=1, texts=Texts(seen, "", {held.internal.pk: "Erster"}))
    with pytest.raises(MeanwhileError) as refusal:
        edit_minutes(minutes, user=held.chair, base=1, texts=Texts(seen, "", {held.internal.pk: "Zweiter"}))
    assert refusal.value.standing == {held.internal.pk: "Erster"}
    assert said_of(minutes, held.internal)["minutes"] == "Erster"


def test_no_item_goes_into_review_without_a_result(held):
    AgendaItem.objects.filter(pk=held.internal.pk).update(result="", recorded_at=None, recorded_by=None)
    minutes = held.assembled()
    with pytest.raises(ValidationError, match=held.internal.label):
        send_to_review(minutes, user=held.taker)


def test_the_minute_taker_signs_before_the_chair(held):
    minutes = send_to_review(held.assembled(), user=held.taker)
    with pytest.raises(ValidationError):
        sign_minutes(minutes, user=held.chair, role=SeatRole.CHAIR)
    sign_minutes(minutes, user=held.taker, role=SeatRole.MINUTE_TAKER)
    with pytest.raises(ValidationError):
        sign_minutes(minutes, user=held.taker, role=SeatRole.CHAIR)
    sign_minutes(minutes, user=held.chair, role=SeatRole.CHAIR)
    minutes.refresh_from_db()
    assert minutes.state == MinutesState.COUNTERSIGNED


def test_nobody_signs_what_the_log_no_longer_says(held):
    minutes = held.signed()
    held.internal.refresh_from_db()
    outcome = ItemOutcome(ItemResult.NOTED, minutes="Nachgetragen", version=held.internal.version)
    record_outcome(held.internal, user=held.taker, outcome=outcome)
    with pytest.raises(ValidationError):
        sign_minutes(minutes, user=held.chair, role=SeatRole.CHAIR)
    take_over_log(minutes, user=held.taker)
    minutes.refresh_from_db()
    assert minutes.state == MinutesState.REVIEW
    assert not current_version(minutes).signatures.exists()
    assert said_of(minutes, held.internal)["minutes"] == "Nachgetragen"


def test_a_refused_signature_is_noted_and_the_other_suffices(held):
    minutes = send_to_review(held.assembled(), user=held.taker)
    sign_minutes(minutes, user=held.taker, role=SeatRole.MINUTE_TAKER)
    sign_minutes(minutes, user=held.chair, role=SeatRole.CHAIR, refusal="TOP 2 fehlt.")
    sealed = seal_minutes(minutes, user=held.taker)
    assert "TOP 2 fehlt." in text_of_pdf(content_of(sealed.file))


def test_two_refusals_make_no_minutes(held):
    minutes = send_to_review(held.assembled(), user=held.taker)
    sign_minutes(minutes, user=held.taker, role=SeatRole.MINUTE_TAKER, refusal="Nein.")
    with pytest.raises(ValidationError):
        sign_minutes(minutes, user=held.chair, role=SeatRole.CHAIR, refusal="Auch nicht.")


def test_returned_minutes_are_signed_again_and_say_why(held):
    minutes = held.countersigned()
    return_minutes(minutes, user=held.chair, reason="Zeiten prüfen")
    minutes.refresh_from_db()
    assert minutes.state == MinutesState.REVIEW
    assert minutes.remarks.get().text == "Zeiten prüfen"
    with pytest.raises(ValidationError):
        seal_minutes(minutes, user=held.taker)


def test_a_remark_is_settled_once(held):
    remark = remark_on_minutes(held.assembled(), user=held.member, text="Name prüfen", item=held.public)
    first = settle_remark(remark, user=held.taker)
    assert settle_remark(remark, user=held.chair).settled_by == first.settled_by == held.taker


def test_sealing_closes_the_meeting_and_keeps_a_file_with_everything(sealed):
    held, minutes = sealed
    held.meeting.refresh_from_db()
    assert (minutes.state, held.meeting.state) == (MinutesState.SEALED, MeetingState.SEALED)
    printed = text_of_pdf(content_of(minutes.file))
    for word in (
        "Rathaus",
        "Dr. Gast",
        "Die Sprechstunde wird verlängert.",
        MARKER,
        held.chair.name,
        minutes.content_hash[:32],
    ):
        assert word in printed


def test_the_seal_can_be_worked_out_again(sealed):
    _held, minutes = sealed
    assert seal_of(current_version(minutes)) == minutes.content_hash


def test_sealing_twice_is_refused(sealed):
    held, minutes = sealed
    with pytest.raises(ValidationError):
        seal_minutes(minutes, user=held.chair)


def test_each_unit_concerned_is_told_once_without_a_title(sealed):
    held, minutes = sealed
    mail = OutgoingMail.objects.get(key=f"excerpt:{minutes.pk}:{held.unit.pk}")
    assert f"/minutes/{minutes.pk}/excerpts/{held.unit.pk}/" in mail.text
    assert MARKER not in mail.text + mail.subject + mail.html
    assert "Sprechstunde" not in mail.text + mail.subject + mail.html


def test_a_unit_without_an_address_keeps_nobody_from_sealing(held):
    held.unit.inbox_email = ""
    held.unit.save()
    held.sealed()
    told = MinutesExcerpt.objects.filter(minutes__meeting=held.meeting)
    assert list(told.values_list("unit", "is_told")) == [(held.unit.pk, False)]


def test_interruptions_stand_in_the_frame(held):
    begin = held.meeting.started_at
    held.meeting.interruptions.create(began_at=begin, ended_at=begin + timedelta(minutes=10))
    assert len(current_version(held.assembled()).head["interruptions"]) == 1


def test_a_stranger_signs_for_nobody(held):
    minutes = send_to_review(held.assembled(), user=held.taker)
    assert not Minutes.objects.with_part_of(UserFactory()).get(pk=minutes.pk).is_taker
    assert Minutes.objects.with_part_of(held.taker).get(pk=minutes.pk).is_taker
