"""The few places where a personal text may be read, and where a text is declared redacted."""

from __future__ import annotations

import ast

from tests.house.source import CODE, calls, files, mentioning, relative

EXPOSING = {
    "redaction/redactor.py": "the pipeline reads what it hides",
    "bot/handlers/hide.py": "strikes identity numbers from the original before it is sealed again",
    "adapters/speech/listener.py": "the pipe to the process that listens to a voice note",
    "adapters/detection/limits.py": "strikes long numbers where no detector runs",
    "redaction/bygone.py": "tries the words of a message against the fingerprints of names whose case is over",
    "redaction/remote.py": "the pipe to the process that reads messages for details",
    "redaction/files/remote.py": "the pipe to the process that reads pictures and documents",
    "redaction/parts.py": "puts what was written and what stands in its files together, and cuts the redaction of both apart",
    "bot/handlers/words.py": "cuts out what a span hides, and compares the words that somebody wants hidden or shown",
    "bot/handlers/colleagues.py": "colleagues' display names, which the pipeline is to keep in greetings",
    "bot/commands/roster.py": "`entrenous people` shows the administrator's own list on the administrator's terminal",
    "adapters/storage/addresses.py": "fingerprints addresses, and ids of messages that may name somebody",
    "bot/commands/status.py": "`entrenous status` names the colleagues who never pressed Start, on the administrator's terminal",
    "adapters/storage/codec.py": "the vault: seals and unseals",
    "adapters/storage/people.py": "the vault: colleagues' display names",
    "adapters/mail/incoming.py": "tells a code, an order or a number from a message",
    "adapters/mail/render.py": "gives a withheld message back to its author",
    "adapters/mail/client.py": "the address that a mail is sent to",
    "adapters/telegram/render.py": "gives a withheld message back to its author",
    "adapters/slack/render.py": "gives a withheld message back to its author",
    "adapters/slack/authors.py": "an author's own token, on its way to the platform that gave it",
    "adapters/slack/views.py": "shows its author alone what they typed, beside what colleagues would read",
    "adapters/whatsapp/render.py": "gives a withheld message back to its author",
    "adapters/whatsapp/client.py": "a telephone number and the id of a message that is quoted, on their way to the platform",
    "adapters/whatsapp/answering.py": "tells a code, an order or a greeting from what colleagues are to be asked",
    "adapters/whatsapp/people.py": "compares telephone numbers and ids of the platform",
    "adapters/whatsapp/sending.py": "which message of ours somebody answers",
    "adapters/whatsapp/window.py": "redacted posts that wait, sealed, until they may be sent",
    "adapters/sms/render.py": "gives a withheld message back to its author",
    "adapters/sms/client.py": "a telephone number on its way to the provider",
    "adapters/sms/answering.py": "tells a number, a code, an order from what colleagues are to be asked; the language of a number's country",
    "adapters/sms/remembering.py": "what a number stands for, and the rest of a redacted post, sealed",
    "adapters/sms/records.py": "since when a record of the provider waits to be deleted",
    "bot/ports/single.py": "the country of somebody's number, for their language",
    "bot/ports/daily.py": "how often something happened in a day",
    "adapters/web/site.py": "shows a member once whom a pseudonym stands for",
    "adapters/web/console/home.py": "tells who is signed in their own name",
    "adapters/web/console/shown.py": "shows the one viewer what was opened, and a request with its reasons to those who deal with it",
    "adapters/web/console/people.py": "shows an administrator the list of people, which is theirs to keep",
    "adapters/web/render.py": "gives a withheld message back to its author, and shows them what they are about to post",
    "adapters/web/entries.py": "the room's sealed log keeps what is to be given back",
    "adapters/web/files.py": "the room's sealed shelf keeps the file that is to be given back",
}
"""File: why it may read a raw text."""

MINTING = {
    "redaction/redactor.py": "the pipeline made it",
    "redaction/telling.py": "single words of a text that the pipeline made",
    "adapters/storage/codec.py": "the vault gives back what the pipeline made",
    "redaction/remote.py": "the pipeline made it, in the process at the other end",
    "redaction/parts.py": "a part of what the pipeline made",
}
"""File: why it may declare a text redacted."""

MINTING_FILES = {
    "adapters/storage/codec.py": "the vault gives back what was made",
    "redaction/files/remote.py": "it was made anew of redacted text, or of what was read in a picture, at the other end of the pipe",
}
"""File: why it may declare a file redacted."""

SIGNING_IN = {
    "bot/handlers/console.py": "a session that is signed in began when both were given",
    "bot/handlers/signing_in.py": "somebody who is signed in gave a fresh code",
}
"""File: why it may say that somebody proved both factors. A chat proves one; only the console's sign-in has the other."""

NEVER_LOGGED = {"text", "body", "name", "value", "message", "author", "byline", "token", "payload", "exc", "reason"}
LOGGING = {"debug", "info", "warning", "error", "critical", "exception"}


def test_only_listed_files_read_a_raw_text() -> None:
    assert mentioning("expose", besides="redaction/text.py") == EXPOSING.keys()


def test_only_listed_files_declare_a_text_redacted() -> None:
    assert mentioning("mint_redacted", besides="redaction/text.py") == MINTING.keys()


def test_only_listed_files_declare_a_file_redacted() -> None:
    assert mentioning("mint_redacted_bytes", besides="redaction/text.py") == MINTING_FILES.keys()


def test_only_listed_files_say_that_somebody_proved_both_factors() -> None:
    made = {relative(path) for path in files(*CODE) for name, _ in calls(path) if name in ("SignedIn", "Typed")}
    assert made == SIGNING_IN.keys()


def log_calls() -> list[tuple[str, ast.Call]]:
    """Every call of a logger: `log.warning(…)`, `_log.info(…)`, `self._log.error(…)`."""
    return [
        (relative(path), call)
        for path in files(*CODE)
        for name, call in calls(path)
        if name in LOGGING and isinstance(call.func, ast.Attribute) and "log" in ast.unparse(call.func.value).casefold()
    ]


def test_a_log_line_says_something_constant() -> None:
    found = log_calls()
    assert len(found) > 3
    assert [
        (file, call.lineno)
        for file, call in found
        if not (call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str))
    ] == []


def test_a_log_line_has_no_field_that_would_hold_text() -> None:
    assert [
        (file, call.lineno, keyword.arg)
        for file, call in log_calls()
        for keyword in call.keywords
        if keyword.arg in NEVER_LOGGED
    ] == []
