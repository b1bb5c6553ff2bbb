/** Content that is kept as objects of an S3 service: which object has which blob, and what is on its way into one. */
export const sql = `
CREATE TABLE blob_object (
  object_key TEXT PRIMARY KEY,
  digest TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('kept', 'aside', 'leaving')),
  multipart_id TEXT,
  changed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX blob_object_kept ON blob_object (digest) WHERE state = 'kept';
CREATE INDEX blob_object_leaving ON blob_object (changed_at) WHERE state <> 'kept';

CREATE TABLE upload (
  upload_id TEXT PRIMARY KEY,
  repository_id INTEGER,
  principal TEXT NOT NULL,
  way TEXT NOT NULL,
  begun_at TEXT NOT NULL,
  touched_at TEXT NOT NULL,
  part_bytes TEXT NOT NULL,
  progress TEXT NOT NULL,
  version INTEGER NOT NULL,
  held_until TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX upload_principal ON upload (principal);
CREATE INDEX upload_repository ON upload (repository_id);
CREATE INDEX upload_touched ON upload (touched_at);
`
