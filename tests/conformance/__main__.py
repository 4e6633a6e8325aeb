"""`python -m tests.conformance`: the suite on every channel, and the table. Further arguments are pytest's: `-k slack`."""

from __future__ import annotations

import sys

from tests.conformance.table import run

if __name__ == "__main__":
    sys.exit(run(*sys.argv[1:]))
