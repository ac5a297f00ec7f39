"""`make bench`: measure everything and print the table. `python -m benchmarks pages` measures one part."""

from __future__ import annotations

import importlib
import sys

from benchmarks import table

PARTS = ("numbers", "pages", "classroom")


def main(wanted: list[str]) -> int:
    """Print the table of the wanted parts, or of all; return 1 if a target is missed."""
    if unknown := set(wanted) - set(PARTS):
        print(f"no part {', '.join(sorted(unknown))}; the parts are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    rows = [row for part in wanted or PARTS for row in measure(part)]
    print(table.text(rows))
    return 0 if all(row.met for row in rows) else 1


def measure(part: str) -> list[table.Row]:
    """Return the rows of one part, saying on the way what is being measured."""
    rows = []
    for row in importlib.import_module(f"benchmarks.{part}").rows():
        print(f"measured: {row.what}", file=sys.stderr, flush=True)
        rows.append(row)
    return rows


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
