/** The page of an image. */
export const image = {} as const
