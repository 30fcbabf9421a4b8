"""The clock of a demonstration runs ahead; that of real data never moves."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from core import clock
from core.models import Installation

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration():
    Installation.objects.update(is_demo=True)


def offset() -> timedelta:
    return Installation.objects.get().clock_offset


@pytest.mark.usefixtures("demonstration")
def test_the_clock_goes_forward_step_by_step(capsys):
    before = clock.now()
    call_command("set_demo_clock", forward="14d")
    call_command("set_demo_clock", forward="36h")
    assert offset() == timedelta(days=14, hours=36)
    assert clock.now() - before >= timedelta(days=14, hours=36)
    assert "The demonstration clock shows" in capsys.readouterr().out


@pytest.mark.usefixtures("demonstration")
def test_the_clock_can_show_the_real_time_again():
    call_command("set_demo_clock", forward="2w")
    call_command("set_demo_clock", reset=True)
    assert offset() == timedelta(0)


@pytest.mark.parametrize("options", [{"forward": "14d"}, {"reset": True}])
def test_the_clock_of_real_data_stays(options):
    with pytest.raises(CommandError, match="no demonstration"):
        call_command("set_demo_clock", **options)
    assert offset() == timedelta(0)


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("span", ["", "0d", "-1d", "14", "14 d", "1y", "99999d"])
def test_an_unreadable_span_changes_nothing(span):
    with pytest.raises(CommandError):
        call_command("set_demo_clock", forward=span)
    assert offset() == timedelta(0)
