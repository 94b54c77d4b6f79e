"""The tables, as the steps that lead to them. A step that was released is never changed: a new one is added."""

from collections.abc import Sequence

__all__ = ["APPLICATION", "STEPS"]

APPLICATION = 0x4C444E42
"""`LDNB`: tells a database of ldnbot from that of another program."""

_FIRST = """
CREATE TABLE answers (
    id TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    answer BLOB NOT NULL,
    digest BLOB NOT NULL,
    server INTEGER,
    channel INTEGER NOT NULL,
    question_message INTEGER,
    reply_message INTEGER,
    private INTEGER NOT NULL CHECK (private IN (0, 1)),
    CHECK (NOT private OR (question_message IS NULL AND reply_message IS NULL))
) STRICT;
CREATE INDEX answers_at ON answers (at);
CREATE INDEX answers_question_message ON answers (question_message);

CREATE TABLE ratings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    answer TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
    day TEXT NOT NULL,
    helpful INTEGER NOT NULL CHECK (helpful IN (0, 1)),
    note TEXT NOT NULL
) STRICT;
CREATE INDEX ratings_answer ON ratings (answer);

CREATE TABLE open_questions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    server INTEGER,
    folded TEXT NOT NULL,
    text TEXT NOT NULL,
    origin TEXT NOT NULL,
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    count INTEGER NOT NULL,
    corpus_version TEXT NOT NULL,
    passage TEXT NOT NULL,
    state TEXT NOT NULL,
    decided_at TEXT
) STRICT;
CREATE UNIQUE INDEX open_questions_folded ON open_questions (IFNULL(server, -1), folded);
CREATE INDEX open_questions_last_at ON open_questions (last_at);

CREATE TABLE servers (
    server INTEGER PRIMARY KEY,
    settings BLOB NOT NULL
) STRICT;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    server INTEGER,
    who INTEGER,
    what TEXT NOT NULL,
    detail TEXT NOT NULL,
    refused INTEGER NOT NULL CHECK (refused IN (0, 1))
) STRICT;
CREATE INDEX audit_at ON audit (at);
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit is never changed');
END;

CREATE TABLE tallies (
    day TEXT NOT NULL,
    server INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    part TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, server, kind, name, part)
) STRICT, WITHOUT ROWID;
"""

_PROPOSALS = """
ALTER TABLE open_questions ADD COLUMN proposal TEXT NOT NULL DEFAULT '';
"""

STEPS: Sequence[str] = (_FIRST, _PROPOSALS)
"""Step n leads from schema version n to n + 1."""
