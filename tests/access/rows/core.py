"""Rows of core: organisations, closures, settings, style guide, audit, outgoing mail, health."""

from datetime import date
from typing import Any

from core.enums import Role
from core.models import AuditEntry, OfficeClosure, OutgoingMail
from tests.access.expectations import Row, everyone_signed_in, only, public
from tests.access.world import World

ADMINISTRATOR = only(Role.ADMINISTRATOR)
ADMINISTRATOR_FORM = only(Role.ADMINISTRATOR, ok=422)


def an_organisation(world: World) -> dict[str, Any]:
    return {"pk": world.unit.pk}


def a_closure(world: World) -> dict[str, Any]:
    return {"pk": OfficeClosure.objects.create(day=date(2026, 12, 24), name="Heiligabend").pk}


def a_mail(_world: World) -> dict[str, Any]:
    mail = OutgoingMail.objects.create(
        key="access",
        message_id="<access@testserver>",
        to_address="somebody@example.org",
        language="de",
        subject="Access",
    )
    return {"pk": mail.pk}


def an_audit_entry(_world: World) -> dict[str, Any]:
    return {"pk": AuditEntry.objects.first().pk}


ROWS = {
    "core:audit_list": Row(get=only(Role.DATA_PROTECTION_OFFICER)),
    "core:audit_detail": Row(get=only(Role.DATA_PROTECTION_OFFICER), kwargs=an_audit_entry),
    "core:healthz": Row(get=public()),
    "core:readyz": Row(get=public()),
    "core:mail_list": Row(get=ADMINISTRATOR),
    "core:mail_detail": Row(get=only(Role.ADMINISTRATOR, denied=404), kwargs=a_mail),
    "core:mail_send_again": Row(
        get=only(Role.ADMINISTRATOR, denied=404),
        post=only(Role.ADMINISTRATOR, ok=422, denied=404),
        kwargs=a_mail,
    ),
    "core:mail_withdraw": Row(
        get=only(Role.ADMINISTRATOR, denied=404), post=only(Role.ADMINISTRATOR, ok=302, denied=404), kwargs=a_mail
    ),
    "core:organisation_list": Row(get=everyone_signed_in()),
    "core:organisation_detail": Row(get=everyone_signed_in(), kwargs=an_organisation),
    "core:organisation_create": Row(get=ADMINISTRATOR, post=ADMINISTRATOR_FORM),
    "core:organisation_update": Row(get=ADMINISTRATOR, post=ADMINISTRATOR_FORM, kwargs=an_organisation),
    "core:closure_list": Row(get=ADMINISTRATOR),
    "core:closure_create": Row(get=ADMINISTRATOR, post=ADMINISTRATOR_FORM),
    "core:closure_delete": Row(get=ADMINISTRATOR, post=only(Role.ADMINISTRATOR, ok=302), kwargs=a_closure),
    "core:installation": Row(get=ADMINISTRATOR, post=ADMINISTRATOR_FORM),
    "core:logo": Row(get=public(404)),
    "core:styleguide": Row(get=everyone_signed_in()),
    "core:styleguide_form": Row(get=everyone_signed_in(), post=everyone_signed_in(422)),
    "core:styleguide_private_form": Row(get=everyone_signed_in(), post=everyone_signed_in(422)),
}
