"""Rows of the sign-in: allauth's URLs, the few of our own around them, and the accounts."""

from datetime import timedelta
from typing import Any

from core import clock
from core.account_urls import CLOSED
from core.domain.accounts import name_substitute
from core.enums import CASEWORK_ROLES, Role
from tests.access.expectations import Answers, Row, everyone_signed_in, only, public
from tests.access.world import World

ADMINISTRATOR = only(Role.ADMINISTRATOR)
ADMINISTRATOR_FORM = only(Role.ADMINISTRATOR, ok=422)
# Pages about one account: for others it does not exist; a person sees that the own one does.
ABOUT = only(Role.ADMINISTRATOR, denied=404, others={Role.CHAIR: 403})
ABOUT_FORM = only(Role.ADMINISTRATOR, ok=422, denied=404, others={Role.CHAIR: 403})
# Who has a second factor in this world, because the role asks for it.
WITH_FACTOR = (*CASEWORK_ROLES, Role.ADMINISTRATOR)
GONE = public(404)
ONWARDS = public(302)
TO_PASSWORD = everyone_signed_in(302)


def closed(path: str) -> Row:
    """Answer everybody like an address that does not exist."""
    return Row(get=GONE, post=GONE, path=f"/account/{path}")


def an_account(world: World) -> dict[str, Any]:
    return {"pk": world.people[Role.CHAIR].pk}


def a_membership(world: World) -> dict[str, Any]:
    return {"pk": world.people[Role.CHAIR].memberships.get().pk}


def a_substitution(world: World) -> dict[str, Any]:
    # Still to begin: whoever stands in today has the rights of the absent person in every other row.
    chair, member = world.people[Role.CHAIR], world.people[Role.COMMITTEE_MEMBER]
    return {"pk": name_substitute(chair, substitute=member, valid_from=clock.today() + timedelta(days=30)).pk}


def a_token(_world: World) -> dict[str, Any]:
    return {"token": "no-such-token"}


def a_reset(_world: World) -> dict[str, Any]:
    return {"uidb36": "1", "key": "no-such-key"}


def a_confirmation(_world: World) -> dict[str, Any]:
    return {"key": "no-such-key"}


def no_key(_world: World) -> dict[str, Any]:
    return {"pk": 2_000_000_000}


def no_provider(_world: World) -> dict[str, Any]:
    return {"provider_id": "city"}


def about(**changes: Any) -> Row:
    """Return a row for a form about one account."""
    return Row(get=ABOUT, post=changes.pop("post", ABOUT_FORM), kwargs=an_account, **changes)


def asks_again(path_kwargs: Any = None) -> Row:
    """Return a row for a page before which the password is asked again."""
    row = {"kwargs": path_kwargs} if path_kwargs else {}
    return Row(get=TO_PASSWORD, post=TO_PASSWORD, **row)


def only_with_factor(ok: int, denied: int) -> Answers:
    return only(*WITH_FACTOR, ok=ok, denied=denied)


ACCOUNTS = {
    "core:user_list": Row(get=ADMINISTRATOR),
    "core:user_invite": Row(get=ADMINISTRATOR, post=ADMINISTRATOR_FORM),
    "core:user_detail": Row(get=ADMINISTRATOR, kwargs=an_account),
    "core:user_update": about(),
    "core:user_invite_again": about(),
    "core:user_deactivate": about(),
    "core:user_reactivate": about(),
    "core:user_reset_second_factor": about(),
    "core:membership_create": about(),
    "core:membership_end": Row(
        get=ABOUT,
        post=ABOUT_FORM,
        kwargs=a_membership,
    ),
    "core:account": Row(get=everyone_signed_in()),
    "core:account_update": Row(get=everyone_signed_in(), post=everyone_signed_in(422)),
    "core:substitution_create": Row(
        get=only(Role.ADMINISTRATOR, Role.CHAIR, denied=404),
        post=only(Role.ADMINISTRATOR, Role.CHAIR, ok=422, denied=404),
        kwargs=an_account,
    ),
    "core:substitution_end": Row(
        get=only(Role.ADMINISTRATOR, Role.CHAIR, denied=404, others={Role.COMMITTEE_MEMBER: 403}),
        post=only(Role.ADMINISTRATOR, Role.CHAIR, ok=302, denied=404, others={Role.COMMITTEE_MEMBER: 403}),
        kwargs=a_substitution,
    ),
    "core:invitation_open": Row(get=ONWARDS, kwargs=a_token),
    "core:invitation_accept": Row(get=public(410), post=public(410)),
}

ALLAUTH = {
    CLOSED: closed("signup/"),
    "account_signup": closed("signup/"),
    "account_email": closed("email/"),
    "account_email_verification_sent": closed("confirm-email/"),
    "account_confirm_email": Row(get=GONE, post=GONE, kwargs=a_confirmation),
    "account_confirm_login_code": closed("login/code/confirm/"),
    "socialaccount_signup": closed("3rdparty/signup/"),
    "socialaccount_connections": closed("3rdparty/"),
    "social/connections/": closed("social/connections/"),
    "social/login/cancelled/": closed("social/login/cancelled/"),
    "social/login/error/": closed("social/login/error/"),
    "social/signup/": closed("social/signup/"),
    "account_login": Row(get=public(200, signed_in=302), post=public(200, signed_in=302)),
    "account_logout": Row(get=everyone_signed_in(), post=ONWARDS),
    "account_inactive": Row(get=public()),
    "account_reauthenticate": Row(get=everyone_signed_in(), post=everyone_signed_in()),
    "account_change_password": Row(get=everyone_signed_in(), post=everyone_signed_in()),
    "account_set_password": Row(get=TO_PASSWORD, post=TO_PASSWORD),
    "account_reset_password": Row(get=public(), post=public()),
    "account_reset_password_done": Row(get=public()),
    "account_reset_password_from_key": Row(get=public(), post=public(), kwargs=a_reset),
    "account_reset_password_from_key_done": Row(get=public()),
    "mfa_index": Row(get=everyone_signed_in()),
    "mfa_authenticate": Row(get=ONWARDS, post=ONWARDS),
    "mfa_reauthenticate": Row(get=only_with_factor(200, 302), post=only_with_factor(200, 302)),
    "mfa_activate_totp": asks_again(),
    "mfa_deactivate_totp": Row(get=only_with_factor(302, 404), post=only_with_factor(302, 404)),
    "mfa_view_recovery_codes": Row(get=everyone_signed_in(404), post=everyone_signed_in(405)),
    "mfa_download_recovery_codes": Row(get=everyone_signed_in(404), post=everyone_signed_in(404)),
    "mfa_generate_recovery_codes": asks_again(),
    "mfa_list_webauthn": Row(get=everyone_signed_in()),
    "mfa_add_webauthn": asks_again(),
    "mfa_login_webauthn": Row(get=ONWARDS, post=ONWARDS),
    "mfa_reauthenticate_webauthn": asks_again(),
    "mfa_remove_webauthn": asks_again(no_key),
    "mfa_edit_webauthn": asks_again(no_key),
    "openid_connect_login": Row(get=GONE, post=GONE, kwargs=no_provider),
    "openid_connect_callback": Row(get=GONE, post=GONE, kwargs=no_provider),
    "socialaccount_login_cancelled": Row(get=public()),
    "socialaccount_login_error": Row(get=everyone_signed_in(401), post=everyone_signed_in(405)),
    "usersessions_list": Row(get=everyone_signed_in(), post=everyone_signed_in(302)),
}

ROWS = {"set_language": Row(get=public(405), post=public(302)), **ALLAUTH, **ACCOUNTS}
