CREATE TABLE fetch (
    url TEXT PRIMARY KEY,
    final TEXT NOT NULL,
    etag TEXT,
    modified TEXT
) STRICT;
