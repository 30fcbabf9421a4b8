"""Counting sentences: nobody is refused because of a date or an abbreviation."""

import pytest

from steering.domain.sentences import count_sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Läuft", 1),
        ("Läuft.", 1),
        ("Eins. Zwei. Drei.", 3),
        ("Eins. Zwei. Drei. Vier", 4),
        ("Beginn ist am 15. März. Räume sind da.", 2),
        ("Es fehlen z. B. zwei Räume. Das Ref. 51 sucht, ggf. mit der AWO.", 2),
        ("Ist das so? Ja! Wirklich...", 3),
        ("Erste Zeile\nZweite Zeile", 2),
        ("Nr. 5 ist geräumt, bis Ende d. J. folgt Nr. 7.", 1),
    ],
)
def test_sentences_are_counted_as_people_count_them(text, count):
    assert count_sentences(text) == count
