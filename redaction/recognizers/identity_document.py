"""Passports, identity cards, residence permits and driving licences.

French: CNI 12 digits, or 9 characters since 2021; passport 2 digits, 2 letters, 5 digits; titre de séjour and étranger
number 10 digits. British: passport 9 digits; licence 16 characters. Without check digits that help: the keyword decides.
Sources: service-public.fr (F1342, F14929), gov.uk. Forms of the 9-character CNI are unverified.
"""

from __future__ import annotations

from redaction.recognizers.coded import CuedCodeRecognizer


class IdentityDocumentRecognizer(CuedCodeRecognizer):
    """Finds the number of an identity document beside its name, in either order."""

    KIND = "document"
    WORDS = (
        "passports?", "passe?ports?", "cni", "cartes? (?:nationale )?d'identite", "identity cards?", "id cards?", "identite",
        "titres?(?: de sejour)?", "cartes? de sejour", "recepisse", "(?:numero |n° )?etranger", "permis(?: de conduire)?",
        "(?:driving |uk |welsh )?licen[cs]e", "visa", "residence card", "residence permit", "warp", "wa card", "agdref", "laissez-passer",
    )  # fmt: skip
    AFTERWORDS = ("passe?port", "cni", "carte d'identite", "titre de sejour", "permis", "recepisse", "etranger")
