"""Schema 3: keys and log, attachments, history and recycle bin, backups, data protection, hand-over.

Stamp, days, codes as in schema 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

_STAMP = """
    id TEXT PRIMARY KEY CHECK (length(id) = 32),
    state TEXT NOT NULL CHECK (state IN ('draft', 'valid')),
    raw TEXT NOT NULL DEFAULT '{}',
    source TEXT NOT NULL,
    source_version INTEGER NOT NULL,
    created TEXT NOT NULL,
    changed TEXT NOT NULL"""

_STAMPED = ("id", "state", "raw", "source", "source_version", "created", "changed")
_UNKEPT = frozenset({*_STAMPED, "secret"}) | frozenset(
    f"attachment.{column}"
    for column in ("file", "identity", "sealed_size", "sealed_sha256", "verified", "damaged", "stale_key")
)
"""Columns without a history: what never changes, follows from others, or is a key or a check of the program's own."""

_TYPED_ON = """EXISTS (SELECT 1 FROM history h WHERE h.id = (SELECT max(id) FROM history
        WHERE record_table = {table} AND record_id = {record} AND field = f.name)
    AND julianday({moment}) - julianday(h.moment) BETWEEN 0 AND 10.0 / 1440
    AND (f.old IS NULL OR f.old = '' OR (typeof(f.new) = 'text' AND substr(f.new, 1, length(f.old)) = f.old)))"""
"""Whether a field was only typed on within ten minutes: then the line that is there says what it was before."""

