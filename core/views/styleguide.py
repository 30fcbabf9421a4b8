"""The style guide: every component in every state, for those who build pages and those who judge them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import django_tables2 as tables
from django.conf import settings
from django.core.paginator import Paginator
from django.forms import Form
from django.http import QueryDict
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from core.dates import Calendar
from core.forms.styleguide import LONG, SampleForm
from core.tables.columns import DueColumn, NumberColumn, StateColumn
from core.views.base import FormPage, TextPage

TONES = {"open": "neutral", "active": "info", "done": "success", "waiting": "warning", "blocked": "danger"}
WORDS = {
    "open": "offen",
    "active": "in Arbeit",
    "done": "erledigt",
    "waiting": "wartet auf Rückmeldung",
    "blocked": "stockt",
}
SPRITE = settings.BASE_DIR / "static" / "img" / "icons.svg"


def icon_names() -> list[str]:
    """Return the names of all icons, in the order of the file."""
    return re.findall(r'<symbol id="([a-z-]+)"', SPRITE.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Event:
    """A sample entry of a timeline."""

    at: datetime
    who: str
    text: str
    icon: str = "note"
    url: str = ""
    is_system: bool = False


class SampleTable(tables.Table):
    """A sample list with a link, a state, a due date and a number."""

    name = tables.Column(verbose_name="Maßnahme", linkify=lambda: "#table")
    unit = tables.Column(verbose_name="Federführung")
    state = StateColumn(verbose_name="Stand", tones=TONES)
    due = DueColumn(verbose_name="Frist")
    people = NumberColumn(verbose_name="Erreichte Personen")

    class Meta:
        order_by = ("due",)

    def __init__(self, *args: Any, calendar: Calendar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calendar = calendar

    def render_state(self, value: str) -> str:
        """Show the sample's word; stored states show their own label."""
        return self.columns["state"].column.badge(WORDS[value], value)


class StyleguidePage(TextPage):
    """Every component in every state."""

    template_name = "core/styleguide.html"
    heading = _("Style guide")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add sample data; none of it is stored."""
        today: date = self.request.today
        table = SampleTable(sample_rows(today), calendar=Calendar(land="NW"), request=self.request)
        tables.RequestConfig(self.request, paginate=False).configure(table)
        faulty = SampleForm({"subject": "", "group_size": "0", "description": LONG}, auto_id="faulty_%s")
        warned = SampleForm(sample_input(today), auto_id="warned_%s")
        return super().get_context_data(
            table=table,
            form=SampleForm(auto_id="plain_%s"),
            faulty_form=checked(faulty),
            warned_form=checked(warned),
            events=sample_events(self.request.now),
            page=Paginator(range(240), 25).page(4),
            days=[today + timedelta(days=n) for n in (0, 1, 2, 4, 30, -1, -4, -40)],
            dues=[today + timedelta(days=n) for n in (0, 1, 6, 30, -1, -6)],
            calendar=Calendar(land="NW"),
            states=[(WORDS[name], tone) for name, tone in TONES.items()],
            icons=icon_names(),
            tabs=sample_tabs(),
            steps=("Datei", "Zuordnung", "Prüfung", "Übernahme"),
            long_text=LONG,
            **kwargs,
        )


class StyleguideFormPage(FormPage):
    """The sample form as it works: nothing is saved, everything typed is kept."""

    form_class = SampleForm
    heading = _("Sample form")
    breadcrumbs = ((_("Style guide"), reverse_lazy("core:styleguide")),)
    submit_label = _("Check the sample")
    success_message = _("The sample is right. Nothing was stored.")

    def perform(self, form: Form) -> None:
        """Store nothing."""

    def get_success_url(self) -> str:
        """Return to the style guide."""
        return reverse("core:styleguide")


class StyleguidePrivateFormPage(StyleguideFormPage):
    """The same form as casework pages have it: nothing typed is stored in the browser."""

    heading = _("Sample form with personal data")
    private = True


def checked(form: SampleForm) -> SampleForm:
    """Validate a sample so that its errors or warnings show."""
    form.is_valid()
    return form


def sample_input(today: date) -> QueryDict:
    """Return input that is right but unusual."""
    data = QueryDict(mutable=True)
    data.update(
        {"subject": "Sprechstunde", "unit": "51", "side": "help", "day": today.isoformat(), "group_size": "250"}
    )
    data.setlist("taking_part", ["53", "gd"])
    return data


def sample_rows(today: date) -> list[dict[str, Any]]:
    """Return rows with short and long names, with and without a date."""
    rows = (
        ("Sprechstunde im Quartier Neustadt", "51 Erziehung und Bildung", "active", -5, 128),
        ("Sperrmüll an der Bochumer Straße abholen", "Gelsendienste", "done", -1, None),
        (LONG, "53 Gesundheit", "waiting", 1, 12_450),
        ("Sprachmittlung für Einschulungsgespräche", "51 Erziehung und Bildung", "open", 12, 0),
        ("Beleuchtung im Durchgang", "Referat Verkehr", "blocked", None, None),
    )
    return [
        {
            "name": name,
            "unit": unit,
            "state": state,
            "due": None if distance is None else today + timedelta(days=distance),
            "people": people,
        }
        for name, unit, state, distance, people in rows
    ]


def sample_events(now: datetime) -> list[Event]:
    """Return a timeline with a run of automatic entries."""
    ago = [now - timedelta(hours=6 * step) for step in range(5)]
    return [
        Event(
            ago[0], "51 Erziehung und Bildung", "Erste Sprechstunde hat stattgefunden, 14 Familien waren da.", "note"
        ),
        Event(ago[1], "", "Erinnerung an das Postfach der Stelle", "mail", is_system=True),
        Event(ago[2], "", "Frist in zwei Arbeitstagen", "clock", is_system=True),
        Event(ago[3], "Geschäftsstelle", "Maßnahme angelegt aus Beschluss 2026/17", "decision", "#timeline"),
    ]


def sample_tabs() -> list[dict[str, Any]]:
    """Return three parts of a page, the first one current."""
    return [
        {"label": "Verlauf", "url": "#tabs", "current": True},
        {"label": "Beteiligte Stellen", "url": "#tabs", "count": 3},
        {"label": "Anlagen", "url": "#tabs"},
    ]
