/** For which platforms images were pulled, by day. */
export const sql = `
CREATE TABLE pull_platform (
  repository_id INTEGER NOT NULL REFERENCES repository ON DELETE CASCADE,
  day TEXT NOT NULL,
  platform TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (repository_id, day, platform)
) STRICT, WITHOUT ROWID;
`
