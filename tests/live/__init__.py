"""Fixtures that start the whole product and drive it with a real browser."""
