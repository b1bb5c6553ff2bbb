/** What the text of a search asks for, once its syntax is read. Words are as they were typed; the index normalises them. */
export interface TextQuery {
  /**
   * Each has to match, as a whole or as the beginning of a word; the last may be unfinished. One without a letter or digit
   * asks for nothing. The names of a reference are among them (`acme/web`); its host, tag and digest are not.
   */
  words: string[]
  /** Of each of these lists one has to match: `nginx OR httpd`. */
  either: string[][]
  /** Words that stand together, in this order. A phrase of one word is that word exactly. */
  phrases: string[]
  /** Words and phrases that must not occur. */
  excluded: string[]
  /** `alias/repo`, `repo:tag`, `host/alias/repo@sha256:…`, also out of a pasted command or page address; the first one, or null. */
  reference: ImageReference | null
  /** `sha256:` (or `sha512:`) and at least 4 hexadecimal digits, in lower case, that stand alone; null for none. */
  digest: string | null
  /** The same for hexadecimal digits alone, 12 and more, which are also the only word: they may be a digest or a word. */
  maybeDigest: string | null
}

export interface ImageReference {
  /** Of the registry or of the gallery's page, with its port, in lower case; null where none was typed. */
  host: string | null
  /** Null where only a repository's name was typed. */
  registryAlias: string | null
  repositoryName: string
  /** As it was typed; empty after a colon with nothing behind it yet; null without one. */
  tag: string | null
  /** The digest or its beginning, as in `TextQuery`. */
  digest: string | null
}
