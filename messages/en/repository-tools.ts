/** What the browser says on the page of a repository. */
export const repositoryTools = {} as const
