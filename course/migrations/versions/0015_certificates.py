"""Certificates, and one for every course that was done before there were any

Revision ID: 0015
Revises: 0014
"""
import json
import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
AT = sa.DateTime(timezone=True)
WORDS = 'rows are added and closed, never changed or taken away'
NAMES = ('certificate', 'certificate_withdrawal')
SIGNS = '23456789ABCDEFGHJKLMNPQRSTUVWXY'
BATCH = 500


def upgrade() -> None:
    op.create_table('certificate',
    sa.Column('id', ID, nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('enrolment_id', ID, nullable=False),
    sa.Column('release', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('schools', sa.JSON(), nullable=False),
    sa.Column('modules', sa.JSON(), nullable=False),
    sa.Column('minutes', ID, nullable=False),
    sa.Column('completed_on', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('issued_at', AT, nullable=False),
    sa.Column('replaces_id', ID, nullable=True),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_certificate_enrolment_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_certificate_person_id')),
    sa.ForeignKeyConstraint(['release'], ['release.hash'], name=op.f('fk_certificate_release')),
    sa.ForeignKeyConstraint(['replaces_id'], ['certificate.id'], name=op.f('fk_certificate_replaces_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate')),
    sa.UniqueConstraint('number', name=op.f('uq_certificate_number')),
    sa.UniqueConstraint('replaces_id', name=op.f('uq_certificate_replaces_id'))
    )
    op.create_index('ix_certificate_person_id', 'certificate', ['person_id'], unique=False)
    op.create_index('uq_certificate_first', 'certificate', ['enrolment_id'], unique=True,
                    sqlite_where=sa.text('replaces_id IS NULL'), postgresql_where=sa.text('replaces_id IS NULL'))
    op.create_table('certificate_withdrawal',
    sa.Column('certificate_id', ID, nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('withdrawn_by', ID, nullable=False),
    sa.Column('withdrawn_at', AT, nullable=False),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificate.id'], name=op.f('fk_certificate_withdrawal_certificate_id')),
    sa.ForeignKeyConstraint(['withdrawn_by'], ['person.id'], name=op.f('fk_certificate_withdrawal_withdrawn_by')),
    sa.PrimaryKeyConstraint('certificate_id', name=op.f('pk_certificate_withdrawal'))
    )
    _issue()
    for name in NAMES:
        for deed in ('UPDATE', 'DELETE'):
            _refuse(name, deed)


def downgrade() -> None:
    for name in reversed(NAMES):
        on = '' if _on_sqlite() else f' ON {name}'
        for deed in ('update', 'delete'):
            op.execute(f'DROP TRIGGER IF EXISTS {name}_no_{deed}{on}')
        op.drop_table(name)


def _issue() -> None:
    """In the name that somebody has now; the rest as it was on the day that the course was done."""
    connection = op.get_bind()
    certificate = sa.table('certificate', *(sa.column(name) for name in (
        'number', 'person_id', 'enrolment_id', 'release', 'name', 'minutes')),
        sa.column('schools', sa.JSON()), sa.column('modules', sa.JSON()), sa.column('completed_on', sa.Date()),
        sa.column('valid_until', sa.Date()), sa.column('issued_at', AT))
    done = connection.execute(sa.text(
        'SELECT enrolment.id, enrolment.person_id, enrolment.release, person.name, progress.completed_on, '
        'progress.valid_until '
        'FROM enrolment JOIN progress ON progress.enrolment_id = enrolment.id JOIN person ON person.id = enrolment.person_id '
        'WHERE progress.completed_on IS NOT NULL ORDER BY enrolment.id').columns(
            completed_on=sa.Date(), valid_until=sa.Date())).mappings().all()
    outlines = {row.hash: json.loads(row.outline) for row in connection.execute(sa.text('SELECT hash, outline FROM release'))}
    now, rows = datetime.now(UTC), []
    for row in done:
        course, who = outlines[row['release']], {'who': row['id']}
        modules = connection.scalars(sa.text('SELECT module FROM module_progress WHERE enrolment_id = :who '
                                             'AND completed_on IS NOT NULL ORDER BY module'), who)
        lessons = connection.execute(sa.text('SELECT module, lesson FROM lesson_completion WHERE enrolment_id = :who'), who)
        schools = connection.scalars(sa.text(
            'SELECT school.name FROM school JOIN membership ON membership.school_id = school.id WHERE person_id = :who '
            'AND replaced_at IS NULL AND starts_on <= :on AND (ends_on IS NULL OR ends_on >= :on) '
            'ORDER BY starts_on, membership.id').bindparams(sa.bindparam('on', type_=sa.Date())),
            {'who': row['person_id'], 'on': row['completed_on']})
        rows.append({
            'number': _number(), 'person_id': row['person_id'], 'enrolment_id': row['id'], 'release': row['release'],
            'name': row['name'], 'schools': list(schools), 'modules': list(modules),
            'minutes': _minutes(course, {tuple(one) for one in lessons}), 'completed_on': row['completed_on'],
            'valid_until': row['valid_until'], 'issued_at': now,
        })
        if len(rows) == BATCH:
            connection.execute(certificate.insert(), rows)
            rows = []
    if rows:
        connection.execute(certificate.insert(), rows)


def _minutes(course: dict, done: set) -> int:
    return sum(lesson['minutes'] for module in course['modules'] for lesson in module['lessons']
               if (module['slug'], lesson['slug']) in done)


def _number() -> str:
    """Nineteen signs by chance, and one that makes their sum come out."""
    signs = [secrets.randbelow(len(SIGNS)) for _ in range(19)]
    rest = sum(place * sign for place, sign in enumerate(signs, 1)) % len(SIGNS)
    last = next(one for one in range(len(SIGNS)) if (rest + 20 * one) % len(SIGNS) == 0)
    return ''.join(SIGNS[one] for one in (*signs, last))


def _on_sqlite() -> bool:
    return op.get_context().dialect.name == 'sqlite'


def _refuse(name: str, deed: str) -> None:
    trigger = f'{name}_no_{deed.lower()}'
    if _on_sqlite():
        op.execute(f"CREATE TRIGGER {trigger} BEFORE {deed} ON {name} FOR EACH ROW BEGIN SELECT RAISE(ABORT, '{name}: {WORDS}'); END")
        return
    op.execute(f'CREATE TRIGGER {trigger} BEFORE {deed} ON {name} FOR EACH ROW EXECUTE FUNCTION refuse_change()')
