"""study days: several questions under one code"""

from alembic import op
import sqlalchemy as sa

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.add_column('study_session', sa.Column('number', NUMBER, server_default='1', nullable=False))
    op.drop_index('ix_study_session_day_code', 'study_session')
    op.create_index('ix_study_session_day_code_number', 'study_session', ['day', 'code', 'number'], unique=True)


def downgrade() -> None:
    op.drop_index('ix_study_session_day_code_number', 'study_session')
    # a code was for one question: the next ones get one that nobody can type
    op.execute("UPDATE study_session SET code = code || CAST(number AS VARCHAR(2)) WHERE number > 1")
    op.execute('ALTER TABLE study_session DROP COLUMN number')
    op.create_index('ix_study_session_day_code', 'study_session', ['day', 'code'], unique=True)
