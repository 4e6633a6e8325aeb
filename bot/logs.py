"""Logs that an administrator can work with and that name nobody.

Three walls, none of which can be switched off:

1. Foreign loggers speak at WARNING and above only (the durable engine at ERROR, since its retry warnings print tracebacks).
2. Of a foreign line only what stands word for word in that library's source is printed, never its arguments: URLs hold
   tokens, requests hold messages, `slack_bolt` quotes whole events. Of an exception that is not ours: type, code and
   places, never its text, never locals.
3. Of our own lines, values are short codes and ids. Anything that looks like text is withheld, and whatever looks like a
   token is struck wherever it stands.
"""

from __future__ import annotations

import linecache
import logging
import re
import sys
import threading
import warnings
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path, PurePath
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

OURS = ("bot", "adapters", "redaction", "config")
"""Our packages. Only their exceptions may speak for themselves: they carry ids and codes (house rule)."""

QUIET: Mapping[str, int] = {
    "DBOS": logging.ERROR,
    "dbos": logging.ERROR,
    "presidio-analyzer": logging.CRITICAL,
    "presidio-anonymizer": logging.CRITICAL,
    **dict.fromkeys(
        (
            *(
                "aiohttp",
                "asyncio",
                "httpcore",
                "httpx",
                "imaplib",
                "mail.debug",
                "mail.log",
                "pywa",
                "slack_bolt",
                "slack_sdk",
            ),
            *("sqlalchemy", "sqlalchemy.engine", "telegram", "twilio", "uvicorn", "uvicorn.access", "uvicorn.error"),
        ),
        logging.WARNING,
    ),
}
"""Loggers that are known to print what they carry, or that would set a level or handlers of their own."""

TOKENS = re.compile(
    r"(?:bot)?\d{3,}:[\w-]{10,}"  # Telegram, alone or in its URL
    r"|xox[a-z]?(?:\.xox[a-z])?-[\w-]+|xapp-[\w-]+|xwfp-[\w-]+"  # Slack
    r"|\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?"  # a signed session
    r"|(?<=://)[^\s/@:]+:[^\s/@]+(?=@)",  # user and password of a database address
    re.IGNORECASE,
)
STRUCK = "[struck]"
_CODE = re.compile(r"[\w.:/-]{0,160}", re.ASCII)
_FRAMES = 12


