"""The sections of the settings that are the bot's own; a channel's lies with its adapter. `settings.py` puts them together."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, model_validator
from pydantic_core import PydanticCustomError

from adapters.witness.settings import LOOPBACK
from bot.domain.rounds import is_round_name, typed_place
from redaction import Lang, OperatingPoint


def _duration(unit: str) -> BeforeValidator:
    """Reads a plain number in `unit`, as an operator writes it; the bot only sees the duration."""

    def read(value: Any) -> timedelta:
        if isinstance(value, timedelta):
            return value
        try:
            return timedelta(**{unit: float(value)})
        except (TypeError, ValueError, OverflowError):
            raise PydanticCustomError("duration", "a number is needed") from None

    return BeforeValidator(read)


def _encrypted_or_here(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme != "https" and (parts.scheme != "http" or parts.hostname not in LOOPBACK):
        raise PydanticCustomError("vault_address", "https, or this machine")
    return address


def _holds_text(path: Path) -> Path:
    """A paper that is missing, empty or no text is told before anybody asks for it."""
    try:
        written = path.read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        written = ""
    if not written.strip():
        raise PydanticCustomError("paper", "a file with text is needed")
    return path


def _round_name(name: str) -> str:
    if not is_round_name(name):
        raise PydanticCustomError("round_name", "small letters, digits and hyphens are needed")
    return name


def _place(place: str) -> str:
    if typed_place(place) is None:
        raise PydanticCustomError("round_place", "a channel and a group are needed")
    return place


_ONE_LINE = r"^[^\s\x00-\x1f{}][^\x00-\x1f{}]{0,199}$"
Home = Annotated[Path, AfterValidator(Path.expanduser)]
PaperFile = Annotated[Path, AfterValidator(Path.expanduser), AfterValidator(_holds_text)]
Seconds = Annotated[timedelta, _duration("seconds"), Field(gt=timedelta(0), le=timedelta(minutes=1))]
Minutes = Annotated[timedelta, _duration("minutes"), Field(gt=timedelta(0), le=timedelta(days=1))]
Hours = Annotated[timedelta, _duration("hours"), Field(gt=timedelta(0), le=timedelta(days=30))]
Days = Annotated[timedelta, _duration("days"), Field(gt=timedelta(0), le=timedelta(days=3653))]


class Section(BaseModel):
    """A table of `entrenous.toml`: frozen, knows every field by name, keeps values out of its errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class KeySettings(Section):
    """Where the master key is: a file that only its owner reads (made on first start), or the key itself.

    `next_master_key`: the one that is to take its place, where the key itself is given; a file has its own beside it.
    `vault_…`: the transit engine of HashiCorp Vault or OpenBao that wraps what is in the file.
    """

    master_key_file: Home | None = None
    master_key: SecretStr | None = None
    next_master_key: SecretStr | None = None
    vault_address: Annotated[str, AfterValidator(_encrypted_or_here)] | None = None
    vault_token: SecretStr | None = None
    vault_key: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,80}$")] = "entrenous"
    vault_mount: Annotated[str, Field(pattern=r"^[A-Za-z0-9_./-]{1,80}$")] = "transit"

    @model_validator(mode="after")
    def _one_of_both(self) -> KeySettings:
        if (self.master_key_file is None) == (self.master_key is None):
            raise PydanticCustomError("one_key", "either the file or the key")
        if self.next_master_key and not self.master_key:
            raise PydanticCustomError("next_key", "beside a key that is given itself")
        if (self.vault_address is None) != (self.vault_token is None) or (self.vault_address and self.master_key):
            raise PydanticCustomError("vault", "an address with a token, for a key file")
        return self


class IntakeSettings(Section):
    """How long the bot waits, holds and remembers while a message is on its way."""

    detection_timeout: Seconds = timedelta(seconds=5)
    hold_originals: Hours = timedelta(hours=48)
    claim_after: Minutes = timedelta(minutes=10)
    thread_window: Minutes = timedelta(minutes=30)
    away_after: Minutes = timedelta(minutes=5)


class CaseSettings(Section):
    """What becomes of a closed case.

    `keep_closed`: days until its key is destroyed. `keep_names`: whether full names stay as keyed fingerprints, so that
    they are hidden after that.
    """

    keep_closed: Days = timedelta(days=90)
    keep_names: bool = True


class ConsoleSettings(Section):
    """How long somebody stays signed in on the console: `idle` minutes without a click, `longest` at most."""

    idle: Minutes = timedelta(minutes=15)
    longest: Minutes = timedelta(hours=1)


class RedactionSettings(Section):
    """How much is hidden, and what reads.

    `operating_point`: `careful` hides what is only fairly likely a detail, `balanced` what is rather one than not.
    `models`: installed spaCy models that vote on names beside the tagger. `processes`: how many read at once.
    """

    operating_point: OperatingPoint = "balanced"
    models: tuple[str, ...] = ()
    processes: Annotated[int, Field(ge=0, le=16)] = 1


class CodeSettings(Section):
    """The association's Code, and what the notices must name (GDPR articles 13 and 14).

    `data_lead_contact`: where people reach whoever answers for data. `version`: what the association calls its Code; a
    new one, or another text, is put before everybody anew. `text_en`, `text_fr`: its own texts instead of ours.
    `official`: the language that counts, the other one being marked as a translation. `renew_months`: how long a training
    lasts. `hosted_by`: whose machine the bot runs on; None: the association's own.
    """

    association: Annotated[str, Field(pattern=_ONE_LINE)]
    data_lead_contact: Annotated[str, Field(pattern=_ONE_LINE)]
    version: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:+-]{1,40}$")] = "1"
    text_en: PaperFile | None = None
    text_fr: PaperFile | None = None
    official: Lang = "en"
    renew_months: Annotated[int, Field(ge=1, le=120)] = 12
    hosted_by: Annotated[str, Field(pattern=_ONE_LINE)] | None = None


class DisclosureSettings(Section):
    """On which grounds a detail may be opened. `grounds`: the association's own file, in place of `config/grounds.yaml`.

    `notify_within`: hours from when a breach is known until the CNIL is to be told (GDPR article 33).
    """

    grounds: PaperFile | None = None
    notify_within: Hours = timedelta(hours=72)


class RoundSettings(Section):
    """A round: peers who talk together although they are on several platforms.

    `name`: a slug; it stands in addresses and on buttons. `title`: what people call it, in one language or in each.
    `places`: the guarded groups that belong to it, `telegram:-100…`, `slack:C…`.
    """

    name: Annotated[str, AfterValidator(_round_name)]
    title: Annotated[str, Field(pattern=_ONE_LINE)] | dict[Lang, Annotated[str, Field(pattern=_ONE_LINE)]]
    places: tuple[Annotated[str, AfterValidator(_place)], ...] = ()

    @property
    def titles(self) -> dict[Lang, str]:
        return {"en": self.title} if isinstance(self.title, str) else dict(self.title)


def distinct_rounds(rounds: tuple[RoundSettings, ...]) -> tuple[RoundSettings, ...]:
    """Each name once, and each group in one round at most: else nobody could tell where a message belongs."""
    names = [one.name for one in rounds]
    places = [place for one in rounds for place in one.places]
    if len(set(names)) < len(names) or len(set(places)) < len(places):
        raise PydanticCustomError("rounds", "a name or a group stands twice")
    return rounds
