/** Which repositories have a logo: asked for whenever one is taken away. */
export const sql = `
CREATE INDEX catalog_data_of_logo ON catalog_data (logo_sha256) WHERE logo_sha256 IS NOT NULL;
`
