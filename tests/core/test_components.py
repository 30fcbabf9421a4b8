"""Components say the right words and never trust what they are given."""

import re
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.translation import override

from core.dates import Calendar
from core.forms.base import PageForm
from core.forms.styleguide import SampleForm
from core.models import Organisation
from core.templatetags import ui
from core.views.styleguide import icon_names

TODAY = date(2026, 6, 3)  # Wednesday; 4 June is Corpus Christi
CALENDAR = Calendar(land="NW")


def render(source, **context):
    return Template("{% load ui kern crispy_forms_filters %}" + source).render(Context(context))


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


# --- dates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "spoken"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (2, "the day after tomorrow"),
        (-1, "yesterday"),
        (4, "on Sunday"),
        (-3, "3 days ago"),
    ],
)
def test_near_dates_are_spoken(days, spoken):
    assert f">{spoken}<" in ui.spoken_date(TODAY + timedelta(days=days), TODAY)


def test_far_dates_are_written_out():
    assert ">1 Aug 2026<" in ui.spoken_date(date(2026, 8, 1), TODAY)


def test_a_spoken_date_carries_the_exact_date_for_eyes_and_ears():
    markup = ui.spoken_date(TODAY, TODAY)
    assert 'title="Wednesday, 3 June 2026"' in markup
    assert '<span class="kern-sr-only"> (Wednesday, 3 June 2026)</span>' in markup


def test_a_moment_late_in_the_evening_belongs_to_the_day_in_the_city():
    assert ">tomorrow<" in ui.spoken_date(datetime(2026, 6, 3, 22, 30, tzinfo=UTC), TODAY)


@pytest.mark.parametrize(
    ("due", "said", "tone"),
    [
        (date(2026, 6, 3), "due today", "soon"),
        (date(2026, 6, 5), "due the day after tomorrow", "soon"),  # the only working day until then
        (date(2026, 6, 9), "due in 3 working days", "later"),
        (date(2026, 8, 3), "due on 3 Aug 2026", "later"),
        (date(2026, 6, 2), "1 working day overdue", "late"),
        (date(2026, 5, 28), "4 working days overdue", "late"),
    ],
)
def test_due_dates_count_the_working_days_of_the_city(due, said, tone):
    markup = ui.due_words(due, TODAY, CALENDAR)
    assert f">{said}" in markup
    assert f"lk-due--{tone}" in markup


def test_a_date_missed_over_the_weekend_is_not_yet_a_working_day_late():
    sunday = date(2026, 6, 7)
    assert "was due 2 days ago" in ui.due_words(date(2026, 6, 5), sunday, CALENDAR)


def test_no_date_says_nothing():
    assert ui.spoken_date(None, TODAY) == ui.due_words(None, TODAY, CALENDAR) == ""


# --- badges, tiles, timeline, icons -------------------------------------------------------------------


def test_a_badge_says_its_state_in_words_and_with_an_icon():
    markup = render('{% state_badge "blocked" "danger" %}')
    assert "<span>blocked</span>" in markup
    assert "icons.svg#danger" in markup


def test_components_escape_what_people_typed():
    markup = render("{% state_badge text %}{% figure_tile text 1 %}{% alert 'info' text %}", text="<script>")
    assert "<script>" not in markup
    assert markup.count("&lt;script&gt;") == 3


def test_a_missing_figure_is_not_a_zero():
    assert "no figure" in render('{% figure_tile "empty flats" None %}')
    assert ">0<" in render('{% figure_tile "empty flats" 0 %}').replace("\n", "")


def test_figures_separate_thousands():
    with override("de"):
        assert "1.234.567" in render('{% figure_tile "advice" 1234567 %}')


def test_automatic_entries_in_a_row_are_folded():
    at = datetime(2026, 6, 3, 8, 0, tzinfo=UTC)
    entries = [
        SimpleNamespace(at=at, who="", text=text, is_system=system)
        for text, system in (("note", False), ("mail", True), ("due", True), ("start", False))
    ]
    markup = render("{% timeline entries %}", entries=entries)
    assert "2 automatic entries" in markup
    assert markup.index("note") < markup.index("<details>") < markup.index("mail") < markup.index("start")


def test_every_icon_named_in_a_template_exists(settings):
    pattern = re.compile(r"""{% icon ["']([\w-]+)["']""")
    used = {
        name for path in settings.BASE_DIR.glob("templates/**/*.html") for name in pattern.findall(path.read_text())
    }
    assert used - set(icon_names()) == set()
    assert set(ui.TONE_ICONS.values()) <= set(icon_names())


# --- filters ------------------------------------------------------------------------------------------


