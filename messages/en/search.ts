/** The search page: its panel, rows and pages; the browser has these there. */
export const search = {} as const
