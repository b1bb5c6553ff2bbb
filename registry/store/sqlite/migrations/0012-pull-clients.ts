/** With which clients repositories were pulled, by day: families of which there are few, so that a day has few rows. */
export const sql = `
CREATE TABLE pull_client (
  repository_id INTEGER NOT NULL REFERENCES repository ON DELETE CASCADE,
  day TEXT NOT NULL,
  client TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (repository_id, day, client)
) STRICT, WITHOUT ROWID;
`