class Filter(forms.Form):
    text = forms.CharField(label="Text", required=False)
    state = forms.ChoiceField(label="State", required=False, choices=[("", "all"), ("open", "still open")])
    day = forms.DateField(label="Day", required=False)
    late = forms.BooleanField(label="Late", required=False)


def chips(query):
    params = QueryDict(query)
    return ui.filter_chips(Filter(params), params)


def test_a_chip_says_the_choice_and_leads_to_the_list_without_it():
    (state, late) = chips("state=open&late=on&sort=name&page=3")
    assert (state.label, state.value) == ("State", "still open")
    assert state.query == "?late=on&sort=name"
    assert (late.label, late.value) == ("Late", "yes")


def test_an_unused_filter_makes_no_chip():
    assert chips("text=&state=&sort=name") == []


def test_an_invalid_filter_makes_no_chip():
    assert chips("day=never&text=a") == []


def test_folded_fields_open_when_one_is_in_use():
    assert ui.split_fields(Filter(QueryDict("late=on"))).rest_active
    assert not ui.split_fields(Filter(QueryDict("text=a"))).rest_active


def test_counts_name_what_is_counted(db):
    assert ui.counted(1, Organisation.objects.all()) == "1 organisation"
    assert ui.counted(1200, Organisation.objects.all()) == "1,200 organisations"
    assert ui.counted(2, [1, 2]) == "2 entries"


# --- forms --------------------------------------------------------------------------------------------


class Small(PageForm):
    name = forms.CharField(label="Name", help_text="As in the register.")
    size = forms.IntegerField(label="Size", required=False)

    def check_for_warnings(self, cleaned):
        if cleaned.get("size"):
            self.warn("That is large.")

    def clean(self):
        if self.data.get("name") == "both":
            self.add_error(None, "They contradict each other.")
        return super().clean()


def draw(form):
    return render("{{ form|crispy }}", form=form)


def test_hints_and_errors_are_tied_to_their_field():
    markup = draw(Small({"name": ""}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in markup
    assert 'id="id_name_helptext"' in markup
    assert 'id="id_name_error"' in markup
    assert 'aria-invalid="true"' in markup


def test_the_summary_counts_the_faults_says_what_was_kept_and_links_to_them():
    markup = draw(Small({"name": "", "size": "many"}))
    assert "Not saved: 2 fields need your attention" in markup
    assert "What you entered is still here." in markup
    assert '<a href="#id_name">Name</a>' in markup


def test_required_is_said_in_words():
    markup = draw(Small())
    assert markup.count("(required)") == 1


def test_a_warning_asks_for_a_tick_and_is_no_error():
    markup = draw(Small({"name": "a", "size": "3"}))
    assert 'id="warning-summary"' in markup
    assert "error-summary" not in markup
    assert "I have checked this. Save anyway." in markup


def test_a_contradiction_is_an_error_that_no_tick_overrides():
    markup = draw(Small({"name": "both"}))
    assert 'id="error-summary"' in markup
    assert "They contradict each other." in markup
    assert "warning-summary" not in markup


def test_what_was_typed_comes_back_escaped():
    markup = draw(Small({"name": '"><script>', "size": "many"}))
    assert "&quot;&gt;&lt;script&gt;" in markup
    assert "<script>" not in markup


def test_every_kind_of_field_has_a_label_of_its_own():
    markup = draw(SampleForm())
    for name in SampleForm.base_fields:
        bound = SampleForm()[name]
        if not bound.is_hidden and bound.id_for_label:
            assert f'for="{bound.id_for_label}"' in markup, name
    assert markup.count("<fieldset") == 2  # radio buttons and check boxes


# --- pages --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"])
def test_error_pages_need_no_database(name, rf, django_assert_num_queries, db):
    request = rf.get("/nothing/")
    request.user = AnonymousUser()
    with django_assert_num_queries(0):
        markup = render_to_string(name, request=request)
    assert "<h1" in markup


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_server_writes_the_chosen_theme_so_that_nothing_flashes(theme, client, db):
    client.cookies["theme"] = theme
    assert f'data-kern-theme="{theme}"' in client.get("/account/login/").text


def test_a_made_up_theme_is_ignored(client, db):
    client.cookies["theme"] = "x onload=alert(1)"
    assert "data-kern-theme" not in client.get("/account/login/").text


# --- forms sent by a script ---------------------------------------------------------------------------


def test_a_script_learns_where_a_form_led_instead_of_following(client, db):
    answer = client.post("/styleguide/form/", {"subject": "a"}, headers={"X-Page-Form": "submit"})
    assert answer.status_code == 204
    assert answer["X-Location"].startswith("/account/login/")
    assert "Location" not in answer


def test_a_browser_is_redirected_as_always(client, db):
    answer = client.post("/styleguide/form/", {"subject": "a"})
    assert answer.status_code == 302
    assert "X-Location" not in answer
