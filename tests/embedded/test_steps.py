import os

import pytest

from config.embedded.errors import EmbeddedError
from config.embedded.steps import Step, call, fingerprint


@pytest.fixture
def inputs(tmp_path):
    folder = tmp_path / "inputs"
    folder.mkdir()
    (folder / "a.txt").write_text("one")
    return folder


def test_step_is_done_until_its_inputs_change(inputs, tmp_path):
    stamp = tmp_path / "stamps" / "step"
    Step("work", stamp, fingerprint([inputs])).finish("a note")
    assert Step("work", stamp, fingerprint([inputs])).is_done

    (inputs / "a.txt").write_text("two")

    assert not Step("work", stamp, fingerprint([inputs])).is_done


def test_step_keeps_its_note(tmp_path):
    Step("work", tmp_path / "stamp", "1").finish("sign in as chair\nwith a password")

    assert Step("work", tmp_path / "stamp", "2").note == "sign in as chair\nwith a password"


def test_fingerprint_sees_names_new_files_and_words(inputs):
    first = fingerprint([inputs])
    (inputs / "a.txt").rename(inputs / "b.txt")
    renamed = fingerprint([inputs])
    (inputs / "c.txt").write_text("")

    assert len({first, renamed, fingerprint([inputs]), fingerprint([inputs], "3.13")}) == 4


def test_fingerprint_ignores_compiled_files(inputs):
    first = fingerprint([inputs])
    (inputs / "__pycache__").mkdir()
    (inputs / "__pycache__" / "a.pyc").write_text("")

    assert fingerprint([inputs]) == first


def test_failed_command_shows_its_last_lines_and_the_advice():
    command = ["/bin/sh", "-c", "echo early; echo 'no space left' >&2; exit 3"]

    with pytest.raises(EmbeddedError) as error:
        call(command, os.environ, "Make room.")

    assert str(error.value).splitlines()[1:] == ["early", "no space left", "Make room."]
