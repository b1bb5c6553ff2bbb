/** The search box and its suggestions, which every page has; the browser has these. */
export const searchBox = {} as const
