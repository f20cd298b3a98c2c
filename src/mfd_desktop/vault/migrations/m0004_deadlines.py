"""Schema 4: notices of authorities, computed deadlines, steps and families of asylum procedures, validity dates.

Stamp, days, codes as in schema 1; history triggers as in schema 3.
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

_UNKEPT = frozenset({"id", "state", "raw", "source", "source_version", "created", "changed", "secret"})
"""Columns without a history: what never changes, and what is no value of its own."""

_TYPED_ON = """EXISTS (SELECT 1 FROM history h WHERE h.id = (SELECT max(id) FROM history
        WHERE record_table = {table} AND record_id = {record} AND field = f.name)
    AND julianday({moment}) - julianday(h.moment) BETWEEN 0 AND 10.0 / 1440
    AND (f.old IS NULL OR f.old = '' OR (typeof(f.new) = 'text' AND substr(f.new, 1, length(f.old)) = f.old)))"""
"""Whether a field was only typed on within ten minutes: then the line that is there says what it was before."""

_STATEMENTS = (
    # position: where it stands (Z00 …), beside the coarse stage. asked: day of the Asylgesuch.
    "ALTER TABLE procedure ADD COLUMN position TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE procedure ADD COLUMN asked TEXT",
    "ALTER TABLE procedure ADD COLUMN note TEXT NOT NULL DEFAULT ''",
    # Procedures of people who belong together share a random family.
    """CREATE TABLE procedure_family (
    procedure_id TEXT PRIMARY KEY REFERENCES procedure (id) ON DELETE CASCADE,
    family TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    "CREATE INDEX procedure_family_of ON procedure_family (family)",
    # What was ticked and answered in the guide of a procedure.
    """CREATE TABLE procedure_answer (
    procedure_id TEXT NOT NULL REFERENCES procedure (id) ON DELETE CASCADE,
    field TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (procedure_id, field)) STRICT, WITHOUT ROWID""",
    # A Bescheid; `notice` is what the counsellor must see. kind: of the decision matrix, or OTHER with its own rule.
    # delivered: the day its deadlines run from, posted and received what else is known. instruction: as typed,
    # instructed: its last day. circumstances: codes with spaces between.
    f"""CREATE TABLE authority_notice ({_STAMP},
    case_id TEXT NOT NULL REFERENCES case_file (id) ON DELETE CASCADE,
    attachment_id TEXT REFERENCES attachment (id) ON DELETE SET NULL,
    kind TEXT, authority TEXT NOT NULL, file_number TEXT NOT NULL, day TEXT,
    form TEXT, delivered TEXT, posted TEXT, received TEXT,
    rule TEXT NOT NULL, land TEXT NOT NULL, court TEXT NOT NULL,
    represented INTEGER NOT NULL CHECK (represented IN (0, 1)),
    envelope_kept INTEGER NOT NULL CHECK (envelope_kept IN (0, 1)),
    instruction TEXT NOT NULL, instruction_period TEXT, instructed TEXT,
    circumstances TEXT NOT NULL, note TEXT NOT NULL) STRICT""",
    "CREATE INDEX authority_notice_case ON authority_notice (case_id)",
    # The persons a notice concerns, by their procedures: it is entered once for all of them.
    """CREATE TABLE authority_notice_procedure (
    notice_id TEXT NOT NULL REFERENCES authority_notice (id) ON DELETE CASCADE,
    procedure_id TEXT NOT NULL REFERENCES procedure (id) ON DELETE CASCADE,
    PRIMARY KEY (procedure_id, notice_id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX authority_notice_concerned ON authority_notice_procedure (notice_id)",
    f"""CREATE TABLE procedure_step ({_STAMP},
    procedure_id TEXT NOT NULL REFERENCES procedure (id) ON DELETE CASCADE,
    notice_id TEXT REFERENCES authority_notice (id) ON DELETE CASCADE,
    position TEXT NOT NULL, day TEXT, document TEXT NOT NULL, note TEXT NOT NULL) STRICT""",
    "CREATE INDEX procedure_step_procedure ON procedure_step (procedure_id, day)",
    "CREATE INDEX procedure_step_notice ON procedure_step (notice_id)",
    # rule '': entered by hand. lodged, registered, withdrawal_started: the cut-off dates it was computed with.
    # expired_for_sure: of an authority's or a waiting period, the day from which it is over under every reading.
    # warnings: days before the day to act by, with spaces between. extended: the day the authority allowed instead.
    f"""CREATE TABLE deadline_4 ({_STAMP},
    case_id TEXT NOT NULL REFERENCES case_file (id) ON DELETE CASCADE,
    procedure_id TEXT REFERENCES procedure (id) ON DELETE SET NULL,
    notice_id TEXT REFERENCES authority_notice (id) ON DELETE CASCADE,
    proof_id TEXT REFERENCES attachment (id) ON DELETE SET NULL,
    rule TEXT NOT NULL, rule_version INTEGER NOT NULL, regime TEXT NOT NULL, variant TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('loss', 'authority', 'waiting', 'appointment', 'benefit')),
    title TEXT NOT NULL, trigger_kind TEXT NOT NULL, trigger_day TEXT, notice_form TEXT NOT NULL,
    posted TEXT, received TEXT, instructed TEXT, land TEXT NOT NULL,
    lodged TEXT, registered TEXT, withdrawal_started TEXT,
    effective TEXT, due TEXT, safe_due TEXT, expired_for_sure TEXT, warnings TEXT NOT NULL,
    extended TEXT, extension_note TEXT NOT NULL,
    done TEXT, ending TEXT, proof TEXT, done_note TEXT NOT NULL, note TEXT NOT NULL) STRICT""",
    """INSERT INTO deadline_4 SELECT id, state, raw, source, source_version, created, changed,
    case_id, procedure_id, NULL, NULL, rule, CAST(rule_version AS INTEGER), '', '', 'loss', title, trigger_kind,
    trigger_day, coalesce(notice_form, ''), posted, received, NULL, land, NULL, NULL, NULL,
    effective, due, safe_due, NULL, '', NULL, '', done, NULL, NULL, done_reason, ''
    FROM deadline WHERE case_id IS NOT NULL""",
    "CREATE TEMP TABLE reading_4 AS SELECT * FROM deadline_reading",
    "DROP TABLE deadline",
    "ALTER TABLE deadline_4 RENAME TO deadline",
    "INSERT INTO deadline_reading SELECT * FROM reading_4 WHERE deadline_id IN (SELECT id FROM deadline)",
    "DROP TABLE reading_4",
    "CREATE INDEX deadline_safe_due ON deadline (done, safe_due)",
    "CREATE INDEX deadline_case ON deadline (case_id)",
    "CREATE INDEX deadline_procedure ON deadline (procedure_id)",
    "CREATE INDEX deadline_notice ON deadline (notice_id)",
    # The notice a letter answers: both share its dates.
    "ALTER TABLE letter ADD COLUMN notice_id TEXT REFERENCES authority_notice (id) ON DELETE SET NULL",
    "CREATE INDEX letter_notice ON letter (notice_id)",
    f"""CREATE TABLE validity ({_STAMP},
    client_id TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    kind TEXT, label TEXT NOT NULL, number TEXT NOT NULL, since TEXT, until TEXT,
    warnings TEXT NOT NULL, renewed TEXT, note TEXT NOT NULL) STRICT""",
    "CREATE INDEX validity_client ON validity (client_id)",
    """CREATE TRIGGER authority_notice_gone AFTER DELETE ON authority_notice
    BEGIN DELETE FROM search_entry WHERE record_id = OLD.id; END""",
)
_NEW = ("authority_notice", "deadline", "letter", "procedure", "procedure_step", "validity")
"""Record tables that are new or have new columns."""


def apply(db: Connection) -> None:
    """Lead from schema 3 to schema 4."""
    for statement in _STATEMENTS:
        db.execute(statement)
    for table in _NEW:
        _keep_history(db, table)


def _keep_history(db: Connection, table: str) -> None:
    """Let every changed column of a record table leave a line, and deleting a record its lines go."""
    columns = [str(row[1]) for row in db.execute(f"PRAGMA table_info({table})")]
    kept = [column for column in columns if column not in _UNKEPT]
    texts = [column for column in kept if (table, column) == ("letter", "fields")]
    parts = [f"SELECT '{column}' AS name, OLD.{column} AS old, NEW.{column} AS new" for column in kept
             if column not in texts]  # fmt: skip
    parts += [_texts_of(column) for column in (*texts, "raw")]
    again = _TYPED_ON.format(table=f"'{table}'", record="OLD.id", moment="NEW.changed")
    for trigger in (f"history_of_{table}", f"history_gone_{table}"):
        db.execute(f"DROP TRIGGER IF EXISTS {trigger}")
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
