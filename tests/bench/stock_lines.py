"""Stock Presidio as a command like `entrenous redact --jsonl`, for `tests/bench/speed.py` to run beside it.

    python -m tests.bench.stock_lines < requests.jsonl

In: `{"id", "text", "lang"?}`, out: `{"id", "text", "spans": [{"start", "end", "type"}]}`, an answer for each line at once;
the text comes back as it was, since replacing costs neither anything.
"""

from __future__ import annotations

import json
import sys

from redaction.stock import Stock


def main() -> None:
    presidio = Stock.load()
    for line in sys.stdin:
        request = json.loads(line)
        spans = [
            {"start": span.start, "end": span.end, "type": str(span.family)}
            for span in presidio.spans(request["text"], request.get("lang", "mix"))
        ]
        print(json.dumps({"id": request["id"], "text": request["text"], "spans": spans}), flush=True)


if __name__ == "__main__":
    main()
