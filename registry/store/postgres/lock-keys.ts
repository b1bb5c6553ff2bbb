/** The advisory locks of the database, in classes that nothing else in it uses, and the channel on which processes hear of commits. */

/** Those of a name have a class of their own, as any number may be one of theirs. */
export const lockClasses = { registry: 0x50_47, names: 0x50_48 } as const

/** Keys within the class of the registry. */
export const lockKeys = { writing: 1, leading: 2, numbering: 3 } as const

export const channel = 'registry_commit'
