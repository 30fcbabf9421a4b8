#!/usr/bin/env python3
"""Management commands; they act as the owner of the database."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    from django.core.management import execute_from_command_line
    from environs.exceptions import EnvError

    try:
        execute_from_command_line(sys.argv)
    except EnvError as error:
        sys.exit(f"{error}\nStart bin/run once, which sets everything up, or set it in .env; see docs/operations.md.")
