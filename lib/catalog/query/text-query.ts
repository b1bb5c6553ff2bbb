/** What the text of a search asks for, once its syntax is read. Words are as they were typed; the index normalises them. */
export interface TextQuery {
  /** Each has to match, as a whole or as the beginning of a word; the last may be unfinished. */
  words: string[]
  /** Words that stand together, in this order. */
  phrases: string[]
  /** Words and phrases that must not occur. */
  excluded: string[]
  /** `alias/repo`, `repo:tag`, `host/alias/repo@sha256:…`, also out of a pasted command or page address; null for none. */
  reference: ImageReference | null
  /** `sha256:` and at least 4 hexadecimal digits, in lower case; null for none. */
  digest: string | null
}

export interface ImageReference {
  /** Null where only a repository's name was typed. */
  registryAlias: string | null
  repositoryName: string
  tag: string | null
  digest: string | null
}
