"""Runs as a process of its own: reads a workbook from standard input, writes one JSON list per row.

The limits are set before a byte is read, so a workbook made to exhaust memory ends this process and nothing else.
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO

MEMORY, SECONDS, MAX_ROWS, MAX_COLUMNS = 512 * 1024 * 1024, 20, 100_001, 201


def main() -> None:
    """Read, convert, write."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read())).get_sheet_by_index(0)
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), 1):
        if number > MAX_ROWS:
            break
        sys.stdout.write(json.dumps([_plain(cell) for cell in row[:MAX_COLUMNS]]) + "\n")


def _plain(cell: object) -> object:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date | time | timedelta | bool):
        return str(cell)
    return cell


if __name__ == "__main__":
    main()
