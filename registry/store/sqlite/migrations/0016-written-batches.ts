/** Which batches of counts have been written, so that none is added twice. See batch-writer.ts. */
export const sql = `
CREATE TABLE written_batch (
  writer TEXT NOT NULL PRIMARY KEY,
  number INTEGER NOT NULL,
  written_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`
