import stat

import pytest

from config.embedded.environment import Installation, read_env_file
from config.embedded.errors import EmbeddedError
from config.embedded.places import State


@pytest.fixture
def told(monkeypatch, tmp_path):
    """Tell an installation something through its environment; everything else is as on a fresh machine."""
    for name in ("PORT", "HOST", "STATE_DIR", "SECRET_KEY", "BASE_URL", "ALLOWED_HOSTS", "DEMO", "STATIC_ROOT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("config.embedded.environment.ROOT", tmp_path)

    def tell(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        installation = Installation.from_environment()
        installation.state.prepare()
        return installation

    return tell


def environment_of(installation):
    return installation.environment("postgres://owner@/database", "unix:///socket")


def test_env_file_with_comments_quotes_and_export_is_read(tmp_path):
    file = tmp_path / ".env"
    file.write_text("# comment\nPORT=8001 # why\nexport HOST='0.0.0.0'\nNAME=\"a # b\"\n\nno assignment\nURL=a=b\n")

    assert read_env_file(file) == {"PORT": "8001", "HOST": "0.0.0.0", "NAME": "a # b", "URL": "a=b"}  # noqa: S104 - compared, not bound


def test_environment_wins_over_env_file(told, tmp_path):
    (tmp_path / ".env").write_text("PORT=9001\nHOST=::1\n")

    installation = told(PORT="9002")

    assert (installation.port, installation.host) == (9002, "::1")


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "8000 ", "8e3"])
def test_bad_port_is_refused_in_words(told, port):
    with pytest.raises(EmbeddedError, match="number from 1 to 65535"):
        told(PORT=port)


@pytest.mark.parametrize(
    ("host", "bind", "address"),
    [
        ("127.0.0.1", "127.0.0.1:8000", "http://127.0.0.1:8000/"),
        ("0.0.0.0", "0.0.0.0:8000", "http://127.0.0.1:8000/"),  # noqa: S104
        ("::", "[::]:8000", "http://[::1]:8000/"),
        ("city.example", "city.example:8000", "http://city.example:8000/"),
    ],
)
def test_host_decides_where_to_listen_and_what_to_type(told, host, bind, address):
    installation = told(HOST=host)

    assert (installation.bind, installation.address) == (bind, address)


def test_own_host_is_allowed_beside_the_hosts_named(told):
    environment = environment_of(told(HOST="10.0.0.5", ALLOWED_HOSTS="kreis.example"))

    assert environment["ALLOWED_HOSTS"] == "kreis.example,10.0.0.5"


def test_port_in_use_is_refused_with_another_one(told):
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(EmbeddedError, match=f"PORT={port + 1}"):
            told(PORT=str(port)).check_port()


def test_secret_key_is_made_once_and_is_its_owners_alone(tmp_path):
    state = State(tmp_path)

    first, second = state.secret_key(), state.secret_key()

    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_each_installation_has_a_secret_key_of_its_own(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()

    assert State(tmp_path / "a").secret_key() != State(tmp_path / "b").secret_key()


def test_addresses_are_shared_with_manage_py_and_readable_by_the_owner_alone(told, tmp_path):
    installation = told(STATE_DIR=str(tmp_path / "state"))
    environment = environment_of(installation)

    installation.share(environment)

    file = tmp_path / "state" / "run.env"
    assert read_env_file(file)["DATABASE_URL"] == "postgres://owner@/database"
    assert read_env_file(file)["SECRET_KEY"] == environment["SECRET_KEY"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(("demo", "marked"), [(True, "1"), (False, "0")])
def test_demo_is_marked_as_such(told, demo, marked):
    environment = told().environment("postgres://owner@/database", "unix:///socket", demo=demo)

    assert environment["DEMO"] == marked


def test_byte_code_is_written_whatever_the_caller_says(told, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    assert "PYTHONDONTWRITEBYTECODE" not in environment_of(told())
