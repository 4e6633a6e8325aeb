"""What the operator may set about pictures and documents."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class FilesSettings(BaseModel):
    """`read`: whether pictures and documents are looked into, where the extra `files` is installed.

    `largest`: MB of one file. `pages`: of one PDF; of a scanned one a sixth of it. `seconds`: for all files of one message.
    `memory`: MB for the process that reads them. `sure`: how sure of a word Tesseract has to be for it to be shown, in percent.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    read: bool = True
    largest: Annotated[int, Field(ge=1, le=20)] = 20
    pages: Annotated[int, Field(ge=1, le=200)] = 36
    seconds: Annotated[int, Field(ge=5, le=600)] = 90
    memory: Annotated[int, Field(ge=1000, le=16000)] = 2000
    sure: Annotated[int, Field(ge=40, le=95)] = 60
