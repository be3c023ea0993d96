CREATE TABLE document (
    id TEXT PRIMARY KEY,
    origin TEXT NOT NULL,
    parent_id TEXT,
    first_day TEXT,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX document_parent ON document (parent_id);

CREATE TABLE coverage (
    document_id TEXT NOT NULL REFERENCES document (id),
    coder TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (document_id, coder)
) STRICT;

CREATE TABLE record (
    id TEXT NOT NULL,
    document_id TEXT NOT NULL REFERENCES document (id),
    coder TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id, coder)
) STRICT;
CREATE INDEX record_document ON record (document_id);

CREATE TABLE forecast (
    id TEXT PRIMARY KEY,
    crisis_id TEXT NOT NULL,
    resolves TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE run (
    id TEXT PRIMARY KEY,
    command TEXT NOT NULL,
    as_of TEXT NOT NULL,
    finished TEXT NOT NULL,
    answer TEXT NOT NULL
) STRICT;
