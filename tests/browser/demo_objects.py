"""Objects of the demo city for the pages that need one, looked up from inside the running product."""

import json
import re
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str

from casework.domain.cases import share_case
from casework.models import Consent, FieldContact, Referral
from core.demo import account, unit
from core.domain.accounts import name_substitute
from core.domain.invitations import invite
from core.enums import Role
from core.identity import acting_as
from core.models import AuditEntry, Membership, OfficeClosure, OutgoingMail, User
from quarters.enums import AreaLevel
from quarters.models import Area, ImportBatch, Indicator
from steering.domain.feeds import create_feed
from steering.domain.links import link_for
from steering.enums import FollowUpState, MeasureState, MeetingState
from steering.enums_exchange import ListImportState
from steering.models import (
    AgendaItem,
    Decision,
    Exchange,
    ExpectedEffect,
    ExtensionRequest,
    FollowUp,
    Ladder,
    LadderStep,
    Measure,
    MeasureImport,
    MeasureStep,
    Meeting,
    ReminderOccurrence,
)
from steering.notifications_invitations import answer_url
from tests.browser.demo_agenda import agenda_objects
from tests.browser.demo_committees import committee_objects
from tests.browser.demo_minutes import minutes_objects

INVITED = "eingeladen@demo.example"


def print_kwargs() -> None:
    """Print as JSON the arguments of every address that needs some, by URL name."""
    print(json.dumps(_core() | _steering() | minutes_objects() | _quarters() | _casework(), default=str))  # noqa: T201  (a command)


def _pk(obj: Any) -> dict[str, Any]:
    return {"pk": obj.pk}


def _core() -> dict[str, dict[str, Any]]:
    administrator, officer = account("verwaltung"), account("datenschutz")
    with acting_as(administrator) as frame:
        about_user = _pk(account("leitung51"))
        invited = invite(
            by=administrator,
            email=INVITED,
            name="Ina Muster",
            language="de",
            organisation=unit("51"),
            role=Role.DEPARTMENT_STAFF,
        )
        invitation = OutgoingMail.objects.get(to_address=INVITED)
        substitution = name_substitute(officer, substitute=account("statistik"), valid_from=frame.today)
        names = ("user_detail", "user_update", "user_deactivate", "membership_create", "substitution_create")
        return {f"core:{name}": about_user for name in names} | {
            "core:audit_detail": _pk(AuditEntry.objects.filter(action="update").latest("pk")),
            "core:closure_delete": _pk(OfficeClosure.objects.latest("day")),
            "core:invitation_open": {"token": re.search(r"/invitations/([^/\s]+)/", invitation.text)[1]},
            "core:mail_detail": _pk(invitation),
            "core:mail_send_again": _pk(invitation),
            "core:mail_withdraw": _pk(invitation),
            "core:membership_end": _pk(Membership.objects.filter(user=officer).latest("pk")),
            "core:organisation_detail": _pk(unit("51")),
            "core:organisation_update": _pk(unit("51")),
            "core:substitution_end": _pk(substitution),
            "core:user_invite_again": _pk(invited),
            "core:user_reactivate": _pk(invited),
            "core:user_reset_second_factor": _pk(account("streetwork")),
            "account_reset_password_from_key": _password_link(account("mitarbeit51")),
        }


def _password_link(user: User) -> dict[str, str]:
    return {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}


def _steering() -> dict[str, dict[str, Any]]:
    with acting_as(account("geschaeftsstelle")):
        running = Meeting.objects.get(state=MeetingState.RUNNING)
        measure = Measure.objects.filter(state=MeasureState.IN_PROGRESS).latest("pk")
        follow_up = {"code": FollowUp.objects.filter(state=FollowUpState.OPEN, measure__isnull=False).latest("pk").code}
        decision = Decision.objects.latest("pk")
        return {
            "steering:meeting_detail": _pk(running),
            **agenda_objects(),
            **committee_objects(),
            "steering:meeting_end": _pk(running),
            "steering:attendance": _pk(running),
            "steering:attendance_seat": _pk(running) | {"seat": running.committee.seats.earliest("pk").pk},
            "steering:guest_create": _pk(running),
            "steering:meeting_times": _pk(running),
            "steering:item_reopen": _pk(AgendaItem.objects.items().filter(meeting=running).first()),
            "steering:agendaitem_create": _pk(running),
            "steering:outcome_log": _pk(AgendaItem.objects.filter(meeting=running, result="").first()),
            "steering:decision_detail": _pk(decision),
            "steering:measure_create": _pk(decision),
            "steering:measure_detail": _pk(measure),
            "steering:measure_date": _pk(measure),
            "steering:measure_confirm": _pk(Measure.objects.filter(state=MeasureState.REPORTED_DONE).latest("pk")),
            "steering:statusreport_create": _pk(measure),
            "steering:followup_detail": follow_up,
            "steering:followup_acknowledge": follow_up,
            "steering:followup_answer": follow_up,
            "steering:reminder_detail": _pk(ReminderOccurrence.objects.planned().earliest("pk")),
            **_measures(),
            **_exchange(),
            **_ladders(),
            **_invitations(),
        }


