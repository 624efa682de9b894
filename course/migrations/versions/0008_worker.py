"""jobs and workers"""

from alembic import op
import sqlalchemy as sa

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        'job',
        sa.Column('id', NUMBER, nullable=False),
        sa.Column('ref', sa.String(length=64), nullable=False),
        sa.Column('kind', sa.String(length=32), nullable=False),
        sa.Column('key', sa.String(length=120), nullable=True),
        sa.Column('arguments', sa.JSON(), nullable=False),
        sa.Column('owner_id', NUMBER, nullable=True),
        sa.Column('queued_at', INSTANT, nullable=False),
        sa.Column('run_at', INSTANT, nullable=False),
        sa.Column('lease', sa.String(length=64), nullable=True),
        sa.Column('leased_until', INSTANT, nullable=True),
        sa.Column('attempts', NUMBER, nullable=False),
        sa.Column('started_at', INSTANT, nullable=True),
        sa.Column('ended_at', INSTANT, nullable=True),
        sa.Column('outcome', sa.String(length=8), nullable=True),
        sa.Column('done', NUMBER, nullable=False),
        sa.Column('total', NUMBER, nullable=True),
        sa.Column('place', sa.JSON(), nullable=False),
        sa.Column('message', sa.Text(), nullable=True),
        sa.Column('error', sa.String(length=200), nullable=True),
        sa.Column('file_name', sa.String(length=200), nullable=True),
        sa.Column('file_type', sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            '(ended_at IS NULL) = (outcome IS NULL)', name=op.f('ck_job_ended_with_an_outcome')
        ),
        sa.ForeignKeyConstraint(['owner_id'], ['person.id'], name=op.f('fk_job_owner_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_job')),
        sa.UniqueConstraint('key', name=op.f('uq_job_key')),
        sa.UniqueConstraint('ref', name=op.f('uq_job_ref')),
    )
    op.create_index(op.f('ix_job_ended_at_run_at'), 'job', ['ended_at', 'run_at'])
    op.create_index(op.f('ix_job_owner_id'), 'job', ['owner_id'])
    op.create_table(
        'job_piece',
        sa.Column('id', NUMBER, nullable=False),
        sa.Column('job_id', NUMBER, nullable=False),
        sa.Column('role', sa.String(length=8), nullable=False),
        sa.Column('number', NUMBER, nullable=False),
        sa.Column('content', sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ['job_id'], ['job.id'], name=op.f('fk_job_piece_job_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_job_piece')),
    )
    op.create_index(
        op.f('ix_job_piece_job_id_role_number'),
        'job_piece',
        ['job_id', 'role', 'number'],
        unique=True,
    )
    op.create_table(
        'worker_life',
        sa.Column('name', sa.String(length=120), nullable=False),
        sa.Column('started_at', INSTANT, nullable=False),
        sa.Column('seen_at', INSTANT, nullable=False),
        sa.Column('stopped_at', INSTANT, nullable=True),
        sa.Column('trouble', sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint('name', name=op.f('pk_worker_life')),
    )


def downgrade() -> None:
    op.drop_table('worker_life')
    op.drop_table('job_piece')
    op.drop_table('job')
