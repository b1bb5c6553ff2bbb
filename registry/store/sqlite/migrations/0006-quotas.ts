/** What an account's quotas are where they are not the usual ones, and how much each client has downloaded in a month. */
export const sql = `
CREATE TABLE account_quota (
  account_id TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
  name TEXT NOT NULL,
  value INTEGER NOT NULL CHECK (value >= 0),
  PRIMARY KEY (account_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE data_transfer (
  month TEXT NOT NULL,
  client TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (month, client)
) STRICT, WITHOUT ROWID;
`
