"""Our recognizers and Presidio's own can be loaded into one registry: Presidio looks classes up by their bare name."""

from __future__ import annotations

from presidio_analyzer import predefined_recognizers

from redaction.lore import standard_recognizers


def test_no_class_of_ours_is_called_like_one_of_presidio() -> None:
    ours = {type(one).__name__ for one in standard_recognizers()}
    assert len(ours) > 40
    assert ours & set(vars(predefined_recognizers)) == set()
