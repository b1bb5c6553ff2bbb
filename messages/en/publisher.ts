/** Publishers: their list, and the page of one. */
export const publisher = {} as const
