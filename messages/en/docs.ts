/** The chapters of the docs. */
export const docs = {} as const
