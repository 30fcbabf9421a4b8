"""Models of quarters; one module per subject."""

from quarters.models.areas import Area, AreaAlias
from quarters.models.indicators import Indicator, Source

__all__ = ["Area", "AreaAlias", "Indicator", "Source"]
