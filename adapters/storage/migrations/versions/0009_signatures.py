"""The bot's signature of each entry of the journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("journal", sa.Column("signature", sa.String(length=128), nullable=False, server_default=""))
