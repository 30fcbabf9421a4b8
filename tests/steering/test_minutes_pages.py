"""The pages of minutes: every step by its own button, objections and where they appear, what waits for whom."""

import pytest

from core import clock
from core.enums import Role
from steering.domain.agendas import add_agenda_item
from steering.domain.meetings import begin_meeting, end_meeting
from steering.domain.minutes import Texts, assemble_minutes, edit_minutes, send_to_review
from steering.domain.objections import raise_objection, rule_on_objection
from steering.domain.outcomes import ItemOutcome, record_outcome
from steering.enums import ItemResult
from steering.enums_minutes import MinutesState, ObjectionKind, Ruling
from steering.models import Minutes, MinutesObjection, MinutesRemark
from steering.queries.minutes import current_version
from steering.queries.waiting import waiting_for
from tests.core.test_documents import text_of_docx
from tests.people import person
from tests.steering.factories import MeetingFactory
from tests.steering.minuting import MARKER

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(client, sign_in):
    """Send a form as somebody."""

    def post(user, url, **fields):
        sign_in(user)
        return client.post(url, fields)

    return post


def waits(user) -> list[str]:
    return [line.url for line in waiting_for(user, clock.today()) if "minutes" in line.url]


def test_from_the_log_to_the_seal_by_the_pages_alone(held, post):
    assert post(held.taker, f"/meetings/{held.meeting.pk}/minutes/new/").status_code == 302
    minutes = Minutes.objects.get(meeting=held.meeting)
    base = f"/minutes/{minutes.pk}/"
    assert post(held.taker, f"{base}review/").url == base
    assert post(held.taker, f"{base}sign/", answer="sign").url == base
    assert post(held.chair, f"{base}sign/", answer="sign").url == base
    assert post(held.taker, f"{base}seal/").url == base
    minutes.refresh_from_db()
    assert minutes.state == MinutesState.SEALED
    assert post(held.taker, f"{base}seal/").status_code == 403


def test_each_step_waits_on_the_start_page_of_whoever_is_next(held, post):
    new = f"/meetings/{held.meeting.pk}/minutes/new/"
    assert (waits(held.taker), waits(held.chair)) == ([new], [])
    minutes = held.signed()
    assert (waits(held.taker), waits(held.chair)) == ([], [f"/minutes/{minutes.pk}/"])
    post(held.chair, f"/minutes/{minutes.pk}/sign/", answer="sign")
    assert (waits(held.taker), waits(held.chair)) == ([f"/minutes/{minutes.pk}/seal/"], [])


def test_a_refusal_without_a_reason_is_asked_for_it(held, post):
    minutes = send_to_review(held.assembled(), user=held.taker)
    answer = post(held.taker, f"/minutes/{minutes.pk}/sign/", answer="refuse")
    assert answer.status_code == 422
    assert not current_version(minutes).signatures.exists()


def test_an_edit_behind_somebody_elses_shows_both_texts_and_can_be_sent_again(held, post):
    minutes = held.assembled()
    opening = current_version(minutes).inside["opening"]
    edit_minutes(minutes, user=held.taker, base=1, texts=Texts(opening, "", {held.internal.pk: "Erster"}))
    fields = {"base": 1, "opening": opening, f"item_{held.internal.pk}": "Zweiter"}
    answer = post(held.taker, f"/minutes/{minutes.pk}/edit/", **fields)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Erster" in said
    assert "Zweiter" in said
    assert post(held.taker, f"/minutes/{minutes.pk}/edit/", **fields | {"base": 2}).status_code == 302
    held.internal.refresh_from_db()
    assert held.internal.minutes == "Zweiter"


def test_typed_markup_stays_text(held, client, sign_in):
    minutes = held.assembled()
    typed = "<script>alert(1)</script><b>fett</b>"
    edit_minutes(minutes, user=held.taker, base=1, texts=Texts(typed, "", {held.internal.pk: typed}))
    sign_in(held.taker)
    for page in ("", "compare/", "edit/"):
        said = client.get(f"/minutes/{minutes.pk}/{page}").content.decode()
        assert "<script>alert" not in said
        assert "&lt;script&gt;alert" in said


def test_a_member_remarks_and_only_who_writes_settles(held, post):
    minutes = send_to_review(held.assembled(), user=held.taker)
    post(held.member, f"/minutes/{minutes.pk}/remarks/new/", item=held.public.pk, text="Bitte prüfen")
    remark = MinutesRemark.objects.get()
    assert post(held.member, f"/minutes-remarks/{remark.pk}/settle/").status_code == 403
    assert post(held.taker, f"/minutes-remarks/{remark.pk}/settle/").status_code == 302


