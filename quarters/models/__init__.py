"""Models of quarters; one module per subject."""

from quarters.models.areas import Area, AreaAlias
from quarters.models.imports import ImportBatch, ImportFile, ImportProfile, ImportRow
from quarters.models.indicators import Indicator, Source
from quarters.models.observations import Figure, Observation

__all__ = [
    "Area",
    "AreaAlias",
    "Figure",
    "ImportBatch",
    "ImportFile",
    "ImportProfile",
    "ImportRow",
    "Indicator",
    "Observation",
    "Source",
]