_STATEMENTS = (
    # Keys that outlive a re-key: log.
    "CREATE TABLE vault_secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID",
    # The three sheets of the emergency envelope; never their words. number: printed on all three. holders: JSON list
    # of three names.
    """CREATE TABLE recovery_set (
    id INTEGER PRIMARY KEY CHECK (id = 1), number TEXT NOT NULL,
    made TEXT NOT NULL, printed TEXT, rehearsed TEXT, holders TEXT NOT NULL DEFAULT '[]') STRICT""",
    # What the counsellor must see: kind, code of a detail, when she has seen it.
    """CREATE TABLE notice (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, detail TEXT NOT NULL, moment TEXT NOT NULL, seen TEXT) STRICT""",
    """CREATE TABLE log_entry (
    position INTEGER PRIMARY KEY, moment TEXT NOT NULL, event TEXT NOT NULL, detail TEXT NOT NULL,
    handle TEXT NOT NULL, mac TEXT NOT NULL) STRICT""",
    "CREATE TABLE log_head (id INTEGER PRIMARY KEY CHECK (id = 1), mac TEXT NOT NULL) STRICT",
    """CREATE TABLE log_handle (
    handle TEXT PRIMARY KEY,
    client_id TEXT NOT NULL UNIQUE REFERENCES client (id) ON DELETE CASCADE) STRICT, WITHOUT ROWID""",
    # file: random name in the folder attachments; identity: the age identity that opens it; sealed_*: of the age
    # file. verified: when it was last read to its end and found whole; damaged: what was found wrong.
    # stale_key: 1 while it is still to be sealed anew after a re-key. text_read: when its text was read for the search.
    f"""CREATE TABLE attachment ({_STAMP},
    case_id TEXT NOT NULL REFERENCES case_file (id) ON DELETE CASCADE,
    name TEXT NOT NULL, media TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL,
    file TEXT NOT NULL UNIQUE, identity TEXT NOT NULL, sealed_size INTEGER NOT NULL, sealed_sha256 TEXT NOT NULL,
    day TEXT, note TEXT NOT NULL, verified TEXT, damaged TEXT NOT NULL DEFAULT '',
    stale_key INTEGER NOT NULL DEFAULT 0 CHECK (stale_key IN (0, 1)), text_read TEXT) STRICT""",
    "CREATE INDEX attachment_case ON attachment (case_id)",
    # Files to take off the disk once no row and no entry of the recycle bin names them.
    "CREATE TABLE attachment_gone (file TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    """CREATE TRIGGER attachment_gone_too AFTER DELETE ON attachment
    BEGIN
        INSERT OR IGNORE INTO attachment_gone (file) VALUES (OLD.file);
        DELETE FROM search_entry WHERE record_id IN (OLD.id, OLD.id || ':text');
    END""",
    # One line a changed field: what it was before. moment: the record's new time of change, so lines of one save agree.
    # field: a column, a list of the record, ``raw.`` and the field of a text as typed, ``fields.`` and one of a
    # letter, ``answer.`` and one of a guided form. Written by triggers, made below; lists by those who write them.
    """CREATE TABLE history (
    id INTEGER PRIMARY KEY, record_table TEXT NOT NULL, record_id TEXT NOT NULL, field TEXT NOT NULL,
    old ANY, moment TEXT NOT NULL) STRICT""",
    "CREATE INDEX history_record ON history (record_table, record_id)",
    # Recycle bin: a whole record with what hung on it, as JSON. client_id: whose it was, unless it is the client.
    # number: of the case. name: family and given name of the person, two JSON texts. title: by what it is known again.
    """CREATE TABLE bin (
    id TEXT PRIMARY KEY, record_table TEXT NOT NULL, record_id TEXT NOT NULL,
    client_id TEXT REFERENCES client (id) ON DELETE CASCADE, case_id TEXT,
    deleted TEXT NOT NULL, number TEXT NOT NULL DEFAULT '', name TEXT NOT NULL DEFAULT '["",""]',
    title TEXT NOT NULL DEFAULT '', content TEXT NOT NULL) STRICT""",
    "CREATE INDEX bin_deleted ON bin (deleted)",
    "CREATE INDEX bin_client ON bin (client_id)",
    """CREATE TABLE bin_file (
    bin_id TEXT NOT NULL REFERENCES bin (id) ON DELETE CASCADE, file TEXT NOT NULL,
    PRIMARY KEY (bin_id, file)) STRICT, WITHOUT ROWID""",
    # Backups made by this vault. state: name of the copy in its place; proven: reopened and compared.
    """CREATE TABLE backup_run (
    id INTEGER PRIMARY KEY, place TEXT NOT NULL, state TEXT NOT NULL, made TEXT NOT NULL, proven TEXT,
    problem TEXT NOT NULL DEFAULT '') STRICT""",
    # When a copied attachment was last read back whole, by place.
    """CREATE TABLE backup_file (
    place TEXT NOT NULL, file TEXT NOT NULL, proven TEXT NOT NULL,
    PRIMARY KEY (place, file)) STRICT, WITHOUT ROWID""",
    # Erasure list: random ids of what was erased; applied to every restored vault.
    "CREATE TABLE erased (record_id TEXT PRIMARY KEY, kind TEXT NOT NULL, day TEXT NOT NULL) STRICT, WITHOUT ROWID",
    # Rights of a person. kind: sheet, consent, request, restriction, dispute. matter: code or version; day: given,
    # asked, begun; due: to be answered; ended: withdrawn, answered, lifted. person: who asked. answer: the outcome.
    f"""CREATE TABLE privacy_event ({_STAMP},
    client_id TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    follow_up_id TEXT REFERENCES follow_up (id) ON DELETE SET NULL,
    kind TEXT NOT NULL, matter TEXT NOT NULL, day TEXT, due TEXT, ended TEXT, language TEXT,
    person TEXT NOT NULL DEFAULT '', answer TEXT NOT NULL DEFAULT '', note TEXT NOT NULL) STRICT""",
    "CREATE INDEX privacy_event_client ON privacy_event (client_id)",
    # What stays of an erasure: no person. forgotten: when the last backup forgets. kinds: JSON, records by table.
    """CREATE TABLE erasure (
    id TEXT PRIMARY KEY, day TEXT NOT NULL, reason TEXT NOT NULL, regime TEXT NOT NULL,
    forgotten TEXT, records INTEGER NOT NULL, kinds TEXT NOT NULL DEFAULT '{}') STRICT, WITHOUT ROWID""",
    # Frozen statistics survive everything, the erasure of those counted too.
    """CREATE TRIGGER frozen_period_stays BEFORE DELETE ON frozen_period
    BEGIN SELECT RAISE (ABORT, 'a frozen period is never deleted'); END""",
    """CREATE TRIGGER frozen_person_kept BEFORE UPDATE ON frozen_person
    BEGIN SELECT RAISE (ABORT, 'a frozen period never changes'); END""",
    """CREATE TRIGGER frozen_person_stays BEFORE DELETE ON frozen_person
    BEGIN SELECT RAISE (ABORT, 'a frozen period is never deleted'); END""",
    # Retention: begins another day than the closing of the case, or is held by hand for a reason.
    "ALTER TABLE case_file ADD COLUMN keep_from TEXT",
    "ALTER TABLE case_file ADD COLUMN keep_reason TEXT NOT NULL DEFAULT ''",
    # Cases handed over (out), taken over (in). purpose: for good, as stand-in until a day, or back from a stand-in.
    # package: SHA-256 of its file. origin: JSON about where the case comes from, and which id is whose.
    f"""CREATE TABLE handover ({_STAMP},
    client_id TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    case_id TEXT REFERENCES case_file (id) ON DELETE SET NULL,
    release_id TEXT REFERENCES release (id) ON DELETE SET NULL,
    direction TEXT NOT NULL CHECK (direction IN ('out', 'in')),
    purpose TEXT NOT NULL CHECK (purpose IN ('handover', 'stand_in', 'return')),
    partner TEXT NOT NULL, partner_key TEXT NOT NULL, day TEXT NOT NULL, until TEXT, ended TEXT,
    reason TEXT NOT NULL, package TEXT NOT NULL, origin TEXT NOT NULL DEFAULT '{{}}') STRICT""",
    "CREATE INDEX handover_client ON handover (client_id)",
    "CREATE INDEX handover_case ON handover (case_id)",
    # What a colleague recorded was counted at her desk.
    "DROP INDEX contact_counted",
    """CREATE INDEX contact_counted ON contact (day, case_id, also_counselled, secret, form, minutes, channel, result,
    language, interpreting, person_group, id) WHERE state = 'valid' AND source <> 'handover'""",
    # Colleagues whose desk file was read; card: to the byte. compared: when the words were compared by telephone.
    """CREATE TABLE colleague (
    desk TEXT PRIMARY KEY, card BLOB NOT NULL, compared TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    # Role colleague: keys for hand-overs of a desk that is in no network.
    "ALTER TABLE exchange_identity RENAME TO exchange_identity_2",
    """CREATE TABLE exchange_identity (
    role TEXT PRIMARY KEY CHECK (role IN ('desk', 'coordinator', 'colleague')),
    name TEXT NOT NULL, signing_seed BLOB NOT NULL CHECK (length(signing_seed) = 32), age_identity TEXT NOT NULL,
    created TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    "INSERT INTO exchange_identity SELECT * FROM exchange_identity_2",
    "DROP TABLE exchange_identity_2",
)


def apply(db: Connection) -> None:
    """Lead from schema 2 to schema 3."""
    for statement in _STATEMENTS:
        db.execute(statement)
    for table in _record_tables(db):
        _keep_history(db, table)
    _keep_answers(db)


def _record_tables(db: Connection) -> list[str]:
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return [name for name in names if set(_STAMPED) <= set(_columns(db, name))]


def _columns(db: Connection, table: str) -> list[str]:
    return [str(row[1]) for row in db.execute(f"PRAGMA table_info({table})")]


def _keep_history(db: Connection, table: str) -> None:
    """Let every changed column of a record table leave a line, and deleting a record its lines go."""
    kept = [column for column in _columns(db, table) if not {column, f"{table}.{column}"} & _UNKEPT]
    texts = [column for column in kept if (table, column) == ("letter", "fields")]
    parts = [f"SELECT '{column}' AS name, OLD.{column} AS old, NEW.{column} AS new" for column in kept
             if column not in texts]  # fmt: skip
    parts += [_texts_of(column) for column in (*texts, "raw")]
    again = _TYPED_ON.format(table=f"'{table}'", record="OLD.id", moment="NEW.changed")
    db.execute(f"""CREATE TRIGGER history_of_{table} AFTER UPDATE ON {table} BEGIN
    INSERT INTO history (record_table, record_id, field, old, moment)
    SELECT '{table}', OLD.id, f.name, f.old, NEW.changed FROM ({" UNION ALL ".join(parts)}) f
    WHERE f.old IS NOT f.new AND NOT {again}; END""")  # noqa: S608 - names of our own tables
    db.execute(f"""CREATE TRIGGER history_gone_{table} AFTER DELETE ON {table} BEGIN
    DELETE FROM history WHERE record_table = '{table}' AND record_id = OLD.id; END""")  # noqa: S608


def _texts_of(column: str) -> str:
    """Return the part of a trigger that tells apart the texts inside a JSON object."""
    value = f"(SELECT value FROM json_each({{row}}.{column}) WHERE key = k.key)"  # noqa: S608 - our own names
    return f"""SELECT '{column}.' || k.key AS name, {value.format(row="OLD")} AS old, {value.format(row="NEW")} AS new
    FROM (SELECT key FROM json_each(OLD.{column}) UNION SELECT key FROM json_each(NEW.{column})) k
    WHERE OLD.{column} <> NEW.{column}"""  # noqa: S608 - names of our own tables


def _keep_answers(db: Connection) -> None:
    """Let answers that belong to a guided form alone leave a line with the form; its beginning leaves none."""
    again = _TYPED_ON.format(table="'form_record'", record="r.id", moment="r.changed")
    for event, row, old, new in (
        ("INSERT", "NEW", "NULL", "NEW.value"),
        ("UPDATE", "NEW", "OLD.value", "NEW.value"),
        ("DELETE", "OLD", "OLD.value", "NULL"),
    ):
        begun = "AND r.changed <> r.created" if event == "INSERT" else ""
        db.execute(f"""CREATE TRIGGER history_of_form_answer_{event.lower()} AFTER {event} ON form_answer BEGIN
        INSERT INTO history (record_table, record_id, field, old, moment)
        SELECT 'form_record', r.id, f.name, f.old, r.changed
        FROM form_record r, (SELECT 'answer.' || {row}.field AS name, {old} AS old, {new} AS new) f
        WHERE r.id = {row}.form_id {begun} AND f.old IS NOT f.new AND NOT {again}; END""")  # noqa: S608
