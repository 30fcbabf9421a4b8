"""The pages of a measure: every turn through the form, several at once, and the reports of the office."""

import pytest
from django.urls import reverse

from core import clock
from core.enums import Role
from core.models import Installation
from quarters.domain.areas import create_gelsenkirchen
from quarters.enums import AreaLevel
from quarters.gelsenkirchen import MUNICIPALITY
from quarters.models import Area, Indicator
from steering.domain.extensions import request_extension
from steering.domain.setbacks import declare_not_executable
from steering.enums import Confidentiality, MeasureState, SeatRole, StepState
from steering.models import ExtensionRequest, Measure
from tests.factories import OrganisationFactory
from tests.people import person
from tests.steering.factories import CommitteeFactory, committee_member
from tests.steering.measure_builders import after, ordered, reported_done

pytestmark = pytest.mark.django_db
M = MeasureState


@pytest.fixture
def office(db):
    return committee_member(CommitteeFactory(), Role.COMMITTEE_OFFICE, SeatRole.OFFICE)


@pytest.fixture
def head(db):
    return person(Role.DEPARTMENT_HEAD)


def page(name: str, row) -> str:
    return reverse(f"steering:{name}", args=[row.pk])


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_every_turn_of_a_measure_has_its_page(office, sign_in):
    client, to = sign_in(office), OrganisationFactory()
    row = ordered()
    for name, data in (
        ("measure_update", {"title": "Neu", "side": "order"}),
        ("measure_hand_over", {"to": to.pk, "reason": "Zuständig."}),
        ("measure_block", {"since": clock.today(), "reason": "Kein Raum."}),
        ("measure_resubmit", {"on": after(3), "reason": "Raum da?"}),
        ("measurestep_create", {"unit": OrganisationFactory().pk, "task": "Räume", "due": "in 2 Wochen"}),
        ("measure_permanent", {"months": 3, "due": "in 2 Wochen", "reason": "Daueraufgabe."}),
        ("measure_unblock", {}),
    ):
        assert client.get(page(name, row)).status_code == 200
        response = client.post(page(name, row), data)
        assert response.status_code == 302, (name, response.context["form"].errors)
    row = fresh(row)
    assert (row.title, row.side, row.lead_unit, row.resubmit_on) == ("Neu", "order", to, after(3))
    assert (row.report_every_months, row.blocked_since, row.steps.get().task) == (3, None, "Räume")
    text = client.get(row.get_absolute_url()).content.decode()
    assert all(word in text for word in ("Zuständig.", "Kein Raum.", "Daueraufgabe.", "Räume"))


def test_done_is_sent_back_and_then_confirmed(office, sign_in):
    client, row = sign_in(office), reported_done(ordered())
    client.post(page("measure_send_back", row), {"reason": "Es fehlt etwas.", "due": "in 4 Wochen"})
    assert fresh(row).state == M.IN_PROGRESS
    reported_done(row)
    client.post(page("measure_confirm", row))
    assert fresh(row).state == M.CONFIRMED


def test_what_cannot_be_done_is_ordered_again_or_noted(head, office, sign_in):
    unit = head.memberships.get().organisation
    first, second = ordered(lead_unit=unit), ordered(lead_unit=unit)
    client = sign_in(head)
    for row in (first, second):
        assert client.post(page("measure_not_executable", row), {"reason": "Kein Platz."}).status_code == 302
    client = sign_in(office)
    again = {"lead_unit": unit.pk, "due": "in 4 Wochen", "reason": "Beschluss."}
    assert client.post(page("measure_order_again", first), again).status_code == 302
    assert client.post(page("measure_settle", second)).status_code == 302
    assert (fresh(first).state, bool(fresh(second).settled_at)) == (M.ORDERED, True)


def test_a_unit_asks_for_time_and_the_office_decides(head, office, sign_in):
    row = ordered(lead_unit=head.memberships.get().organisation)
    asked = {"part": "lead", "due": after(50).strftime("%d.%m.%Y"), "reason": "Ferien."}
    assert sign_in(head).post(page("extension_create", row), asked).status_code == 302
    request = ExtensionRequest.objects.get()
    client = sign_in(office)
    assert "Ferien." in client.get(page("extension_decide", request)).content.decode()
    assert client.post(page("extension_decide", request), {"decision": "refuse"}).status_code == 422
    assert client.post(page("extension_decide", request), {"decision": "grant"}).status_code == 302
    assert fresh(row).due_on == after(50)


def test_a_contributing_unit_asks_for_its_own_step_alone(sign_in):
    helper = person(Role.DEPARTMENT_HEAD)
    row = ordered(contributing=(helper.memberships.get().organisation,))
    asked = {"part": "lead", "due": after(50).strftime("%d.%m.%Y"), "reason": "Ferien."}
    client = sign_in(helper)
    assert client.post(page("extension_create", row), asked).status_code == 422
    assert client.post(page("extension_create", row), asked | {"part": row.steps.get().pk}).status_code == 302
    assert ExtensionRequest.objects.get().step == row.steps.get()


def test_a_step_is_changed_and_dropped(office, sign_in):
    client, step = sign_in(office), ordered(contributing=(OrganisationFactory(),)).steps.get()
    data = {"task": "Räume", "due": after(60).strftime("%d.%m.%Y")}
    assert client.post(page("measurestep_update", step), data).status_code == 422
    assert client.post(page("measurestep_update", step), data | {"reason": "Ferien."}).status_code == 302
    assert (fresh(step).task, fresh(step).due_on) == ("Räume", after(60))
    client.post(page("measurestep_drop", step), {"reason": "Nicht mehr nötig."})
    assert fresh(step).state == StepState.DROPPED


