/** Packages, vulnerabilities and files of an image. */
export const contents = {} as const
