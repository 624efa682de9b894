"""a renewal asks a few lessons: which, is written down when it begins"""

from alembic import op
import sqlalchemy as sa

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('enrolment', sa.Column('asked', sa.JSON(), nullable=True))


def downgrade() -> None:
    op.execute('ALTER TABLE enrolment DROP COLUMN asked')
