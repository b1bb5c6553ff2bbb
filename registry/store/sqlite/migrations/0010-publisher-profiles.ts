/** What a publisher says of itself beside its name, for its page. Empty until it is set, as the display name is. */
export const sql = `
ALTER TABLE account ADD COLUMN description TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN website TEXT NOT NULL DEFAULT '';
`