def test_a_stated_effect_stands_on_the_page_with_its_baseline(office, sign_in):
    create_gelsenkirchen()
    Installation.objects.update(municipality_key=MUNICIPALITY)
    indicator = Indicator.objects.create(code="inhabitants", name="Einwohner", unit="Personen")
    area = Area.objects.filter(level=AreaLevel.QUARTER).first()
    client, row = sign_in(office), ordered()
    data = {
        "indicator": indicator.pk,
        "area": area.pk,
        "direction": "down",
        "baseline": "1234",
        "baseline_on": clock.today(),
        "expected_by": after(300),
    }
    assert client.post(page("effect_create", row), data | {"expected_by": after(-3)}).status_code == 422
    assert client.post(page("effect_create", row), data).status_code == 302
    text = client.get(row.get_absolute_url()).content.decode()
    assert "1.234" in text
    client.post(reverse("steering:effect_delete", args=[row.effects.get().pk]))
    assert not row.effects.exists()


@pytest.mark.parametrize("bad", ["", "gestern", "31.2.", "1.1.2020"])
def test_a_date_that_cannot_be_is_refused_and_nothing_typed_is_lost(office, sign_in, bad):
    row = ordered()
    response = sign_in(office).post(page("measure_date", row), {"due": bad, "reason": "Mein Grund"})
    assert response.status_code == 422
    assert "Mein Grund" in response.content.decode()


def test_a_unit_that_no_longer_exists_is_not_on_offer(office, sign_in):
    row, gone = ordered(), OrganisationFactory(valid_to=after(-10))
    response = sign_in(office).post(page("measure_hand_over", row), {"to": gone.pk, "reason": "R."})
    assert response.status_code == 422
    assert fresh(row).lead_unit == row.lead_unit


# --- Several at once ----------------------------------------------------------------------------------


def together(act: str, *rows) -> str:
    return reverse("steering:measure_bulk") + f"?act={act}&" + "&".join(f"pk={row.pk}" for row in rows)


def test_several_are_confirmed_and_what_cannot_be_is_left_out(office, sign_in):
    client = sign_in(office)
    ready, open_one = reported_done(ordered()), ordered()
    waiting = reported_done(ordered(contributing=(OrganisationFactory(),)))
    url = together("confirm", ready, open_one, waiting)
    shown = client.get(url)
    assert shown.context["possible"] == [ready]
    assert set(shown.context["left_out"]) == {open_one, waiting}
    client.post(url)
    assert [fresh(row).state for row in (ready, open_one, waiting)] == [M.CONFIRMED, M.ORDERED, M.REPORTED_DONE]


def test_several_are_handed_over_with_one_reason(office, sign_in):
    rows, to = [ordered(), ordered()], OrganisationFactory()
    client = sign_in(office)
    url = together("hand_over", *rows)
    assert client.post(url, {"to": to.pk}).status_code == 422
    assert client.post(url, {"to": to.pk, "reason": "Zuständig."}).status_code == 302
    assert {fresh(row).lead_unit for row in rows} == {to}


def test_nobody_acts_on_a_measure_they_may_not_see(sign_in):
    chair = committee_member(CommitteeFactory(), Role.CHAIR, SeatRole.CHAIR)
    secret = reported_done(ordered(level=Confidentiality.CONFIDENTIAL, title="Markerwort"))
    client, url = sign_in(chair), together("confirm", secret)
    assert "Markerwort" not in client.get(url).content.decode()
    assert client.post(url).status_code == 422
    assert fresh(secret).state == M.REPORTED_DONE


def test_nonsense_in_the_address_selects_nothing(office, sign_in):
    response = sign_in(office).get(reverse("steering:measure_bulk") + "?act=delete&pk=x&pk=99999999999999999999&pk=-1")
    assert (response.status_code, response.context["possible"]) == (200, [])


@pytest.mark.parametrize("rows", [1, 30])
def test_the_question_costs_the_same_for_one_and_for_thirty(office, sign_in, query_count, rows):
    client, url = sign_in(office), together("ask", *[ordered() for _row in range(rows)])
    query_count("steering:measure_bulk", lambda: client.get(url))


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("name", ["council_report", "response_times"])
def test_reports_cost_the_same_for_one_and_for_thirty(office, sign_in, query_count, rows, name):
    for _row in range(rows):
        ordered(level=Confidentiality.PUBLIC)
    client = sign_in(office)
    query_count(f"steering:{name}", lambda: client.get(reverse(f"steering:{name}")))


@pytest.mark.parametrize(
    ("watch", "make"),
    [
        ("no_date", lambda row, user: Measure.objects.filter(pk=row.pk).update(due_on=None)),
        ("refused", lambda row, user: declare_not_executable(row, user=user, reason="R.")),
        (
            "extension",
            lambda row, user: request_extension(row, user=user, unit=row.lead_unit, new_due_on=after(50), reason="R."),
        ),
    ],
)
def test_the_list_finds_what_needs_a_look(office, sign_in, watch, make):
    found, _other = ordered(), ordered()
    make(found, office)
    rows = sign_in(office).get(reverse("steering:measure_list"), {"watch": watch}).context["object_list"]
    assert list(rows) == [found]
