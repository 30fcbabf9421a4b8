"""The columns of figures: how a cell is read from a file and how a released figure leaves as one."""

from datetime import date
from typing import Any

from django.utils.text import slugify
from import_export.fields import Field
from import_export.widgets import Widget

from quarters.enums import Frequency, NumberFormat
from quarters.models import ImportProfile
from quarters.reading.areas import AreaKey, KeyRules
from quarters.reading.numbers import Reading, read_figure
from quarters.reading.periods import read_period


class AreaWidget(Widget):
    """Reads the key of an area and what it says about level and parent."""

    def __init__(self, levels: list[dict[str, str]]) -> None:
        super().__init__()
        self.rules = KeyRules(levels)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> AreaKey:
        """Return the key, its level and its parent's key."""
        return self.rules.read(value)


class PeriodWidget(Widget):
    """Reads a period as its last day."""

    def __init__(self, frequency: str) -> None:
        super().__init__()
        self.frequency = Frequency(frequency)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        """Return the last day, or None where the text is no period."""
        return read_period(value, self.frequency)


class FigureWidget(Widget):
    """Reads a figure or a symbol of the source."""

    def __init__(self, number_format: str, symbols: dict[str, str]) -> None:
        super().__init__()
        self.number_format, self.symbols = NumberFormat(number_format), symbols

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Reading:
        """Return figure, status, remarks or problem."""
        return read_figure(value, self.number_format, self.symbols)


class TextWidget(Widget):
    """Reads a name; as long as our columns are wide."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Return the text without padding."""
        return str(value or "").strip()[:100]


class Columns:
    """The columns of one profile as import-export fields; `value` is named by the caller, as files have several."""

    def __init__(self, profile: ImportProfile) -> None:
        names = profile.columns
        self.profile = profile
        self.area = Field(column_name=names["area"], widget=AreaWidget(profile.levels))
        self.area_name = Field(column_name=names.get("area_name", names["area"]), widget=TextWidget())
        self.period = Field(column_name=names.get("period", ""), widget=PeriodWidget(profile.frequency))
        self.figure = FigureWidget(profile.number_format, profile.source.symbols)
        self.indicator = list(names.get("indicator", ()))
        self.indicator_name = list(names.get("indicator_name", ()))

    def needed(self) -> set[str]:
        """Return the headings without which the file cannot be read."""
        named = {self.area.column_name, self.area_name.column_name, *self.indicator, *self.indicator_name}
        return named | ({self.period.column_name} if self.period.column_name else set())

    def indicator_code(self, key: str) -> str:
        """Return our code for a key of the file."""
        return self.profile.indicators.get(key) or slugify(f"{self.profile.slug}-{key}")[:80]

    def indicator_of(self, row: dict[str, Any]) -> tuple[str, str, str]:
        """Return key in the file, our code and the name of the indicator of a row."""
        key = "-".join(str(row.get(name, "")).strip() for name in self.indicator)
        names = dict.fromkeys(str(row.get(name, "")).strip() for name in self.indicator_name)
        return key, self.indicator_code(key), ": ".join(names)[:200]
