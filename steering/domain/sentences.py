"""How many sentences a text has: for reports that are to be read aloud in a meeting."""

import re

# A sentence ends with a sign after which something new begins.
_END = re.compile(r"[.!?…]+[\"'”“»«)\]]*(?=\s|$)")
_ABBREVIATIONS = {
    "abs", "abt", "bzw", "ca", "dr", "einschl", "etc", "evtl", "ff", "gem", "ggf", "inkl", "insb", "jan", "feb", "apr",
    "jun", "jul", "aug", "sep", "sept", "okt", "nov", "dez", "lfd", "max", "mind", "mio", "mrd", "nr", "prof", "ref",
    "sog", "st", "std", "str", "tel", "tgl", "usw", "vgl", "vs", "zzgl", "d.h", "z.b", "z.t", "u.a", "v.a", "i.d.r",
    "i.v", "e.g", "i.e",
}  # fmt: skip
_LAST_WORD = re.compile(r"\S+$")


def count_sentences(text: str) -> int:
    """Count sentences; a point after a number, a single letter or a common abbreviation ends none.

    In doubt the smaller number: nobody shall be refused because of "am 3. Mai" or "z. B.". A last sentence without a
    point counts, as does every line of a list.
    """
    return sum(_in_line(line.strip()) for line in text.splitlines() if line.strip())


def _in_line(line: str) -> int:
    ends = [match.end() for match in _END.finditer(line) if _is_end(line, match)]
    return len(ends) + (not ends or ends[-1] < len(line))


def _is_end(line: str, match: re.Match) -> bool:
    if match.end() == len(line) or match.group()[0] != ".":
        return True
    following = line[match.end() :].lstrip()[:1]
    if following.islower():
        return False
    before = _LAST_WORD.search(line[: match.start()])
    word = before.group().lower().lstrip("(\"'„»") if before else ""
    return not (word.isdigit() or len(word) == 1 or word in _ABBREVIATIONS)
