"""What an association may set about its room, under `[web]` or `ENTRENOUS_WEB__...`."""

from __future__ import annotations

from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, model_validator

from redaction import Lang

LOOPBACK = ("127.0.0.1", "localhost", "::1")

Account = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]
DisplayName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]


class Strict(BaseModel):
    """Settings never change once read, know every field by name, and keep values out of their errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class RoomPerson(Strict):
    """Somebody of the room. `account` stands in addresses, `name` over posts, `lang` is the page's first language."""

    account: Account
    name: DisplayName
    role: Literal["volunteer", "supervisor"] = "volunteer"
    lang: Lang = "en"


INVENTED = (
    RoomPerson(account="sue", name="Sue", role="volunteer", lang="en"),
    RoomPerson(account="odile", name="Odile", role="volunteer", lang="fr"),
    RoomPerson(account="margaret", name="Margaret", role="supervisor", lang="en"),
    RoomPerson(account="etienne", name="Étienne", role="supervisor", lang="fr"),
)
"""The four of the practice room. Nobody of these names is meant."""


class WebSettings(Strict):
    """The room and the server that shows it.

    `practice`: whoever opens the page may write as anybody, which is what one practises with. So the server then listens
    on this machine alone; a room for real people needs sign-in, which this version does not have.
    `session_secret`: signs sessions; without it each start makes a new one, and open pages renew theirs by themselves.
    `per_minute`: what one browser may send in a minute before it is asked to wait.
    `keep_hours`: how long a message that was given back, and its file, can be fetched by its author.
    """

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8350
    room: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,64}$")] = "practice"
    people: tuple[RoomPerson, ...] = INVENTED
    practice: bool = True
    session_secret: SecretStr | None = None
    timezone: str = "Europe/Paris"
    per_minute: Annotated[int, Field(ge=1)] = 120
    keep_hours: Annotated[int, Field(ge=1)] = 48

    @model_validator(mode="after")
    def _people_are_told_apart(self) -> Self:
        accounts = [person.account for person in self.people]
        if not accounts or len(set(accounts)) != len(accounts):
            raise ValueError("`people` needs at least one person, and each a different `account`")
        return self

    @model_validator(mode="after")
    def _practice_stays_at_home(self) -> Self:
        if not self.practice:
            raise ValueError("`practice = false` needs sign-in, which this version does not have yet; leave it true")
        if self.host not in LOOPBACK:
            raise ValueError(
                "in the practice room anybody may write as anybody: `host` must be 127.0.0.1, ::1 or localhost"
            )
        return self

    @model_validator(mode="after")
    def _secret_is_long_enough(self) -> Self:
        if self.session_secret is not None and len(self.session_secret.get_secret_value()) < 32:
            raise ValueError("`session_secret` needs at least 32 characters")
        return self


class PagesSettings(Strict):
    """Pages of our own that links in chats lead to.

    `url`: how people reach them, an `https` address that a web server with a certificate passes on to `host` and `port`.
    """

    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s/?#]+(?:/[^\s?#]*)?$")]
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8351

    @property
    def base(self) -> str:
        """What stands before our own paths in the browser's address bar, without a slash at its end."""
        return urlsplit(self.url).path.rstrip("/")

    @model_validator(mode="after")
    def _nobody_reads_along(self) -> Self:
        host = self.url.split("://", 1)[1].split("/")[0].rsplit(":", 1)[0].strip("[]")
        if self.url.startswith("http://") and host not in LOOPBACK:
            raise ValueError("what is shown there names people: `url` must begin with https://")
        return self
