"""Areas and indicators a file names and we do not have: created from the file, on request."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quarters.domain.staging import compare
from quarters.enums import AreaLevel, BatchState
from quarters.models import Area, ImportBatch, Indicator
from quarters.queries.imports import missing_areas, missing_indicators
from quarters.reading.areas import KeyRules


@transaction.atomic
def create_missing(batch: ImportBatch) -> ImportBatch:
    """Create the areas (from city down to quarter) and indicators this file needs, and compare again."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("profile").get(pk=batch.pk)
    if batch.state != BatchState.CHECKED:
        raise ValidationError(_("Only a checked import can be completed."))
    _create_areas(batch)
    _create_indicators(batch)
    compare(batch)
    batch.save()
    return batch


def _create_areas(batch: ImportBatch) -> None:
    profile = batch.profile
    rules = KeyRules(profile.levels)
    order = list(AreaLevel.values)
    for missing in sorted(missing_areas(batch), key=lambda each: (order.index(each.level), each.key)):
        parent = None
        if missing.parent:
            level = rules.read(missing.parent).level
            parent = Area.objects.of(profile.municipality).filter(level=level, code=missing.parent).first()
        Area.objects.create(
            municipality=profile.municipality,
            level=missing.level,
            code=missing.key,
            name=missing.name or missing.key,
            parent=parent,
        )


def _create_indicators(batch: ImportBatch) -> None:
    profile = batch.profile
    for missing in missing_indicators(batch):
        Indicator.objects.create(
            code=missing.key,
            name=missing.name or missing.key,
            frequency=profile.frequency,
            **({"unit": str(_("count"))} | profile.new_indicators),
        )
