/** Two images beside each other. */
export const compare = {} as const
