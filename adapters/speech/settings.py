"""What the operator may set about voice notes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


class SpeechSettings(BaseModel):
    """`model`: the folder with the weights, in the form of CTranslate2 (`model.bin`, `config.json`, `tokenizer.json`, a vocabulary).

    `longest`: seconds of one voice note. `memory`: MB for the process that listens; weights of 500 MB take about three times that.
    `sure`: how sure the engine has to be on average of what it heard, in percent.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    model: Annotated[Path, AfterValidator(Path.expanduser)]
    longest: Annotated[int, Field(ge=5, le=600)] = 120
    memory: Annotated[int, Field(ge=500, le=32000)] = 4000
    sure: Annotated[int, Field(ge=20, le=95)] = 45
