/** The pull panel, and the copy buttons of rows; the browser has these everywhere. */
export const pull = {} as const
