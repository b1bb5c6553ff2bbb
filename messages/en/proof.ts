/** Who vouches for an image, and how to check it. */
export const proof = {} as const
