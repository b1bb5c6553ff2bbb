/** The list of tags, its tools and its timeline; the browser has these on that tab. */
export const tags = {} as const
