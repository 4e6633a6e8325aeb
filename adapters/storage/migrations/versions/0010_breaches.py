"""Breach files, and the forms that were handed in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "forms",
        sa.Column("form", sa.String(length=80), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("form"),
    )
    op.create_index("ix_forms_at", "forms", ["at"])
    op.create_table(
        "breaches",
        sa.Column("disclosure_id", sa.String(length=40), nullable=False),
        sa.Column("over", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("disclosure_id"),
    )
    op.create_index("ix_breaches_over", "breaches", ["over"])