def configure_logging(level: str = "INFO", *, json: bool = False, stream: TextIO | None = None) -> None:
    """Send every line of the process through the three walls, to `stream` (standard error).

    `level` is for our own packages (INFO where it is no level); foreign ones never speak below WARNING. Safe to call again.
    """
    ours = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    handler = _Handler(stream or sys.stderr)
    handler.setFormatter(_formatter(json=json))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(ours)
    _tame(handler)
    _catch_the_uncaught()
    warnings.showwarning = _show_warning
    logging.raiseExceptions = False  # a line that cannot be formatted would print its arguments
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            *_common(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


class _Handler(logging.StreamHandler[TextIO]):
    """The only way out. Whatever level a library sets itself, below WARNING it is not heard here."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.WARNING or record.name.partition(".")[0] in OURS

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, the name is logging's
        self.stream.write(f"a log line of {record.name} could not be written\n")


def _tame(handler: logging.Handler) -> None:
    """Set levels, and take away handlers that a library gave itself: they would write past our walls.

    The durable engine adds a handler if it finds none and stops propagation, so it is given ours.
    """
    for name, level in QUIET.items():
        logger = logging.getLogger(name)
        logger.setLevel(level)
        logger.handlers = [handler]
        logger.propagate = False


def _formatter(*, json: bool) -> logging.Formatter:
    renderer: Processor = structlog.processors.JSONRenderer(ensure_ascii=False) if json else _console
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[_foreign, *_common()],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        use_get_message=False,
    )


def _common() -> list[Processor]:
    return [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        describe_exception,
        withhold_text,
    ]


def withhold_text(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Let codes, ids, numbers and times through; put `<str of 31>` or `<RawText>` in the place of everything else."""
    return {key: value if key in _OWN_KEYS else _plain(value, free=key == "event") for key, value in event.items()}


_OWN_KEYS = frozenset({"_record", "_from_structlog", "timestamp", "level", "logger"})


class _Described(dict[str, Any]):
    """What `describe` made of an exception; fit to be written."""


def _plain(value: Any, *, free: bool = False) -> Any:
    if value is None or isinstance(value, (bool, int, float, _Described)):
        return value
    if isinstance(value, (date, timedelta, PurePath)):
        return str(value)
    if type(value) is str or isinstance(
        value, StrEnum
    ):  # not a RedactedText: even redacted, a message is none of the log's business
        return _short(value, free=free)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    return f"<{type(value).__name__}>"


def _short(value: str, *, free: bool) -> str:
    scrubbed = TOKENS.sub(STRUCK, value)
    return scrubbed if free or _CODE.fullmatch(scrubbed) else f"<str of {len(value)}>"


def _foreign(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace a library's line by what it says word for word in its source, or by where it said it."""
    record: logging.LogRecord = event["_record"]
    said = record.msg if isinstance(record.msg, str) and _is_literal(record) else "a line of this library, withheld"
    shown: EventDict = {
        **event,
        "event": TOKENS.sub(STRUCK, said),
        "at": f"{_short_path(record.pathname)}:{record.lineno}",
    }
    if isinstance(record.msg, BaseException) and not record.exc_info:
        shown["exc_info"] = record.msg
    if workflow := getattr(record, "operationUUID", None):
        shown["workflow"] = workflow
    return shown


def _is_literal(record: logging.LogRecord) -> bool:
    """Whether the line's template stands in its own source file; an f-string or somebody's words do not."""
    template = record.msg
    if len(template) < 12 or " " not in template:
        return False
    return any(template in line for line in linecache.getlines(record.pathname))


def describe_exception(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Turn `exc_info` into type, code and places. Nothing else of an exception reaches a line."""
    for key in ("stack_info", "exception"):
        event.pop(key, None)
    if (error := _given(event.pop("exc_info", None))) is not None:
        event["exception"] = [describe(link) for link in _chain(error)]
    return event


def _given(exc_info: Any) -> BaseException | None:
    """The exception behind what logging and structlog accept: itself, a triple, or True for the one in flight."""
    if isinstance(exc_info, tuple):
        exc_info = exc_info[1]
    elif exc_info and not isinstance(exc_info, BaseException):
        exc_info = sys.exc_info()[1]
    return exc_info or None


def describe(error: BaseException) -> _Described:
    """An exception without its text: its type, its code where it has one, and where it came by.

    Errors of our own keep their text, which carries ids and codes and says what to do.
    """
    told = _Described(type=f"{type(error).__module__}.{type(error).__qualname__}")
    if (code := _code(error)) is not None:
        told["code"] = code
    if type(error).__module__.split(".")[0] in OURS:
        told["text"] = TOKENS.sub(STRUCK, str(error))
    told["at"] = list(_places(error.__traceback__))[-_FRAMES:]
    return told


def _code(error: BaseException) -> str | int | None:
    """The platform's code: a number or a slug. Free text that an SDK keeps under such a name does not pass."""
    for name in ("code", "errno", "status_code", "status", "retry_after", "sqlstate"):
        value = getattr(error, name, None)
        if isinstance(value, int) or (type(value) is str and re.fullmatch(r"[\w.-]{1,40}", value)):
            return value
    response = getattr(error, "response", None)  # slack_sdk keeps the platform's answer here
    slug = response.get("error") if response is not None and hasattr(response, "get") else None
    return slug if isinstance(slug, str) and re.fullmatch(r"[a-z_]{1,60}", slug) else None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, then what it came from, then the members of a group; each once."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        link = waiting.pop(0)
        if link is None or id(link) in seen or len(seen) >= _FRAMES:
            continue
        seen.add(id(link))
        yield link
        waiting.append(link.__cause__ or (None if link.__suppress_context__ else link.__context__))
        if isinstance(link, BaseExceptionGroup):
            waiting.extend(link.exceptions)


def _places(traceback: TracebackType | None) -> Iterator[str]:
    while traceback is not None:
        code = traceback.tb_frame.f_code
        yield f"{_short_path(code.co_filename)}:{traceback.tb_lineno} {code.co_name}"
        traceback = traceback.tb_next


def _short_path(path: str) -> str:
    """The last two parts of a path: enough to find the line, nothing of the machine."""
    return "/".join(Path(path).parts[-2:])


def _console(_: WrappedLogger, __: str, event: EventDict) -> str:
    """`2026-11-24T19:42:00Z info bot.bootstrap started channel=telegram`, then one line for each error."""
    errors: Iterable[dict[str, Any]] = event.pop("exception", ())
    head = " ".join(str(event.pop(key, "-")) for key in ("timestamp", "level", "logger", "event"))
    line = " ".join([head, *(f"{key}={value}" for key, value in event.items())])
    return "\n".join([line, *(_error_line(error) for error in errors)])


def _error_line(error: dict[str, Any]) -> str:
    code = f" ({error['code']})" if "code" in error else ""
    text = f": {error['text']}" if "text" in error else ""
    return f"    {error['type']}{code}{text}\n        " + " > ".join(error["at"] or ["-"])


def _catch_the_uncaught() -> None:
    """What nobody caught would be printed with its text by the interpreter; it goes through the walls instead."""
    log = structlog.get_logger("bot.uncaught")

    def on_exit(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            log.critical("an error that nobody caught ended the program", exc_info=error)

    def in_thread(args: threading.ExceptHookArgs) -> None:
        log.critical("an error that nobody caught ended a thread", exc_info=args.exc_value)

    def unraisable(args: sys.UnraisableHookArgs) -> None:
        log.error("an error that could not be raised", exc_info=args.exc_value)

    sys.excepthook = on_exit
    threading.excepthook = in_thread
    sys.unraisablehook = unraisable


def _show_warning(
    message: Warning | str,  # noqa: ARG001, it may quote what the library was given
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001
    line: str | None = None,  # noqa: ARG001
) -> None:
    """A library's warning: its kind and its place are enough."""
    at = f"{_short_path(filename)}:{lineno}"
    structlog.get_logger("bot.warnings").warning("a library warns", kind=category.__name__, at=at)
