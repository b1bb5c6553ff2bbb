/** The status page. */
export const status = {} as const
