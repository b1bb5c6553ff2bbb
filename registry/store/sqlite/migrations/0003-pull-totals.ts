/** Pulls of all time by tag, so that totals need not be summed over every day there ever was. */
export const sql = `
CREATE TABLE pull_total (
  repository_id INTEGER NOT NULL REFERENCES repository ON DELETE CASCADE,
  tag TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (repository_id, tag)
) STRICT, WITHOUT ROWID;

INSERT INTO pull_total SELECT repository_id, tag, sum(count) FROM pull_count GROUP BY repository_id, tag;
`
