"""Hospital, office and case numbers: IPP, NDA, dossier, MDPH, CAF, claim, reference, policy, parcel, receipt.

No national format (AP-HP: IPP 8 digits, NDA 9; source: aphp/eds-pseudo): the keyword decides.
"""

from __future__ import annotations

from redaction.recognizers.coded import CuedCodeRecognizer


class FileNumberRecognizer(CuedCodeRecognizer):
    """Finds the number of a file, a patient, a request or a case beside its keyword."""

    KIND = "file"
    WORDS = (
        "ipp", "nip", "nda", "iep", "dossiers?", "doss", "files?", "file nos?", "patient(?:e)?", "hospital", "hosp", "hosto",
        "case", "claim", "claims", "sinistre", "refs?", "reference", "references", "convocation", "compte rendu", "examen",
        "demande", "recommandee?", "recorded delivery", "colis", "parcel", "pv", "rg", "portalis", "affaire", "contravention",
        "avis", "facture", "invoice", "mandat", "titre", "acte?", "contrats?", "contract", "police", "policy", "mdph", "caf",
        "allocataire", "pdl", "compteur", "serie", "serial", "pacemaker", "request", "bon de transport", "recours", "randomi[sz]ation",
        "queue", "enregistree? sous", "sous le numero", "appointment", "booking", "etiquette", "sticker", "bracelet", "sejour",
        "cdaph", "cpam", "aah", "apa", "ref dossier", "numero unique", "imposition", "accord", "declaration", "obseques", "badge",
        "cmi", "crous", "carte", "card", "bsn", "rib", "iban", "compte", "account",
    )  # fmt: skip
    AFTERWORDS = (
        "ipp",
        "nip",
        "nda",
        "dossier",
        "file(?: no| number)?",
        "patient (?:no|number|id)",
        "numero (?:de |d')?(?:dossier|patient)",
        "policy",
    )
