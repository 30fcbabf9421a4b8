"""Keys of areas: what a key says about its level and its parent, by the rules of an import profile."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class AreaKey:
    """The key as in the file, its level and the key of its parent; level empty where no rule fits."""

    code: str
    level: str = ""
    parent: str = ""


class KeyRules:
    """The rules of one profile, compiled once. The first pattern that fits the whole key decides."""

    def __init__(self, levels: list[dict[str, str]]) -> None:
        self._rules = [(re.compile(each["pattern"]), each["level"], each.get("parent", "")) for each in levels]
        self._known: dict[str, AreaKey] = {}

    def read(self, raw: object) -> AreaKey:
        """Return what the key says; leading zeros are kept, a workbook's 12.0 is 12."""
        code = str(int(raw) if isinstance(raw, float) and raw.is_integer() else raw or "").strip()[:100]
        if code not in self._known:
            self._known[code] = self._find(code)
        return self._known[code]

    def _find(self, code: str) -> AreaKey:
        for pattern, level, parent in self._rules:
            if match := pattern.fullmatch(code):
                return AreaKey(code, level, match.expand(parent))
        return AreaKey(code)
