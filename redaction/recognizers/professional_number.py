"""Numbers of professionals and establishments: RPPS 11 digits, ADELI 9, FINESS 9, SIREN 9, SIRET 14.

Source: annuaire.sante.fr, INSEE. Luhn holds for SIREN, SIRET (but La Poste's) and FINESS; HL7's own RPPS sample fails it:
a failed check never saves a number, and nine bare digits cannot be told apart, so the keyword decides.
"""

from __future__ import annotations

from redaction.recognizers.coded import CuedCodeRecognizer


class ProfessionalNumberRecognizer(CuedCodeRecognizer):
    """Finds the number of a doctor, nurse, hospital or firm beside its keyword."""

    KIND = "professional"
    WORDS = ("rpps", "adeli", "finess", "siren", "siret", "rcs", "naf", "am n°")
    AFTERWORDS = ("rpps", "adeli", "finess", "siren", "siret")
