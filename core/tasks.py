"""Periodic work of core; each task loads, calls one function and logs."""
