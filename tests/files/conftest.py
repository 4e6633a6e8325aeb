"""What these tests share: the redactor, and where the extra or Tesseract is missing, the reason why they are left out."""

from __future__ import annotations

import warnings
from typing import Protocol

import pytest

from adapters.files.available import missing

WITHOUT = missing()
if WITHOUT == "extra":
    pytest.skip("the extra `files` is not installed (make)", allow_module_level=True)

with warnings.catch_warnings():
    warnings.simplefilter(
        "ignore"
    )  # pydicom's, which Presidio imports by an old name; in the bot it is another process
    import presidio_image_redactor as presidio_image_redactor

from redaction import CaseMemory, RawText, Redactor  # noqa: E402 - not without the extra
from redaction.files.limits import Limits  # noqa: E402 - not without the extra
from redaction.files.reading import read  # noqa: E402 - not without the extra


class Redacted(Protocol):
    def __call__(self, data: bytes, limits: Limits = ...) -> tuple[str, bytes | str]: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if WITHOUT:
        without = pytest.mark.skip(reason="no Tesseract here (Debian: apt install tesseract-ocr tesseract-ocr-fra)")
        for item in items:
            if item.get_closest_marker("tesseract"):
                item.add_marker(without)


@pytest.fixture(scope="session")
def redactor() -> Redactor:
    return Redactor.load()


@pytest.fixture(scope="session")
def redacted(redactor: Redactor) -> Redacted:
    """A file's new kind, and what is in the new one. Raises `Unreadable`."""

    def make(data: bytes, limits: Limits = Limits()) -> tuple[str, bytes | str]:  # noqa: B008 - frozen
        file = read(data, limits)
        return file.kind, file.write(list(redactor.redact(RawText(file.text), CaseMemory()).spans))

    return make
