"""What leaves: public version, member version, excerpts, compared versions; each only what its reader may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.enums import Role
from steering.domain.agendas import add_agenda_item
from steering.domain.minutes import Texts, edit_minutes
from steering.domain.outcomes import ItemOutcome, record_outcome
from steering.enums import ItemResult
from steering.queries.minutes import current_version
from steering.queries.minutes_changes import changes_between, words_between
from tests.core.test_documents import text_of_docx, text_of_pdf
from tests.people import person
from tests.steering.factories import committee_member
from tests.steering.minuting import MARKER

pytestmark = pytest.mark.django_db
READ = {"pdf": text_of_pdf, "docx": text_of_docx}


@pytest.fixture
def ask(client, sign_in):
    """Ask for an address as somebody and return what the file or page says."""

    def ask(user, url, wanted="", **query):
        sign_in(user)
        response = client.get(url, ({"format": wanted} if wanted else {}) | query)
        assert response.status_code == 200
        return READ[wanted](response.content) if wanted else response.content.decode()

    return ask


@pytest.mark.parametrize("wanted", ["pdf", "docx"])
def test_the_public_version_says_only_what_is_public(sealed, ask, wanted):
    held, minutes = sealed
    said = ask(held.chair, f"/minutes/{minutes.pk}/public-file/", wanted)
    assert "Die Sprechstunde wird verlängert." in said
    for secret in (MARKER, "Sperrmüll", "Bericht liegt vor", held.chair.name, held.taker.name, "Dr. Gast"):
        assert secret not in said
    assert "2 " in said


def test_the_public_version_never_loads_what_is_not_public(sealed, ask):
    held, minutes = sealed
    with CaptureQueriesContext(connection) as captured:
        ask(held.chair, f"/minutes/{minutes.pk}/public-file/", "pdf")
    loading = [
        query["sql"] for query in captured if '"steering_minutespart"."content"' in query["sql"].split(" FROM ")[0]
    ]
    assert loading
    assert all("'public'" in sql for sql in loading)
    assert not any('"inside"' in query["sql"] for query in captured)


@pytest.mark.parametrize(
    ("page", "wanted"),
    [("/minutes/{}/", ""), ("/minutes/{}/compare/", ""), ("/minutes/{}/file/", "pdf"), ("/minutes/{}/file/", "docx")],
)
def test_who_has_no_seat_reads_nothing_confidential(held, ask, page, wanted):
    minutes = held.assembled()
    edit_minutes(minutes, user=held.taker, base=1, texts=Texts("", "", {held.secret.pk: f"{MARKER} neu"}))
    held.meeting.refresh_from_db()
    type(minutes).objects.filter(pk=minutes.pk).update(state="review")
    stranger = person(Role.COMMITTEE_MEMBER)
    url = page.format(minutes.pk)
    assert MARKER not in ask(stranger, url, wanted)
    assert MARKER in ask(held.member, url, wanted)


def test_the_sealed_file_goes_only_to_who_may_read_all(sealed, ask):
    held, minutes = sealed
    url = f"/minutes/{minutes.pk}/file/"
    head = person(Role.DEPARTMENT_HEAD)
    assert MARKER in ask(held.member, url, "pdf")
    assert MARKER not in ask(head, url, "pdf")
    assert "Sperrmüll" in ask(head, url, "pdf")


def test_an_excerpt_shows_a_unit_its_items_and_the_head_also_what_is_confidential(sealed, ask):
    held, minutes = sealed
    url = f"/minutes/{minutes.pk}/excerpts/{held.unit.pk}/"
    staff, head = person(Role.DEPARTMENT_STAFF, held.unit), person(Role.DEPARTMENT_HEAD, held.unit)
    for wanted in ("", "pdf", "docx"):
        said = ask(staff, url, wanted)
        assert "Die Sprechstunde wird verlängert." in said
        assert MARKER not in said
        assert "Bericht liegt vor" not in said
        assert MARKER in ask(head, url, wanted)


def test_another_unit_finds_no_excerpt(sealed, client, sign_in):
    held, minutes = sealed
    sign_in(person(Role.DEPARTMENT_HEAD))
    assert client.get(f"/minutes/{minutes.pk}/excerpts/{held.unit.pk}/").status_code == 404


def test_the_agenda_as_a_file_is_filtered_for_its_reader(held, ask):
    url = f"/meetings/{held.meeting.pk}/agenda-file/"
    assert MARKER in ask(held.member, url, "docx")
    assert MARKER not in ask(person(Role.COMMITTEE_MEMBER), url, "docx")
    public = ask(held.member, url, "docx", public=1)
    assert "Sprechstunde" in public
    assert MARKER not in public
    assert "Sperrmüll" not in public


def test_an_unknown_format_does_not_exist(held, client, sign_in):
    sign_in(held.member)
    assert client.get(f"/meetings/{held.meeting.pk}/agenda-file/", {"format": "exe"}).status_code == 404


def test_words_are_compared_one_by_one():
    segments = words_between("Der Bericht liegt vor.", "Der kurze Bericht lag vor.")
    assert "".join(each.text for each in segments if each.kind != "added") == "Der Bericht liegt vor."
    assert "".join(each.text for each in segments if each.kind != "removed") == "Der kurze Bericht lag vor."
    assert [(each.kind, each.text.strip()) for each in segments if each.kind != "same"] == [
        ("added", "kurze"),
        ("removed", "liegt"),
        ("added", "lag"),
    ]


def test_only_changed_parts_are_marked(held):
    minutes = held.assembled()
    opening = current_version(minutes).inside["opening"]
    edit_minutes(minutes, user=held.taker, base=1, texts=Texts(opening, "Neu", {held.internal.pk: "Anders"}))
    old, new = minutes.versions.order_by("number")
    changed = [change.heading for change in changes_between(old, new, held.taker) if change.is_changed]
    assert len(changed) == 2
    assert any("Sperrmüll" in heading for heading in changed)


@pytest.mark.parametrize("more", [1, 12])
def test_the_page_of_minutes_costs_the_same_for_few_and_for_many_items(held, client, sign_in, query_count, more):
    for index in range(more):
        item = add_agenda_item(held.meeting, title=f"Weiterer Punkt {index}")
        record_outcome(item, user=held.taker, outcome=ItemOutcome(ItemResult.NOTED))
    minutes = held.signed()
    sign_in(committee_member(held.committee))
    query_count("minutes_detail", lambda: client.get(f"/minutes/{minutes.pk}/"))
