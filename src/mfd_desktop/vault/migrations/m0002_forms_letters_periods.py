"""Schema 2: guided forms, letters and address book, needs and referrals, structural work, the shared folder.

Stamp, days, codes and ``secret`` as in schema 1.
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

_SECRET = "secret BLOB NOT NULL CHECK (length(secret) = 16)"  # noqa: S105 - a column, not a password

_STATEMENTS = (
    # All that counting a period needs of a contact: many of them lie on as many pages of the table itself.
    """CREATE INDEX contact_counted ON contact (day, case_id, also_counselled, secret, form, minutes, channel, result,
    language, interpreting, person_group, id) WHERE state = 'valid'""",
    "CREATE INDEX contact_draft ON contact (case_id) WHERE state = 'draft'",
    # Besondere Schutzbedarfe of a person (code list needs).
    """CREATE TABLE client_need (
    client_id TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, code TEXT NOT NULL,
    PRIMARY KEY (client_id, position)) STRICT, WITHOUT ROWID""",
    # warm: taken there (1) or sent (0). heard: what came of it is known. follow_up_id: the one that asks back.
    f"""CREATE TABLE referral ({_STAMP}, {_SECRET},
    case_id TEXT NOT NULL REFERENCES case_file (id) ON DELETE CASCADE,
    contact_id TEXT REFERENCES contact (id) ON DELETE SET NULL,
    follow_up_id TEXT REFERENCES follow_up (id) ON DELETE SET NULL,
    day TEXT, target TEXT, warm INTEGER CHECK (warm IN (0, 1)), heard INTEGER CHECK (heard IN (0, 1)),
    note TEXT NOT NULL) STRICT""",
    "CREATE INDEX referral_case ON referral (case_id)",
    "CREATE INDEX referral_day ON referral (day, state)",
    # A filled guided form. Fields that belong to another record are stored there and not here.
    f"""CREATE TABLE form_record ({_STAMP},
    case_id TEXT NOT NULL REFERENCES case_file (id) ON DELETE CASCADE,
    contact_id TEXT REFERENCES contact (id) ON DELETE SET NULL,
    procedure_id TEXT REFERENCES procedure (id) ON DELETE SET NULL,
    form TEXT NOT NULL, form_version INTEGER NOT NULL, step TEXT NOT NULL,
    begun TEXT NOT NULL, finished TEXT) STRICT""",
    "CREATE INDEX form_record_case ON form_record (case_id)",
    """CREATE TABLE form_answer (
    form_id TEXT NOT NULL REFERENCES form_record (id) ON DELETE CASCADE,
    field TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (form_id, field)) STRICT, WITHOUT ROWID""",
    # urgent: to be done at once, whatever else is due.
    "ALTER TABLE follow_up ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0 CHECK (urgent IN (0, 1))",
    # Follow-ups a form has made: one an answer, so that answering again changes it and makes no second.
    # due and text as the form wrote them: a follow-up that says otherwise was changed by hand and is left alone.
    # follow_up_id NULL: it was deleted by hand, and is not made again for the same answer.
    """CREATE TABLE form_follow_up (
    form_id TEXT NOT NULL REFERENCES form_record (id) ON DELETE CASCADE,
    name TEXT NOT NULL, follow_up_id TEXT REFERENCES follow_up (id) ON DELETE SET NULL,
    due TEXT NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (form_id, name)) STRICT, WITHOUT ROWID""",
    # Referrals a form has made, by the place they have in it.
    """CREATE TABLE form_referral (
    form_id TEXT NOT NULL REFERENCES form_record (id) ON DELETE CASCADE,
    name TEXT NOT NULL, referral_id TEXT NOT NULL REFERENCES referral (id) ON DELETE CASCADE,
    PRIMARY KEY (form_id, name)) STRICT, WITHOUT ROWID""",
    # Address book: authorities, courts, services, lawyers.
    f"""CREATE TABLE recipient ({_STAMP},
    name TEXT NOT NULL, department TEXT NOT NULL, street TEXT NOT NULL, postcode TEXT NOT NULL, town TEXT NOT NULL,
    phone TEXT NOT NULL, fax TEXT NOT NULL, email TEXT NOT NULL, note TEXT NOT NULL) STRICT""",
    # frozen: the moment it became final; from then on only how and when it was sent is added.
    # blocked_reason: why it left without a release (the counsellor's own words).
    f"""CREATE TABLE letter ({_STAMP},
    case_id TEXT REFERENCES case_file (id) ON DELETE CASCADE,
    recipient_id TEXT REFERENCES recipient (id) ON DELETE SET NULL,
    release_id TEXT REFERENCES release (id) ON DELETE SET NULL,
    template TEXT NOT NULL, template_version INTEGER NOT NULL,
    language TEXT NOT NULL, with_german INTEGER NOT NULL CHECK (with_german IN (0, 1)),
    number TEXT NOT NULL, title TEXT NOT NULL, fields TEXT NOT NULL, day TEXT,
    frozen TEXT, sent_way TEXT, sent_day TEXT, sent_note TEXT NOT NULL, blocked_reason TEXT NOT NULL) STRICT""",
    "CREATE INDEX letter_case ON letter (case_id)",
    """CREATE TABLE letter_file (
    letter_id TEXT PRIMARY KEY REFERENCES letter (id) ON DELETE CASCADE,
    pdf BLOB NOT NULL, sha256 TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    """CREATE TRIGGER letter_file_kept BEFORE UPDATE ON letter_file
    BEGIN SELECT RAISE (ABORT, 'a final letter never changes'); END""",
    # mutual: both ways. matters: what may be told, codes with spaces between. paper: the signed sheet came on.
    # until_done: valid until the matter is settled. reader: who read it aloud or translated it.
    "ALTER TABLE release ADD COLUMN recipient_id TEXT REFERENCES recipient (id) ON DELETE SET NULL",
    "ALTER TABLE release ADD COLUMN case_id TEXT REFERENCES case_file (id) ON DELETE SET NULL",
    "ALTER TABLE release ADD COLUMN mutual INTEGER NOT NULL DEFAULT 0 CHECK (mutual IN (0, 1))",
    "ALTER TABLE release ADD COLUMN matters TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE release ADD COLUMN until_done INTEGER NOT NULL DEFAULT 0 CHECK (until_done IN (0, 1))",
    "ALTER TABLE release ADD COLUMN guardian TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE release ADD COLUMN language TEXT",
    "ALTER TABLE release ADD COLUMN reader TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE release ADD COLUMN place TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE release ADD COLUMN copy_given INTEGER NOT NULL DEFAULT 0 CHECK (copy_given IN (0, 1))",
    "ALTER TABLE release ADD COLUMN paper TEXT",
    "ALTER TABLE release ADD COLUMN follow_up_id TEXT REFERENCES follow_up (id) ON DELETE SET NULL",
    # Structural work (code list activities) and quality work of the desk. dates: how often it took place.
    f"""CREATE TABLE activity ({_STAMP}, {_SECRET},
    code TEXT, day TEXT, title TEXT NOT NULL, partner TEXT NOT NULL,
    dates INTEGER, minutes INTEGER, participants INTEGER, volunteers INTEGER, note TEXT NOT NULL) STRICT""",
    "CREATE INDEX activity_day ON activity (day, state)",
    # Keys of this vault in the shared folder; role desk or coordinator.
    """CREATE TABLE exchange_identity (
    role TEXT PRIMARY KEY CHECK (role IN ('desk', 'coordinator')),
    name TEXT NOT NULL, signing_seed BLOB NOT NULL CHECK (length(signing_seed) = 32), age_identity TEXT NOT NULL,
    created TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    # The network as it was pinned after comparing the fingerprint; document: network.json to the byte.
    """CREATE TABLE network (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL, fingerprint TEXT NOT NULL, version INTEGER NOT NULL, document BLOB NOT NULL,
    pinned TEXT NOT NULL) STRICT""",
    """CREATE TABLE network_folder (
    position INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE) STRICT""",
    # path: inside the shared folder. delivered: when it was seen there whole. acknowledged: the day of the receipt.
    # position: the order of delivery. period, sequence, hash: of a contribution.
    """CREATE TABLE outbox (
    path TEXT PRIMARY KEY, position INTEGER NOT NULL, content BLOB NOT NULL,
    period TEXT NOT NULL DEFAULT '', sequence INTEGER NOT NULL DEFAULT 0, hash TEXT NOT NULL DEFAULT '',
    created TEXT NOT NULL, delivered TEXT, acknowledged TEXT,
    tried TEXT, problem TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID""",
    # Desks a coordinator knows; card: the newest desk card seen, to the byte.
    """CREATE TABLE network_desk (
    desk TEXT PRIMARY KEY, card BLOB NOT NULL, seen TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    # Highest contribution seen of each desk and period, so that a replay is noticed.
    """CREATE TABLE seen_contribution (
    network TEXT NOT NULL, desk TEXT NOT NULL, period TEXT NOT NULL, sequence INTEGER NOT NULL, hash TEXT NOT NULL,
    seen TEXT NOT NULL,
    PRIMARY KEY (network, desk, period)) STRICT, WITHOUT ROWID""",
    # Texts that are not in the full-text index yet; it takes many at once.
    "CREATE TABLE search_waiting (entry INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT",
    """CREATE TRIGGER search_waiting_gone AFTER DELETE ON search_entry
    BEGIN DELETE FROM search_waiting WHERE entry = OLD.rowid; END""",
    "ALTER TABLE frozen_period ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE frozen_period ADD COLUMN hash TEXT NOT NULL DEFAULT ''",
)


def apply(db: Connection) -> None:
    """Lead from schema 1 to schema 2."""
    for statement in _STATEMENTS:
        db.execute(statement)
