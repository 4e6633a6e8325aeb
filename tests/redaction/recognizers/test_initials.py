from __future__ import annotations

import pytest

from redaction.recognizers.initials import InitialsRecognizer
from tests.redaction.recognizers.reading import found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("wife of P.J. Moynihan", ["P.J. Moynihan"]),
        ('sonnette "T. Darrigade"', ["T. Darrigade"]),
        ("your new person is M.K., 57", ["M.K."]),
        ("et J-L ? J-P Lemaire vient", ["J-L", "J-P Lemaire"]),
        ("jp m'a rappelée, JP va mieux", ["jp", "JP"]),
        ("j. van den broeck a écrit", ["j. van den broeck"]),
        ("pat mccluskey from the choir", ["mccluskey"]),
    ],
)
def test_initials_stand_for_people(text: str, names: list[str]) -> None:
    assert sorted(found(InitialsRecognizer(), text)) == sorted(names)


@pytest.mark.parametrize(
    "text", ["GP or A.M., U.K. rules", "vitamin B. It helps", "the van der? no", "RT and CT on PET", "jp@example.org"]
)
def test_abbreviations_are_kept(text: str) -> None:
    assert found(InitialsRecognizer(), text) == []
