/** The page of a repository and its tabs. */
export const repository = {} as const
