"""A partner without an account, on a phone: from the link in the mail to the answer, in a minute and a few taps."""

import json

import pytest
from playwright.sync_api import expect

from tests.live.fixtures import PHONE

pytestmark = [pytest.mark.live, pytest.mark.browser, pytest.mark.xdist_group("live")]

GIVE_LINK = """
import json
from core.identity import acting_as
from steering.domain.links import link_for
from steering.models import FollowUp
with acting_as(None):
    row = FollowUp.objects.open().filter(measure__isnull=False, acknowledged_at=None, unit__name__startswith="Wohn").first()
    print(json.dumps({"subject": row.subject, "address": link_for(row)}))
"""


@pytest.fixture
def given(product):
    """Return the link of an open follow-up of a partner without accounts."""
    return json.loads(product.manage("shell", "-v0", "-c", GIVE_LINK).splitlines()[-1])


def test_a_partner_acknowledges_reports_and_answers_on_a_phone(given, new_page):
    phone = new_page(**PHONE)
    path = given["address"].split("/requests/", 1)[1]
    phone.goto(f"/requests/{path}")
    expect(phone.get_by_role("heading", name=given["subject"])).to_be_visible()
    assert path.strip("/") not in phone.url
    phone.get_by_role("button", name="Übernehmen").tap()
    expect(phone.get_by_text("übernommen", exact=True)).to_be_visible()
    phone.get_by_role("link", name="Sachstand melden").tap()
    phone.get_by_label("Sachstand").fill("Die ersten Häuser machen mit.")
    phone.get_by_role("button", name="Sachstand melden").tap()
    phone.get_by_role("link", name="Erledigung melden").tap()
    phone.get_by_role("button", name="Erledigung melden").tap()
    expect(phone.get_by_role("heading", name="Danke, Ihre Antwort ist angekommen")).to_be_visible()
    phone.goto(f"/requests/{path}")
    expect(phone.get_by_role("heading", name="Dieser Link gilt nicht mehr")).to_be_visible()
