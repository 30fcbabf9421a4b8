"""Rows of the sign-in: allauth's URLs and the few of our own around them."""

from tests.access.expectations import Row, public

ROWS = {"set_language": Row(get=public(405), post=public(302))}
