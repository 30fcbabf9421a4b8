"""Rules about the code itself that no tool knows."""

import ast
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from core.views.base import ListPage
from tests.access.urls import patterns

pytestmark = pytest.mark.contract

ROOT = Path(__file__).parent.parent
PACKAGES = ("config", "core", "quarters", "steering", "casework", "portal")
MODULE_LIMIT = 300


def modules(*packages: str) -> list[Path]:
    """Return our modules without migrations."""
    return [
        path
        for package in packages or PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def texts(*suffixes: str) -> list[Path]:
    """Return every file of the repository with one of these endings, outside ignored folders."""
    ignored = {".venv", "var", "assets", "node_modules", ".git"}
    return [p for p in ROOT.rglob("*") if p.suffix in suffixes and not ignored & set(p.relative_to(ROOT).parts)]


def test_no_module_is_longer_than_three_hundred_lines():
    long = {str(p.relative_to(ROOT)): n for p in modules() if (n := len(p.read_text().splitlines())) > MODULE_LIMIT}
    assert long == {}


def test_no_function_is_longer_than_sixty_lines():
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 60
    ]
    assert long == []


def test_views_neither_save_nor_send_nor_read_the_clock():
    forbidden = re.compile(r"\.save\(|\.delete\(\)|\.create\(|bulk_create|enqueue\(|timezone\.now|clock\.(now|today)")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in modules("core", "quarters", "steering", "casework", "portal")
        if "views" in path.parts
        for match in forbidden.finditer(path.read_text())
    ]
    assert found == []


def test_queries_never_read_the_clock():
    forbidden = re.compile(r"timezone\.now|clock\.(now|today)|localdate\(\)")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in modules("quarters", "steering", "casework")
        if "queries" in path.parts
        for match in forbidden.finditer(path.read_text())
    ]
    assert found == []


def test_templates_hold_no_inline_code_and_load_nothing_from_elsewhere():
    forbidden = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>|\son\w+=|\sstyle=|(?:src|href)=[\"']https?://", re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in (ROOT / "templates").rglob("*.html")
        if "emails" not in path.parts and "mail" not in path.parts
        for match in forbidden.finditer(path.read_text())
    ]
    assert found == []


def test_templates_never_mark_text_as_safe():
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if "kern" not in path.parts  # crispy hands its pack finished markup
        and re.search(r"\|\s*safe\b|autoescape off", path.read_text())
    ]
    assert found == []


def test_the_repository_names_no_place_of_one_machine():
    place = re.compile(r"(?<![\w.$}])/(work|root|farm|home/\w+)/")
    files = [
        p for p in texts(".py", ".md", ".html", ".js", ".css", ".toml", ".yml", ".txt", ".json") if p != Path(__file__)
    ]
    found = [
        f"{p.relative_to(ROOT)}: {m.group()}" for p in files for m in place.finditer(p.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_lock_files_name_no_host():
    locks = [
        *ROOT.glob("requirements.txt"),
        *(ROOT / "config").rglob("*.txt"),
        *(ROOT / "config").rglob("package-lock.json"),
    ]
    assert locks
    assert [str(p.relative_to(ROOT)) for p in locks if re.search(r"https?://", p.read_text())] == []


def test_every_locked_package_is_pinned_by_hash():
    for lock in (ROOT / "requirements.txt", *(ROOT / "config" / "requirements").glob("*.txt")):
        blocks = re.split(r"\n(?=[a-z])", lock.read_text())
        assert [block.split()[0] for block in blocks if block.strip() and "--hash=sha256:" not in block] == [], lock


def test_requests_are_one_transaction_and_sessions_end():
    assert "core.middleware.IdentityMiddleware" in settings.MIDDLEWARE
    assert settings.MIDDLEWARE.index("core.middleware.IdentityMiddleware") < settings.MIDDLEWARE.index(
        "django.contrib.auth.middleware.LoginRequiredMiddleware"
    )
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS", False)
    assert settings.SESSION_IDLE_SECONDS < settings.SESSION_COOKIE_AGE


def test_every_direct_dependency_has_its_reason():
    reasons = (ROOT / "docs" / "dependencies.md").read_text()
    names = [
        re.split(r"[\[<>=]", line)[0].strip()
        for path in (ROOT / "config" / "requirements").glob("*.in")
        for line in path.read_text().splitlines()
        if line.strip() and not line.startswith(("#", "-"))
    ]
    assert [name for name in names if f"`{name}`" not in reasons] == []


def test_every_list_has_a_committed_number_of_queries():
    counts = json.loads((ROOT / "tests" / "query_counts.json").read_text())
    views = {name: getattr(pattern.callback, "view_class", None) for name, pattern in patterns()}
    lists = {name for name, view in views.items() if view and issubclass(view, ListPage)}
    assert lists
    assert lists - counts.keys() == set()
