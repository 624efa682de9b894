"""a renewal asks a few lessons: which, is written down when it begins"""

from alembic import op
import sqlalchemy as sa

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('enrolment', sa.Column('asked', sa.JSON(), nullable=True))


def downgrade() -> None:
    op.execute('ALTER TABLE enrolment DROP COLUMN asked')