def test_a_remark_on_a_confidential_item_is_seen_by_those_who_may_read_it(held, post, client, sign_in):
    minutes = send_to_review(held.assembled(), user=held.taker)
    post(held.member, f"/minutes/{minutes.pk}/remarks/new/", item=held.secret.pk, text=f"{MARKER}?")
    sign_in(person(Role.COMMITTEE_MEMBER))
    assert f"{MARKER}?" not in client.get(f"/minutes/{minutes.pk}/").content.decode()
    sign_in(held.chair)
    assert f"{MARKER}?" in client.get(f"/minutes/{minutes.pk}/").content.decode()


def a_later_meeting(held):
    meeting = begin_meeting(MeetingFactory(committee=held.committee, number=8))
    item = add_agenda_item(meeting, title="Niederschrift der letzten Sitzung")
    record_outcome(item, user=held.taker, outcome=ItemOutcome(ItemResult.NOTED))
    return meeting


def test_an_objection_is_dealt_with_later_and_stands_in_both_minutes(sealed, post, client, sign_in):
    held, minutes = sealed
    before = minutes.content_hash
    fields = {"kind": ObjectionKind.CORRECTION, "item": held.internal.pk, "text": "Es waren drei."}
    post(held.member, f"/minutes/{minutes.pk}/objections/new/", **fields)
    objection = MinutesObjection.objects.get()
    later = a_later_meeting(held)
    ruling = {"meeting": later.pk, "ruling": Ruling.UPHELD, "text": "Drei statt zwei."}
    assert post(held.taker, f"/objections/{objection.pk}/rule/", **ruling).status_code == 302
    newer = assemble_minutes(end_meeting(later), user=held.taker)
    sign_in(held.taker)
    for pk in (minutes.pk, newer.pk):
        said = client.get(f"/minutes/{pk}/").content.decode()
        assert "Es waren drei." in said
        assert "Drei statt zwei." in said
    minutes.refresh_from_db()
    assert minutes.content_hash == before


def test_an_objection_to_a_confidential_item_slips_into_no_file_of_those_who_may_not_read_it(sealed, client, sign_in):
    held, minutes = sealed
    objection = raise_objection(
        minutes, user=held.member, kind=ObjectionKind.OBJECTION, text=f"{MARKER} fehlt", item=held.secret
    )
    later = a_later_meeting(held)
    rule_on_objection(objection, user=held.taker, meeting=later, ruling=Ruling.REJECTED, text=f"{MARKER} bleibt")
    newer = send_to_review(assemble_minutes(end_meeting(later), user=held.taker), user=held.taker)
    sign_in(person(Role.COMMITTEE_MEMBER))
    for pk in (minutes.pk, newer.pk):
        assert MARKER not in client.get(f"/minutes/{pk}/").content.decode()
        assert MARKER not in text_of_docx(client.get(f"/minutes/{pk}/file/?format=docx").content)
    sign_in(held.member)
    assert f"{MARKER} bleibt" in client.get(f"/minutes/{newer.pk}/").content.decode()


def test_an_objection_is_not_dealt_with_in_another_committee_or_in_the_same_meeting(sealed, post):
    held, minutes = sealed
    objection = raise_objection(minutes, user=held.member, kind=ObjectionKind.OBJECTION, text="So nicht.")
    for meeting in (held.meeting, begin_meeting(MeetingFactory())):
        fields = {"meeting": meeting.pk, "ruling": Ruling.UPHELD, "text": "Doch."}
        assert post(held.taker, f"/objections/{objection.pk}/rule/", **fields).status_code == 422
    objection.refresh_from_db()
    assert objection.ruling == ""


def test_whoever_raised_it_may_withdraw_it_once(sealed, post):
    held, minutes = sealed
    objection = raise_objection(minutes, user=held.member, kind=ObjectionKind.OBJECTION, text="So nicht.")
    assert post(held.chair, f"/objections/{objection.pk}/withdraw/").status_code == 403
    assert post(held.member, f"/objections/{objection.pk}/withdraw/").status_code == 302
    assert post(held.member, f"/objections/{objection.pk}/withdraw/").status_code == 403


def test_a_draft_is_hidden_from_members_until_it_is_put_up(held, client, sign_in):
    minutes = held.assembled()
    sign_in(held.member)
    assert client.get(f"/minutes/{minutes.pk}/").status_code == 404
    send_to_review(minutes, user=held.taker)
    assert client.get(f"/minutes/{minutes.pk}/").status_code == 200
