"""The first account of an installation: made by a command, entered through its link."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from core.enums import Role
from core.models import User
from tests.people import person

pytestmark = pytest.mark.django_db


def make(**options) -> str:
    out = StringIO()
    call_command("create_administrator", email="erste@example.org", name="Erste Person", stdout=out, **options)
    return out.getvalue()


def test_the_first_administrator_chooses_a_password_through_the_link():
    link = next(word for word in make().split() if "/invitations/" in word)
    user = User.objects.get(email="erste@example.org")
    assert user.roles == {Role.ADMINISTRATOR}
    assert not user.has_usable_password()
    guest = Client()
    guest.get(link)
    guest.post("/invitation/", {"password": "ein-gutes-passwort", "again": "ein-gutes-passwort"})
    user.refresh_from_db()
    assert user.check_password("ein-gutes-passwort")


def test_a_second_first_administrator_is_refused():
    person(Role.ADMINISTRATOR)
    with pytest.raises(CommandError):
        make()
    assert not User.objects.filter(email="erste@example.org").exists()
