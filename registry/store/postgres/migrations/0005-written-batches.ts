/** Which batches of counts have been written, so that none is added twice. See batch-writer.ts. */
export const sql = `
CREATE TABLE written_batch (
  writer TEXT COLLATE "C" PRIMARY KEY,
  number INTEGER NOT NULL,
  written_at TEXT COLLATE "C" NOT NULL
);
`
