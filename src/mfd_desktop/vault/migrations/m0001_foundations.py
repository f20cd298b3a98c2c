"""Schema 1: people, cases, contacts, dates, and what later parts build on (regimes, readings, releases,
periods).

Every record table carries: ``id`` (random, 128 bit), ``state`` (draft or valid), ``raw`` (JSON: text as typed
for
fields that are missing or invalid), ``source`` and ``source_version`` (form or import), ``created``,
``changed`` (UTC).
Days are ISO dates, moments ISO with offset, codes those of the code lists. ``secret`` is the record's own
randomness
for the cell key; the key of a table is derived from it per table.
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
    """CREATE TABLE vault_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    vault TEXT NOT NULL,
    generation INTEGER NOT NULL,
    commits INTEGER NOT NULL) STRICT""",
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE office (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL, carrier TEXT NOT NULL, regime TEXT NOT NULL, district TEXT NOT NULL,
    street TEXT NOT NULL, postcode TEXT NOT NULL, town TEXT NOT NULL, desk TEXT NOT NULL,
    counsellor TEXT NOT NULL, function TEXT NOT NULL, fte TEXT NOT NULL, phone TEXT NOT NULL,
    email TEXT NOT NULL, hours TEXT NOT NULL,
    logo BLOB) STRICT""",
    "CREATE TABLE number_series (name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    f"CREATE TABLE household ({_STAMP}, name TEXT NOT NULL) STRICT",
    f"""CREATE TABLE client ({_STAMP}, {_SECRET},
    given_name TEXT NOT NULL, family_name TEXT NOT NULL, other_names TEXT NOT NULL,
    birth_date TEXT, gender TEXT, interpreter TEXT,
    street TEXT NOT NULL, postcode TEXT NOT NULL, town TEXT NOT NULL, district TEXT,
    entry_date TEXT, azr_number TEXT NOT NULL, bamf_number TEXT NOT NULL, office_number TEXT NOT NULL,
    household_id TEXT REFERENCES household (id) ON DELETE SET NULL, household_role TEXT NOT NULL,
    note TEXT NOT NULL) STRICT""",
    "CREATE INDEX client_birth_date ON client (birth_date)",
    "CREATE INDEX client_draft ON client (id) WHERE state = 'draft'",
    "CREATE INDEX client_household ON client (household_id)",
    "CREATE INDEX client_source ON client (source) WHERE source LIKE 'import:%'",
    """CREATE TABLE client_nationality (
    client_id TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, code TEXT NOT NULL,
    PRIMARY KEY (client_id, position)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE client_language (
    client_id TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, code TEXT NOT NULL,
    PRIMARY KEY (client_id, position)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE client_name (
    key TEXT NOT NULL, word TEXT NOT NULL, client_id TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    PRIMARY KEY (key, word, client_id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX client_name_word ON client_name (word, client_id)",
    "CREATE INDEX client_name_client ON client_name (client_id)",
    """CREATE TABLE client_number (
    digits TEXT NOT NULL, kind TEXT NOT NULL,
    client_id TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    PRIMARY KEY (digits, kind, client_id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX client_number_client ON client_number (client_id)",
    f"""CREATE TABLE contact_way ({_STAMP},
    client_id TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    kind TEXT, value TEXT NOT NULL, note TEXT NOT NULL) STRICT""",
    "CREATE INDEX contact_way_client ON contact_way (client_id)",
    f"""CREATE TABLE residence_status ({_STAMP},
    client_id TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    code TEXT, since TEXT, expires TEXT, note TEXT NOT NULL) STRICT""",
    "CREATE INDEX residence_status_client ON residence_status (client_id, since)",
    f"""CREATE TABLE case_file ({_STAMP}, {_SECRET},
    client_id TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    number TEXT NOT NULL UNIQUE, opened TEXT NOT NULL, closed TEXT, outcome TEXT, access_way TEXT,
    CHECK (closed IS NULL OR closed >= opened)) STRICT""",
    "CREATE INDEX case_file_client ON case_file (client_id)",
    """CREATE TABLE case_level (
    case_id TEXT NOT NULL REFERENCES case_file (id) ON DELETE CASCADE, since TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('ACCOMPANIMENT', 'CASE_MANAGEMENT')),
    PRIMARY KEY (case_id, since)) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE contact ({_STAMP}, {_SECRET},
    case_id TEXT REFERENCES case_file (id) ON DELETE CASCADE,
    day TEXT, minutes INTEGER, form TEXT NOT NULL CHECK (form IN ('F1', 'F2', 'F3', 'F4', 'F5')),
    channel TEXT, language TEXT, interpreting TEXT, result TEXT, person_group TEXT, district TEXT,
    also_counselled INTEGER, note TEXT NOT NULL,
    CHECK (form NOT IN ('F1', 'F4') OR case_id IS NULL),
    CHECK (form NOT IN ('F2', 'F3') OR case_id IS NOT NULL),
    CHECK (form <> 'F4' OR length(note) <= 200),
    CHECK (state = 'draft' OR (day IS NOT NULL AND minutes > 0 AND minutes % 15 = 0))) STRICT""",
    "CREATE INDEX contact_case ON contact (case_id, day)",
    "CREATE INDEX contact_day ON contact (day, state, form, case_id, minutes)",
    """CREATE TABLE contact_topic (
    contact_id TEXT NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 3), code TEXT NOT NULL, subtopic TEXT,
    PRIMARY KEY (contact_id, position)) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE follow_up ({_STAMP},
    case_id TEXT REFERENCES case_file (id) ON DELETE CASCADE,
    due TEXT, text TEXT NOT NULL, done TEXT) STRICT""",
    "CREATE INDEX follow_up_due ON follow_up (done, due)",
    "CREATE INDEX follow_up_case ON follow_up (case_id)",
    """CREATE TABLE appointment_series (
    id TEXT PRIMARY KEY, every_days INTEGER, every_months INTEGER, until TEXT NOT NULL) STRICT""",
    f"""CREATE TABLE appointment ({_STAMP},
    case_id TEXT REFERENCES case_file (id) ON DELETE CASCADE,
    series_id TEXT REFERENCES appointment_series (id) ON DELETE SET NULL,
    day TEXT, start TEXT, minutes INTEGER, title TEXT NOT NULL, place TEXT NOT NULL,
    cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled IN (0, 1))) STRICT""",
    "CREATE INDEX appointment_day ON appointment (day, start)",
    "CREATE INDEX appointment_case ON appointment (case_id)",
    "CREATE INDEX appointment_of_series ON appointment (series_id)",
    f"""CREATE TABLE procedure ({_STAMP}, {_SECRET},
    client_id TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    case_id TEXT REFERENCES case_file (id) ON DELETE SET NULL,
    kind TEXT NOT NULL, stage TEXT NOT NULL,
    lodged TEXT, registered TEXT, examination_started TEXT,
    began TEXT, ended TEXT) STRICT""",
    "CREATE INDEX procedure_client ON procedure (client_id)",
    f"""CREATE TABLE deadline ({_STAMP},
    case_id TEXT REFERENCES case_file (id) ON DELETE CASCADE,
    procedure_id TEXT REFERENCES procedure (id) ON DELETE CASCADE,
    rule TEXT NOT NULL, rule_version TEXT NOT NULL, title TEXT NOT NULL,
    trigger_kind TEXT NOT NULL, trigger_day TEXT, notice_form TEXT, posted TEXT, received TEXT,
    land TEXT NOT NULL,
    effective TEXT, due TEXT, safe_due TEXT, done TEXT, done_reason TEXT NOT NULL DEFAULT '') STRICT""",
    "CREATE INDEX deadline_safe_due ON deadline (done, safe_due)",
    "CREATE INDEX deadline_case ON deadline (case_id)",
    """CREATE TABLE deadline_reading (
    deadline_id TEXT NOT NULL REFERENCES deadline (id) ON DELETE CASCADE, position INTEGER NOT NULL,
    rule TEXT NOT NULL, regime TEXT NOT NULL, cut_off TEXT NOT NULL, due TEXT, steps TEXT NOT NULL,
    PRIMARY KEY (deadline_id, position)) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE release ({_STAMP},
    client_id TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    sender TEXT NOT NULL, recipient TEXT NOT NULL, purpose TEXT NOT NULL,
    form TEXT CHECK (form IN ('written', 'oral')), given TEXT, present TEXT NOT NULL,
    valid_until TEXT, withdrawn TEXT) STRICT""",
    "CREATE INDEX release_client ON release (client_id)",
    """CREATE TABLE frozen_period (
    period TEXT NOT NULL, revision INTEGER NOT NULL, table_set TEXT NOT NULL, submitted TEXT NOT NULL,
    reason TEXT NOT NULL, exact TEXT NOT NULL, protected TEXT NOT NULL,
    PRIMARY KEY (period, revision)) STRICT""",
    """CREATE TABLE frozen_person (
    period TEXT NOT NULL, revision INTEGER NOT NULL, person TEXT NOT NULL,
    PRIMARY KEY (period, revision, person),
    FOREIGN KEY (period, revision) REFERENCES frozen_period (period, revision)) STRICT, WITHOUT ROWID""",
    """CREATE TRIGGER frozen_period_kept BEFORE UPDATE ON frozen_period
    BEGIN SELECT RAISE (ABORT, 'a frozen period never changes'); END""",
    """CREATE TABLE import_batch (
    id TEXT PRIMARY KEY, taken TEXT NOT NULL, rows INTEGER NOT NULL, undone TEXT) STRICT""",
    """CREATE TABLE open_form (
    key TEXT PRIMARY KEY, record_id TEXT, fields TEXT NOT NULL,
    changed TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    """CREATE TABLE search_entry (
    rowid INTEGER PRIMARY KEY, kind TEXT NOT NULL, record_id TEXT NOT NULL UNIQUE,
    client_id TEXT REFERENCES client (id) ON DELETE CASCADE, case_id TEXT) STRICT""",
    "CREATE INDEX search_entry_client ON search_entry (client_id)",
    # No ranking by length is asked for, and merging seldom writes half the pages: both halve what a commit encrypts.
    "CREATE VIRTUAL TABLE search_text USING fts5 (body, tokenize = 'trigram remove_diacritics 1', columnsize = 0)",
    "INSERT INTO search_text (search_text, rank) VALUES ('automerge', 16)",
    "INSERT INTO search_text (search_text, rank) VALUES ('secure-delete', 1)",
    """CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry
    BEGIN DELETE FROM search_text WHERE rowid = OLD.rowid; END""",
)


def apply(db: Connection) -> None:
    """Create all tables of schema 1 in an empty database."""
    for statement in _STATEMENTS:
        db.execute(statement)
