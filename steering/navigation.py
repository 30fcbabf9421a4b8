"""The pages of steering in the navigation."""

from django.utils.translation import gettext_lazy as _

from core.navigation import Item, register
from steering import rules, rules_committee


def register_meetings() -> None:
    """Enter what a committee meets about: meetings, topics, papers, decisions."""
    register(
        Item(_("Papers"), "steering:paper_list", "file", rules.may_read_results, 105),
        Item(
            _("Meetings"),
            "steering:meeting_list",
            "calendar",
            rules.may_read_results,
            100,
            shortcut="g s",
            on_phone=12,
        ),
        Item(
            _("Decisions"),
            "steering:decision_list",
            "decision",
            rules.may_read_results,
            110,
            shortcut="g b",
            on_phone=14,
        ),
        Item(
            _("Decision control"),
            "steering:decision_control",
            "check",
            rules.may_read_results,
            115,
            shortcut="g k",
            on_phone=13,
        ),
        Item(
            _("Topics"),
            "steering:topic_list",
            "topic",
            rules_committee.may_propose,
            105,
            "topics",
            shortcut="g t",
            on_phone=15,
        ),
        Item(
            _("Circulars"),
            "steering:circular_list",
            "repeat",
            rules_committee.may_read_committees,
            112,
            "circulars",
        ),
        Item(_("Committees"), "steering:committee_list", "people", rules_committee.may_read_committees, 138),
    )


def register_measures() -> None:
    """Enter what follows from it: measures, follow-ups, reminders, what others know."""
    register(
        Item(
            _("Measures"),
            "steering:measure_list",
            "measure",
            rules.may_read_measures,
            120,
            "measures",
            "g m",
            on_phone=11,
        ),
        Item(
            _("Follow-ups"),
            "steering:followup_list",
            "inbox",
            rules.may_list_follow_ups,
            130,
            "follow_ups",
            "g a",
            on_phone=10,
        ),
        Item(_("Experiences of others"), "steering:exchange_list", "people", rules.may_read_exchanges, 140),
        Item(_("Imports of measures"), "steering:measureimport_list", "upload", rules.may_import_measures, 145),
        Item(_("My reminders"), "steering:notice_list", "bell", rules.may_list_follow_ups, 132),
        Item(_("Planned reminders"), "steering:reminder_list", "clock", rules.may_plan_reminders, 134),
    )
