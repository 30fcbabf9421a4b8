"""Sets up and runs the product with its own PostgreSQL and Valkey: what `bin/run` and `bin/test` call.

Standard library only, because it runs before anything is installed.
"""
