/** What the browser says on the pages of images, beside the tags. */
export const imageTools = {} as const
