/**
 * Where the sync stands, in the same file as the index: both are thrown away together, so that no repository counts as read
 * that the index does not have.
 */
export const syncSchema = `
  CREATE TABLE sync_source (
    source TEXT PRIMARY KEY,
    -- What the source is: the same name with another endpoint or account is another source.
    identity TEXT NOT NULL,
    -- The number of the full read that is under way, or was the last.
    crawl INTEGER NOT NULL,
    is_crawl_done INTEGER NOT NULL,
    feed_store TEXT,
    feed_sequence INTEGER,
    -- Up to where its pull counts have been read; it says nothing to anyone but the source.
    pull_cursor TEXT,
    synced_at TEXT,
    -- JSON objects; see SourceProblem.
    problem TEXT,
    past_problem TEXT
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE sync_registry (
    registry_id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    -- Each time that its repositories are listed has a number; crawl is that of the full read in which they last were, to the end.
    listing INTEGER NOT NULL,
    listed_crawl INTEGER NOT NULL,
    -- Where its images are pulled from, as its repositories' URIs say.
    image_host TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sync_registry_of_source ON sync_registry (source);

  CREATE TABLE sync_repository (
    registry_id TEXT NOT NULL,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    uri TEXT NOT NULL,
    created_at TEXT NOT NULL,
    -- The listing that saw it last, and the full read in which it was read last.
    listing INTEGER NOT NULL,
    crawl INTEGER NOT NULL,
    -- Milliseconds since 1970: when it was read, and when it was then found changed.
    read_ms INTEGER,
    changed_ms INTEGER NOT NULL,
    -- Of one that cannot be read: since when, why (an Explanation in JSON), how often in a row, and when it is tried again.
    failing_ms INTEGER,
    failure TEXT,
    failures INTEGER NOT NULL,
    retry_ms INTEGER,
    PRIMARY KEY (registry_id, name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sync_repository_to_crawl ON sync_repository (source, crawl);
  CREATE INDEX sync_repository_to_retry ON sync_repository (source, retry_ms) WHERE retry_ms IS NOT NULL;
`
