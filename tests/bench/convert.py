"""Public annotated text in the form that `outside.py` reads.

    python -m tests.bench.convert eds train.jsonl > eds_fr.jsonl
    python -m tests.bench.convert synth synth_dataset_v2.json > synth_en.jsonl

Neither file is part of this project, and nothing was trained on them:

- `eds`: `data/gen_dataset/train.jsonl` of github.com/aphp/eds-pseudo at 1fa4bc9, invented French clinical notes
  (BSD 3-Clause, Assistance Publique - Hôpitaux de Paris).
- `synth`: `data/synth_dataset_v2.json` of github.com/microsoft/presidio-research, English letters, reviews and chat put
  together from templates (MIT).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

EDS = {
    **dict.fromkeys(("NOM", "PRENOM"), "PERSON"),
    **dict.fromkeys(("ADRESSE", "ZIP"), "ADDRESS"),
    **dict.fromkeys(("IPP", "NDA", "SECU"), "ID"),
    "DATE": "DATE",
    "DATE_NAISSANCE": "DOB",
    "TEL": "PHONE",
    "MAIL": "EMAIL",
    "VILLE": "LOCATION",
    "HOPITAL": "FACILITY",
}
SYNTH = {
    **dict.fromkeys(("STREET_ADDRESS", "ZIP_CODE"), "ADDRESS"),
    **dict.fromkeys(("CREDIT_CARD", "US_SSN", "IBAN_CODE", "US_DRIVER_LICENSE"), "ID"),
    "PERSON": "PERSON",
    "GPE": "LOCATION",
    "ORGANIZATION": "ORG",
    "PHONE_NUMBER": "PHONE",
    "AGE": "AGE",
    "EMAIL_ADDRESS": "EMAIL",
    "DATE_TIME": "DATE",
}
"""Their families and ours; what is not named counts neither way."""


def eds(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            spans = [_span(one["start"], one["end"], one["label"], EDS) for one in row["entities"]]
            yield {"id": row["note_id"], "lang": "fr", "text": row["note_text"], "spans": spans}


def synth(path: Path) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(json.loads(path.read_text(encoding="utf-8"))):
        spans = [_span(one["start_position"], one["end_position"], one["entity_type"], SYNTH) for one in row["spans"]]
        yield {"id": str(number), "lang": "en", "text": row["full_text"], "spans": spans}


def _span(start: int, end: int, label: str, families: Mapping[str, str]) -> dict[str, Any]:
    return {"start": start, "end": end, "type": families.get(label, "?")}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("form", choices=("eds", "synth"))
    parser.add_argument("path", type=Path)
    args = parser.parse_args()
    for message in {"eds": eds, "synth": synth}[args.form](args.path):
        print(json.dumps(message, ensure_ascii=False))
