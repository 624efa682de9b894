"""a deed notices that the course or its reader changed while its page was open"""

from alembic import op
import sqlalchemy as sa

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.add_column('enrolment', sa.Column('followed', NUMBER, server_default='0', nullable=False))


def downgrade() -> None:
    op.execute('ALTER TABLE enrolment DROP COLUMN followed')
