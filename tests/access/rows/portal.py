"""Rows of portal."""

from tests.access.expectations import Row, everyone_signed_in

ROWS = {"portal:start": Row(get=everyone_signed_in())}
