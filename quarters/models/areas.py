"""Areas of a city: a tree of city, districts and quarters, and programme quarters beside it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models.base import Validity, ValidityQuerySet, validity_constraint
from quarters.enums import AreaLevel


class AreaQuerySet(ValidityQuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "AreaQuerySet":
        """Return what this user may see: the division of the city is open to all who sign in."""
        return self

    def of(self, municipality: str) -> "AreaQuerySet":
        """Return the areas of one city, by its municipality key."""
        return self.filter(municipality=municipality)

    def quarters(self) -> "AreaQuerySet":
        """Return the Stadtteile."""
        return self.filter(level=AreaLevel.QUARTER)


class Area(Validity):
    """A part of a city that figures, measures and contacts can be about.

    The key is text: leading zeros count. Names are not unique (eight names of Köln stand for a district and for one of
    its quarters), therefore level and key identify an area.
    """

    municipality = models.CharField(_("municipality key (AGS)"), max_length=8)
    level = models.CharField(_("level"), max_length=20, choices=AreaLevel)
    code = models.CharField(_("key"), max_length=20)
    name = models.CharField(_("name"), max_length=100)
    parent = models.ForeignKey(
        "self", verbose_name=_("belongs to"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    tile_row = models.PositiveSmallIntegerField(_("row on the schematic map"), null=True, blank=True)
    tile_column = models.PositiveSmallIntegerField(_("column on the schematic map"), null=True, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ("municipality", "level", "code")
        constraints = (
            validity_constraint("area"),
            models.UniqueConstraint(
                name="area_key_unique",
                fields=["municipality", "level", "code"],
                violation_error_message=_("This key is already in use on this level."),
            ),
            models.UniqueConstraint(
                name="area_tile_unique",
                fields=["municipality", "level", "tile_row", "tile_column"],
                violation_error_message=_("This place on the map is already taken."),
            ),
            models.CheckConstraint(name="area_municipality", condition=Q(municipality__regex=r"^[0-9]{8}$")),
            models.CheckConstraint(name="area_has_key_and_name", condition=~Q(code="") & ~Q(name="")),
            models.CheckConstraint(
                name="area_not_its_own_parent", condition=Q(parent__isnull=True) | ~Q(parent=F("pk"))
            ),
            models.CheckConstraint(
                name="area_city_is_the_root", condition=~Q(level=AreaLevel.CITY) | Q(parent__isnull=True)
            ),
            models.CheckConstraint(
                name="area_tile_complete",
                condition=Q(tile_row__isnull=True, tile_column__isnull=True)
                | Q(tile_row__range=(1, 12), tile_column__range=(1, 12)),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of its profile, which a package to the left of ours puts together."""
        return reverse("portal:quarter_profile", args=[self.pk])


class AreaAlias(models.Model):
    """What a source calls an area, where that differs from the area's own key."""

    source = models.ForeignKey(
        "quarters.Source", verbose_name=_("source"), on_delete=models.CASCADE, related_name="area_aliases"
    )
    area = models.ForeignKey(Area, verbose_name=_("area"), on_delete=models.CASCADE, related_name="aliases")
    key = models.CharField(_("key or name in the file"), max_length=100)

    class Meta:
        verbose_name = _("other key of an area")
        verbose_name_plural = _("other keys of areas")
        ordering = ("source", "key")
        constraints = (
            models.UniqueConstraint(
                name="area_alias_unique",
                fields=["source", "key"],
                violation_error_message=_("The source already uses this key for an area."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} = {self.area}"
