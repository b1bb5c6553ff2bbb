/** Short documents for when nothing can be rendered; the front door sends them. */
export const refusal = {} as const
