"""From the file over the preview to the figures, and back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from core.clock import now
from core.enums import Role
from quarters.domain.checking import check_import, waiting_imports
from quarters.domain.imports import confirm_import, discard_import, undo_import
from quarters.domain.missing import create_missing
from quarters.enums import BatchState, Change, Problem, Refusal, Status
from quarters.models import Area, AreaAlias, Figure, ImportBatch, ImportFile, ImportRow, Indicator, Observation
from quarters.queries.imports import preview_rows
from quarters.resources.cells import open_file
from quarters.tasks import task_check_import, task_check_waiting_imports
from tests.people import person
from tests.quarters.builders import HEADINGS, NOW, checked, confirmed, simple_profile, uploaded

pytestmark = pytest.mark.django_db
FIRST = HEADINGS + "10;Altstadt;2023;10.566\n11;Schalke;2023;21.370\n12;Schalke-Nord;2023;-\n13;Bismarck;2023;.\n"


def figure(code, year=2023):
    return Figure.objects.filter(area__code=code, period=date(year, 12, 31)).values_list("value", "status").first()


def changes(batch):
    return {change.value: getattr(batch, change.value) for change in Change}


def test_confirming_makes_figures_and_keeps_zero_and_missing_apart():
    confirmed(simple_profile(), FIRST)
    assert figure("10") == (Decimal(10_566), Status.VALUE)
    assert figure("12") == (Decimal(0), Status.ZERO)
    assert figure("13") == (None, Status.UNKNOWN)
    assert figure("14") is None


def test_nothing_changes_before_the_confirmation():
    batch = checked(simple_profile(), FIRST)
    assert (batch.state, batch.new, Observation.objects.count()) == (BatchState.CHECKED, 4, 0)


def test_the_preview_says_what_is_new_changed_unchanged_removed_and_rejected():
    profile = simple_profile()
    confirmed(profile, FIRST)
    second = HEADINGS + "10;Altstadt;2023;10.566\n11;Schalke;2023;21.400\n12;Schalke-Nord;2023;zwei\n14;Bulmke;2023;5\n"
    batch = checked(profile, second)
    assert changes(batch) == {"new": 1, "changed": 1, "unchanged": 1, "removed": 1, "rejected": 1}


def test_the_largest_relative_change_stands_first():
    profile = simple_profile()
    confirmed(profile, HEADINGS + "10;A;2023;1.000\n11;B;2023;100\n12;C;2023;10\n")
    batch = checked(profile, HEADINGS + "10;A;2023;1.100\n11;B;2023;200\n12;C;2023;15\n")
    assert [row.place.area_key for row in preview_rows(batch, Change.CHANGED)[:3]] == ["11", "12", "10"]


def test_a_rejected_cell_names_row_column_and_reason():
    batch = checked(
        simple_profile(), HEADINGS + "10;Altstadt;2023;1\n99;Nirgends;2023;1\n11;Schalke;20x3;1\n;;2023;1\n"
    )
    rows = ImportRow.objects.filter(batch=batch, change=Change.REJECTED).order_by("row")
    assert [(row.row, row.column, row.problem) for row in rows] == [
        (3, "Einwohner", Problem.AREA_UNKNOWN),
        (4, "Einwohner", Problem.PERIOD_UNREADABLE),
        (5, "Einwohner", Problem.AREA_MISSING),
    ]


def test_the_same_figure_twice_is_taken_once():
    batch = checked(simple_profile(), HEADINGS + "10;Altstadt;2023;1\n10;Altstadt;2023;2\n")
    assert changes(batch)["new"] == 1
    assert ImportRow.objects.get(batch=batch, problem=Problem.DUPLICATE).row == 3


def test_a_rejected_cell_does_not_count_as_removed():
    profile = simple_profile()
    confirmed(profile, FIRST)
    assert checked(profile, FIRST.replace("10.566", "1O.566")).removed == 0


def test_removed_figures_stay_unless_withdrawn():
    profile, user = simple_profile(), person(Role.DATA_STEWARD)
    confirmed(profile, FIRST)
    shorter = FIRST.replace("11;Schalke;2023;21.370\n", "")
    with pytest.raises(ValidationError, match=r"nothing to confirm|nichts zu bestätigen"):
        confirm_import(checked(profile, shorter), user=user, now=NOW)
    confirm_import(checked(profile, shorter), user=user, now=NOW, withdraw_removed=True)
    assert figure("11") is None
    assert figure("10") is not None


def test_a_file_of_other_years_removes_nothing():
    profile = simple_profile()
    confirmed(profile, FIRST)
    assert checked(profile, FIRST.replace("2023", "2024")).removed == 0


def test_undoing_restores_the_former_revision_as_a_new_one():
    profile = simple_profile()
    confirmed(profile, FIRST)
    batch = confirmed(profile, FIRST.replace("10.566", "10.600").replace("13;Bismarck;2023;.", "13;Bismarck;2023;7"))
    undoing = undo_import(batch, user=batch.confirmed_by, now=NOW)
    assert (figure("10"), figure("13")) == ((Decimal(10_566), Status.VALUE), (None, Status.UNKNOWN))
    assert list(Observation.objects.filter(area__code="10").order_by("revision").values_list("value", flat=True)) == [
        10_566, 10_600, 10_566,
    ]  # fmt: skip
    batch.refresh_from_db()
    assert (batch.state, undoing.undoes, undoing.changed) == (BatchState.UNDONE, batch, 2)


def test_undoing_the_first_import_leaves_no_figure_and_it_can_come_again():
    profile = simple_profile()
    batch = confirmed(profile, FIRST)
    undo_import(batch, user=batch.confirmed_by, now=NOW)
    assert Figure.objects.count() == 0
    assert confirmed(profile, FIRST).new == 4
    assert Observation.objects.filter(area__code="10").count() == 3


def test_undoing_leaves_what_a_later_import_changed():
    profile = simple_profile()
    batch = confirmed(profile, FIRST)
    confirmed(profile, FIRST.replace("10.566", "10.600"))
    undoing = undo_import(batch, user=batch.confirmed_by, now=NOW)
    assert figure("10") == (Decimal(10_600), Status.VALUE)
    assert figure("11") is None
    assert (undoing.changed, undoing.unchanged) == (3, 1)


def test_an_import_is_undone_once():
    batch = confirmed(simple_profile(), FIRST)
    undo_import(batch, user=batch.confirmed_by, now=NOW)
    with pytest.raises(ValidationError):
        undo_import(batch, user=batch.confirmed_by, now=NOW)


def test_nobody_confirms_what_they_did_not_see():
    profile, user = simple_profile(), person(Role.DATA_STEWARD)
    mine = checked(profile, FIRST)
    confirmed(profile, FIRST.replace("10.566", "9.999"))
    with pytest.raises(ValidationError, match=r"meantime|Inzwischen"):
        confirm_import(mine, user=user, now=NOW)
    assert figure("10") == (Decimal(9_999), Status.VALUE)
    mine.refresh_from_db()
    assert (mine.changed, mine.unchanged) == (1, 3)
    confirm_import(mine, user=user, now=NOW)
    assert figure("10") == (Decimal(10_566), Status.VALUE)


def test_confirming_twice_makes_figures_once():
    batch = confirmed(simple_profile(), FIRST)
    with pytest.raises(ValidationError):
        confirm_import(batch, user=batch.confirmed_by, now=NOW)
    assert Observation.objects.count() == 4


def test_the_file_is_dropped_when_its_figures_are_in_or_it_is_discarded():
    profile = simple_profile()
    confirmed(profile, FIRST)
    other = checked(profile, FIRST.replace("2023", "2022"))
    assert ImportFile.objects.count() == 1
    discard_import(other)
    assert (ImportFile.objects.count(), ImportRow.objects.count()) == (0, 0)


def test_unknown_areas_and_indicators_are_created_from_the_file():
    profile = simple_profile(
        municipality="05913000", indicators={}, slug="dortmund", new_indicators={"unit": "Personen"}
    )
    content = HEADINGS + "000;Dortmund;2023;600.000\n1;Innenstadt;2023;60.000\n11;Mitte;2023;5.000\n"
    batch = checked(profile, content)
    assert (batch.new, batch.rejected) == (0, 3)
    batch = create_missing(batch)
    assert (batch.new, batch.rejected) == (3, 0)
    assert Area.objects.of("05913000").get(code="11").parent.parent.name == "Dortmund"
    assert Indicator.objects.get(code="dortmund-einwohner").unit == "Personen"


def test_a_source_may_call_an_area_by_another_key():
    profile = simple_profile()
    area = Area.objects.get(level="quarter", code="10")
    AreaAlias.objects.create(source=profile.source, area=area, key="GE-Altstadt")
    confirmed(profile, HEADINGS + "GE-Altstadt;Altstadt;2023;7\n")
    assert figure("10") == (Decimal(7), Status.VALUE)


def test_a_key_keeps_its_leading_zeros():
    batch = checked(simple_profile(), HEADINGS + "010;Altstadt;2023;7\n")
    assert ImportRow.objects.get(batch=batch).problem == Problem.AREA_UNKNOWN


def test_years_as_columns():
    profile = simple_profile(
        slug="wide",
        orientation="periods",
        columns={"area": "Nr", "indicator": ["Merkmal"]},
        indicators={"E": "inhabitants"},
    )
    confirmed(profile, "Nr;Merkmal;Fläche;2022;2023\n10;E;1,59;10.100;10.566\n")
    assert (figure("10", 2022)[0], figure("10", 2023)[0]) == (10_100, 10_566)


def test_title_lines_and_footnotes_become_remarks():
    profile = simple_profile(header_row=3)
    content = "Einwohner am 31.12.\nStatistikstelle;;;\n" + FIRST + "__________\n- genau null\n"
    batch = checked(profile, content)
    assert batch.new == 4
    assert batch.notes == "Einwohner am 31.12.\nStatistikstelle\n- genau null"


def test_windows_letters_are_recognised_and_shown():
    batch = checked(simple_profile(), (HEADINGS + "14;Bulmke-Hüllen;2023;5\n").encode("cp1252"))
    assert (batch.encoding_found, batch.sample) == ("cp1252", "Hüllen")


# --- Readers that die, and the database's own rules ---------------------------------------------------


def test_a_silent_reader_is_replaced_and_cannot_write_any_more():
    batch = uploaded(simple_profile(), FIRST)

    def open_and_lose(profile, content):
        """While this reader is busy, its time runs out and another one does the work."""
        table, cells = open_file(profile, content)
        ImportBatch.objects.filter(pk=batch.pk).update(claimed_until=now() - timedelta(seconds=1))
        assert waiting_imports(now()) == [batch.pk]
        check_import(batch.pk, open_file=open_file)
        return table, cells

    check_import(batch.pk, open_file=open_and_lose)
    batch.refresh_from_db()
    assert (batch.state, batch.new, batch.attempts) == (BatchState.CHECKED, 4, 2)
    assert ImportRow.objects.filter(batch=batch).count() == 4


def test_a_file_that_kills_every_reader_is_given_up():
    batch = uploaded(simple_profile(), FIRST)

    def die(profile, content):
        raise MemoryError

    for _attempt in range(3):
        with pytest.raises(MemoryError):
            check_import(batch.pk, open_file=die)
        ImportBatch.objects.filter(pk=batch.pk).update(claimed_until=now() - timedelta(seconds=1))
    check_import(batch.pk, open_file=die)
    batch.refresh_from_db()
    assert (batch.state, batch.refusal) == (BatchState.REFUSED, Refusal.GAVE_UP)


def test_a_batch_is_read_by_one_reader_at_a_time():
    batch = uploaded(simple_profile(), FIRST)
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.READING, claimed_until=now() + timedelta(minutes=1))
    check_import(batch.pk, open_file=open_file)
    batch.refresh_from_db()
    assert (batch.state, batch.cells_read) == (BatchState.READING, 0)


@pytest.mark.parametrize("statement", ["UPDATE quarters_observation SET value = 1", "DELETE FROM quarters_observation"])
def test_observations_are_never_changed(statement):
    confirmed(simple_profile(), FIRST)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("value", "status"),
    [(None, "value"), (None, "zero"), (0, "value"), (1, "zero"), (0, "unknown"), (3, "suppressed_here")],
)
def test_a_figure_and_its_status_cannot_contradict_each_other(value, status):
    batch = confirmed(simple_profile(), FIRST)
    first = Observation.objects.filter(batch=batch).first()
    key = {name: getattr(first, f"{name}_id") for name in ("indicator", "area", "source")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.create(
            **{f"{name}_id": pk for name, pk in key.items()},
            period=date(1999, 12, 31),
            value=value,
            status=status,
            batch=batch,
        )


def test_the_sweep_reads_what_a_lost_message_left_behind():
    batch = uploaded(simple_profile(), FIRST)
    task_check_waiting_imports()
    batch.refresh_from_db()
    assert (batch.state, batch.new) == (BatchState.CHECKED, 4)
    task_check_import(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.attempts) == (BatchState.CHECKED, 1)


def test_a_large_file_is_left_to_the_background_and_a_small_one_read_at_once(sign_in, monkeypatch):
    profile = simple_profile()
    client = sign_in(person(Role.DATA_STEWARD))

    def upload():
        file = SimpleUploadedFile("zahlen.csv", FIRST.encode())
        return client.post(reverse("quarters:importbatch_create"), {"profile": profile.pk, "file": file})

    assert upload().status_code == 302
    assert ImportBatch.objects.latest("pk").state == BatchState.CHECKED
    monkeypatch.setattr("quarters.views.imports.AT_ONCE_BYTES", 10)
    response = upload()
    batch = ImportBatch.objects.latest("pk")
    assert (batch.state, response.url) == (BatchState.UPLOADED, batch.get_absolute_url())
    assert "every 2s" in client.get(response.url).content.decode()
