"""questions to trainers, and who opened a first report"""

from alembic import op
import sqlalchemy as sa

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table('trainer_question',
    sa.Column('id', ID, nullable=False),
    sa.Column('ref', sa.String(length=64), nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('school_id', ID, nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('about', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('made_at', AT, nullable=False),
    sa.Column('submission', sa.String(length=64), nullable=False),
    sa.Column('closed_at', AT, nullable=True),
    sa.Column('closed_by', ID, nullable=True),
    sa.CheckConstraint('(closed_at IS NULL) = (closed_by IS NULL)', name=op.f('ck_trainer_question_closed_by_who')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_trainer_question_person_id')),
    sa.ForeignKeyConstraint(['school_id'], ['school.id'], name=op.f('fk_trainer_question_school_id')),
    sa.ForeignKeyConstraint(['closed_by'], ['person.id'], name=op.f('fk_trainer_question_closed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trainer_question')),
    sa.UniqueConstraint('ref', name=op.f('uq_trainer_question_ref')),
    sa.UniqueConstraint('submission', name=op.f('uq_trainer_question_submission'))
    )
    op.create_index('ix_trainer_question_school_id_closed_at', 'trainer_question', ['school_id', 'closed_at'], unique=False)
    op.create_index('ix_trainer_question_person_id', 'trainer_question', ['person_id'], unique=False)
    op.create_table('seen_report',
    sa.Column('person_id', ID, nullable=False),
    sa.Column('seen_at', AT, nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_seen_report_person_id')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_seen_report'))
    )


def downgrade() -> None:
    op.drop_table('seen_report')
    op.drop_table('trainer_question')
