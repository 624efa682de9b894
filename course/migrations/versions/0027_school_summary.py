"""figures of schools, counted at night"""

from alembic import op
import sqlalchemy as sa

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
COUNTS = ('overdue', 'not_started', 'busy', 'done', 'paused', 'exempt', 'without_duty')


def upgrade() -> None:
    op.create_table(
        'school_summary',
        sa.Column('school_id', NUMBER, nullable=False),
        sa.Column('course', sa.String(80), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        *(sa.Column(name, NUMBER, nullable=False) for name in COUNTS),
        sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['school_id'], ['school.id'], name='fk_school_summary_school_id'),
        sa.PrimaryKeyConstraint('school_id', 'course', name='pk_school_summary'),
    )


def downgrade() -> None:
    op.drop_table('school_summary')
