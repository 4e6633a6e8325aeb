"""What the person of a case said to the notice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "consents",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("said", sa.String(length=80), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("notice", sa.String(length=64), nullable=False),
        sa.Column("lang", sa.String(length=80), nullable=True),
        sa.Column("why", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_consents_case_id", "consents", ["case_id"])
