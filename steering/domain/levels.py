"""Levels of confidentiality, compared."""

from steering.enums import Confidentiality

# From what everybody may read to what only a few may.
ORDER = (Confidentiality.PUBLIC, Confidentiality.INTERNAL, Confidentiality.CONFIDENTIAL)


def strictest(*levels: str) -> Confidentiality:
    """Return the level that the fewest may read."""
    return max((Confidentiality(level) for level in levels), key=ORDER.index)


def is_looser(level: str, than: str) -> bool:
    """Tell whether more people may read the first than the second."""
    return ORDER.index(Confidentiality(level)) < ORDER.index(Confidentiality(than))
