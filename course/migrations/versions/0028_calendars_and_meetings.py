"""calendar addresses, and trainings on a day"""

from alembic import op
import sqlalchemy as sa

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
INSTANT = sa.DateTime(timezone=True)


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f'{other}.id'], name=op.f(f'fk_{table}_{column}'))


def upgrade() -> None:
    op.create_table(
        'calendar_address',
        sa.Column('id', NUMBER, nullable=False),
        sa.Column('ref', sa.String(length=64), nullable=False),
        sa.Column('person_id', NUMBER, nullable=False),
        sa.Column('kind', sa.String(length=8), nullable=False),
        sa.Column('made_at', INSTANT, nullable=False),
        sa.Column('ended_at', INSTANT, nullable=True),
        _key('calendar_address', 'person_id', 'person'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_address')),
        sa.UniqueConstraint('ref', name=op.f('uq_calendar_address_ref')),
    )
    now = sa.text('ended_at IS NULL')
    op.create_index(
        'uq_calendar_address_now',
        'calendar_address',
        ['person_id', 'kind'],
        unique=True,
        sqlite_where=now,
        postgresql_where=now,
    )
    op.create_table(
        'meeting',
        sa.Column('id', NUMBER, nullable=False),
        sa.Column('ref', sa.String(length=64), nullable=False),
        sa.Column('code', sa.String(length=8), nullable=False),
        sa.Column('school_id', NUMBER, nullable=True),
        sa.Column('board_id', NUMBER, nullable=True),
        sa.Column('course', sa.String(length=80), nullable=True),
        sa.Column('module', sa.String(length=80), nullable=True),
        sa.Column('lesson', sa.String(length=80), nullable=True),
        sa.Column('title', sa.String(length=200), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('begins', sa.String(length=5), nullable=False),
        sa.Column('ends', sa.String(length=5), nullable=False),
        sa.Column('place', sa.String(length=200), nullable=False),
        sa.Column('capacity', NUMBER, nullable=False),
        sa.Column('made_by', NUMBER, nullable=False),
        sa.Column('made_at', INSTANT, nullable=False),
        sa.Column('cancelled_at', INSTANT, nullable=True),
        sa.Column('submission', sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            '(school_id IS NULL) <> (board_id IS NULL)', name=op.f('ck_meeting_one_place')
        ),
        sa.CheckConstraint(
            '(lesson IS NULL) = (course IS NULL)', name=op.f('ck_meeting_a_whole_lesson')
        ),
        sa.CheckConstraint('capacity > 0', name=op.f('ck_meeting_room_for_one')),
        _key('meeting', 'school_id', 'school'),
        _key('meeting', 'board_id', 'board'),
        _key('meeting', 'made_by', 'person'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting')),
        sa.UniqueConstraint('ref', name=op.f('uq_meeting_ref')),
        sa.UniqueConstraint('submission', name=op.f('uq_meeting_submission')),
    )
    op.create_index(op.f('ix_meeting_day_code'), 'meeting', ['day', 'code'], unique=True)
    op.create_index(op.f('ix_meeting_school_id_day'), 'meeting', ['school_id', 'day'])
    op.create_index(op.f('ix_meeting_board_id_day'), 'meeting', ['board_id', 'day'])
    op.create_table(
        'meeting_reply',
        sa.Column('id', NUMBER, nullable=False),
        sa.Column('meeting_id', NUMBER, nullable=False),
        sa.Column('person_id', NUMBER, nullable=False),
        sa.Column('comes', sa.Boolean(), nullable=False),
        sa.Column('said_at', INSTANT, nullable=False),
        _key('meeting_reply', 'meeting_id', 'meeting'),
        _key('meeting_reply', 'person_id', 'person'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_reply')),
    )
    columns = ['meeting_id', 'person_id']
    op.create_index(op.f('ix_meeting_reply_meeting_id_person_id'), 'meeting_reply', columns)
    op.create_index(op.f('ix_meeting_reply_person_id'), 'meeting_reply', ['person_id'])
    op.create_table(
        'meeting_presence',
        sa.Column('id', NUMBER, nullable=False),
        sa.Column('meeting_id', NUMBER, nullable=False),
        sa.Column('person_id', NUMBER, nullable=False),
        sa.Column('noted_by', NUMBER, nullable=True),
        sa.Column('noted_at', INSTANT, nullable=False),
        sa.Column('enrolment_id', NUMBER, nullable=True),
        sa.Column('items', sa.JSON(), nullable=False),
        _key('meeting_presence', 'meeting_id', 'meeting'),
        _key('meeting_presence', 'person_id', 'person'),
        _key('meeting_presence', 'noted_by', 'person'),
        _key('meeting_presence', 'enrolment_id', 'enrolment'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_presence')),
    )
    name = op.f('ix_meeting_presence_meeting_id_person_id')
    op.create_index(name, 'meeting_presence', columns, unique=True)
    op.create_index(op.f('ix_meeting_presence_person_id'), 'meeting_presence', ['person_id'])
    op.create_index(op.f('ix_meeting_presence_enrolment_id'), 'meeting_presence', ['enrolment_id'])


def downgrade() -> None:
    for table in ('meeting_presence', 'meeting_reply', 'meeting', 'calendar_address'):
        op.drop_table(table)