def _measures() -> dict[str, dict[str, Any]]:
    """The acts on a measure, each on one that is in the state for it."""
    going_on = Measure.objects.filter(state=MeasureState.IN_PROGRESS)
    measure, blocked = _pk(going_on.latest("pk")), going_on.filter(blocked_since__isnull=False).first()
    own = going_on.filter(lead_unit=unit("51"), due_on__isnull=False).exclude(extensions__state="requested")
    refused = _pk(Measure.objects.refused().latest("pk"))
    step = _pk(MeasureStep.objects.open().filter(measure__in=Measure.objects.owed()).latest("pk"))
    acts = ("update", "hand_over", "block", "resubmit", "permanent", "not_executable")
    return {f"steering:measure_{act}": measure for act in acts} | {
        "steering:measure_unblock": _pk(blocked),
        "steering:measure_send_back": _pk(Measure.objects.filter(state=MeasureState.REPORTED_DONE).latest("pk")),
        "steering:measure_order_again": refused,
        "steering:measure_settle": refused,
        "steering:measurestep_create": measure,
        "steering:measurestep_update": step,
        "steering:measurestep_drop": step,
        "steering:extension_create": _pk(own.latest("pk")),
        "steering:extension_decide": _pk(ExtensionRequest.objects.open().latest("pk")),
        "steering:effect_create": measure,
        "steering:effect_delete": _pk(ExpectedEffect.objects.latest("pk")),
    }


def _invitations() -> dict[str, dict[str, Any]]:
    invited = Meeting.objects.get(state=MeetingState.INVITED)
    planned = Meeting.objects.filter(state=MeetingState.PLANNED).earliest("held_on")
    invitation = invited.invitations.live().get(person=account("leitung51"))
    asked = FollowUp.objects.open().filter(measure__isnull=False).exclude(unit__inbox_email="").latest("pk")
    behind = [f"steering:followuplink_{page}" for page in ("detail", "report", "answer", "send", "withdraw")]
    manage = ("list", "remind", "refresh")
    return (
        {f"steering:invitation_{page}": _pk(invited) for page in manage}
        | {name: {"code": asked.code} for name in behind}
        | {
            "steering:guest_invite": _pk(invited),
            "steering:invitation_send": _pk(planned),
            "steering:invitation_answer": _pk(invitation),
            "steering:invitation_withdraw": _pk(invitation),
            "steering:invitation_reply": _pk(invitation),
            "steering:invitation_open": {"token": _token(answer_url(invitation))},
            "steering:followuplink_open": {"token": _token(link_for(asked))},
            "steering:calendar_revoke": _pk(create_feed(account("mitglied"), label="Outlook im Büro")[0]),
        }
    )


def _token(url: str) -> str:
    return url.rstrip("/").rsplit("/", 1)[1]


def _exchange() -> dict[str, dict[str, Any]]:
    learned = _pk(Exchange.objects.latest("pk"))
    checked = _pk(MeasureImport.objects.get(state=ListImportState.CHECKED))
    confirmed = _pk(MeasureImport.objects.get(state=ListImportState.CONFIRMED))
    return {
        "steering:exchange_detail": learned,
        "steering:exchange_update": learned,
        "steering:measureimport_detail": checked,
        "steering:measureimport_confirm": checked,
        "steering:measureimport_discard": checked,
        "steering:measureimport_undo": confirmed,
    }


def _ladders() -> dict[str, dict[str, Any]]:
    ladder, step = _pk(Ladder.objects.default()), _pk(LadderStep.objects.in_force().earliest("pk"))
    return {f"steering:{name}": ladder for name in ("ladder_detail", "ladder_update", "ladderstep_create")} | {
        f"steering:ladderstep_{name}": step for name in ("update", "remove")
    }


def _quarters() -> dict[str, dict[str, Any]]:
    with acting_as(account("statistik")):
        batch, indicator = _pk(ImportBatch.objects.latest("pk")), _pk(Indicator.objects.first())
        names = ("detail", "complete", "confirm", "undo", "discard")
        return {f"quarters:importbatch_{name}": batch for name in names} | {
            "quarters:indicator_detail": indicator,
            "quarters:indicator_update": indicator,
            "portal:quarter_profile": _pk(Area.objects.filter(level=AreaLevel.QUARTER).first()),
        }


def _casework() -> dict[str, dict[str, Any]]:
    worker = account("streetwork")
    with acting_as(worker, casework=True) as frame:
        referral = Referral.objects.open().first()
        share = share_case(referral.case, colleague=account("fallleitung"), by=worker, today=frame.today)
        case = _pk(referral.case)
        names = ("case_detail", "case_close", "share_create", "consent_create", "referral_create")
        return {f"casework:{name}": case for name in names} | {
            "casework:contact_take_back": _pk(FieldContact.objects.latest("recorded_at")),
            "casework:consent_withdraw": _pk(Consent.objects.get(pk=referral.consent_id)),
            "casework:referral_feedback": _pk(referral),
            "casework:referral_recall": _pk(referral),
            "casework:share_end": _pk(share),
        }
