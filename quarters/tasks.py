"""Background work of quarters."""
