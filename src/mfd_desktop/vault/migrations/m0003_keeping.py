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
    """CREATE TABLE history (
    id INTEGER PRIMARY KEY, record_table TEXT NOT NULL, record_id TEXT NOT NULL, field TEXT NOT NULL,
    old ANY, moment TEXT NOT NULL) STRICT""",
    "CREATE INDEX history_record ON history (record_table, record_id)",
    # Recycle bin: a whole record with what hung on it, as JSON. client_id: whose it was, unless it is the client.
    """CREATE TABLE bin (
    id TEXT PRIMARY KEY, record_table TEXT NOT NULL, record_id TEXT NOT NULL,
    client_id TEXT REFERENCES client (id) ON DELETE CASCADE, case_id TEXT,
    deleted TEXT NOT NULL, content TEXT NOT NULL) STRICT""",
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
