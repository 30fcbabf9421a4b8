"""What the log's script sends at every pause, checked."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from steering.domain.drafts import Change
from steering.enums_log import LogField
from steering.queries.drafts import one_newline

# More than any field takes in the end: what is too long is refused when it is recorded, not while it is typed.
LONGEST = 40_000
NAMES = frozenset(LogField.values)


@dataclass(frozen=True)
class DraftChanges:
    """The fields that changed, and the texts kept aside that their writer has dealt with."""

    changes: dict[str, Change]
    settle: tuple[int, ...] = ()


def read_changes(body: bytes) -> DraftChanges:
    """Read `{"changes": {field: [base, value]}, "settle": [id]}`. Raises ValidationError for anything else."""
    try:
        sent = json.loads(body)
        changes = {name: Change(_text(base), _text(value)) for name, (base, value) in sent["changes"].items()}
        settle = tuple(_number(each) for each in sent.get("settle", ()))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValidationError(_("The page sent something that cannot be read.")) from error
    if not changes.keys() <= NAMES:
        raise ValidationError(_("The page sent something that cannot be read."))
    if any(len(change.value) > LONGEST for change in changes.values()):
        raise ValidationError(_("The text is too long."))
    return DraftChanges(changes, settle)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return one_newline(value).replace("\x00", "")


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**63:
        raise TypeError
    return value
