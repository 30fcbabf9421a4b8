"""From the bytes of a file to rows and numbers. Pure functions: no database, no request."""
