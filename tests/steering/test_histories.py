"""The history on the pages of steering: old and new in words, and no former word for whoever could not read it."""

from datetime import timedelta

import pytest

from core import clock
from core.enums import Role
from core.identity import acting_as
from steering.domain.followups import answer_follow_up
from steering.domain.measures import change_measure_date
from steering.enums import Confidentiality, Outcome
from steering.models import FollowUp
from steering.queries.timelines import measure_timeline
from tests.people import person
from tests.steering.factories import follow_up
from tests.steering.test_visibility import MARKER, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return Scene()


def change(user, obj, **fields):
    """Change a record as somebody, in a transaction of their own."""
    with acting_as(user):
        for name, value in fields.items():
            setattr(obj, name, value)
        obj.save()


@pytest.fixture
def opened(scene):
    """The confidential item is opened to the units, and its words are replaced before."""
    measure, decision = scene.hidden, scene.hidden.decision
    change(scene.office, measure, title="Sperrmüll", completion_note=f"bei {MARKER}")
    change(scene.office, measure, completion_note="")
    change(scene.office, decision, wording="Es wird geräumt.")
    item = decision.agenda_item
    change(scene.office, item, title="Sperrmüll", minutes="", confidentiality=Confidentiality.INTERNAL)
    measure.status_reports.update(text="läuft")
    return measure


def page(client, obj) -> str:
    response = client.get(obj.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_a_measure_tells_when_and_by_whom_it_was_called_impossible(scene, sign_in):
    own = FollowUp.objects.get(measure=scene.open, step__isnull=True)
    answer_follow_up(own, user=scene.head, outcome=Outcome.NOT_POSSIBLE, text="Es fehlt die Rechtsgrundlage.")
    scene.open.refresh_from_db()
    assert [entry.who for entry in measure_timeline(scene.open) if entry.icon == "blocked"] == [scene.head.name]
    html = page(sign_in(scene.office), scene.open)
    assert "Als nicht ausführbar gemeldet: Es fehlt die Rechtsgrundlage." in html


def test_a_measure_tells_old_and_new_in_words_and_who_changed_it(scene, sign_in):
    day, later = clock.today(), clock.today() + timedelta(days=40)
    with acting_as(scene.office):
        change_measure_date(scene.open, user=scene.office, due_on=later, reason="Urlaub")
    change(scene.head, scene.open, side="help")
    html = page(sign_in(scene.office), scene.open)
    assert "Seite der Arbeit: Sicherheit, Ordnung, Sauberkeit → Hilfe und Unterstützung" in html
    assert f"{day:%d.%m.%Y} → {later:%d.%m.%Y}" in html
    assert scene.head.name in html


@pytest.mark.parametrize("who", ["office", "member", "chair"])
def test_the_committee_reads_the_former_words_of_an_item_that_was_confidential(opened, scene, sign_in, who):
    client = sign_in(getattr(scene, who))
    assert MARKER in page(client, opened)
    assert MARKER in page(client, opened.decision)


READERS = {
    "head of the unit": lambda scene: scene.head,
    "staff of the unit": lambda scene: person(Role.DEPARTMENT_STAFF, scene.lead),
    "member without a seat": lambda _scene: person(Role.COMMITTEE_MEMBER),
    "chair without a seat": lambda _scene: person(Role.CHAIR),
}


@pytest.mark.parametrize("who", READERS)
def test_others_learn_that_words_changed_and_never_which(opened, scene, sign_in, who):
    reader = READERS[who](scene)
    html = page(sign_in(reader), opened)
    assert "Titel geändert" in html
    assert MARKER not in html
    if not reader.has_role(Role.DEPARTMENT_STAFF):
        html = page(sign_in(reader), opened.decision)
        assert "Wortlaut geändert" in html
        assert MARKER not in html


def test_the_answer_to_a_follow_up_is_told_as_given_and_not_repeated(sign_in):
    head = person(Role.DEPARTMENT_HEAD)
    row = follow_up(unit=head.memberships.get().organisation)
    change(head, row, subject=MARKER)
    change(head, row, subject="Vermittlung")
    html = page(sign_in(head), row)
    assert "Betreff geändert" in html
    assert MARKER not in html


@pytest.mark.parametrize("changes", [1, 30])
@pytest.mark.parametrize("kind", ["measure", "decision"])
def test_a_page_costs_the_same_for_a_short_and_a_long_history(scene, sign_in, query_count, kind, changes):
    obj = {"measure": scene.open, "decision": scene.open.decision}[kind]
    for number in range(changes):
        change(scene.office, obj, **{"title" if kind == "measure" else "wording": f"Fassung {number}"})
    client = sign_in(scene.member)
    query_count(f"steering:{kind}_detail", lambda: client.get(obj.get_absolute_url()))


@pytest.mark.parametrize("name", ["meeting", "follow-up"])
def test_the_other_pages_have_a_history_too(scene, sign_in, name):
    rows = {"meeting": scene.meeting, "follow-up": scene.open.follow_ups.get(step=None)}
    assert "angelegt" in page(sign_in(scene.office), rows[name])
