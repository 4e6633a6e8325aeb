"""Numbers of members and insured persons: mutuelle, adhérent, bénéficiaire, EHIC, GHIC, foreign health insurers.

No common format: the keyword decides. EHIC: twenty digits starting 80 (decision S2 of the Administrative Commission).
"""

from __future__ import annotations

from redaction.recognizers.coded import CuedCodeRecognizer


class InsuranceNumberRecognizer(CuedCodeRecognizer):
    """Finds a membership or insurance number beside its keyword."""

    KIND = "insurance"
    WORDS = (
        "mutuelle", "adherente?s?", "adherents?", "adh[.]?", "member(?:ship)?", "mgen", "harmonie", "apivia", "aesio", "swiss life",
        "groupama", "axa(?:-uk)?", "tiers payant", "amc", "beneficiaire", "assuree?", "insured", "insurer", "insurance", "assurance",
        "aok", "ehic", "ghic", "ceam", "carte europeenne", "css", "c2s", "ame", "maaf", "macif", "enim",
    )  # fmt: skip
    AFTERWORDS = ("adherente?", "(?:n° )?(?:de )?mutuelle", "member(?:ship)?(?: number| no)?")
