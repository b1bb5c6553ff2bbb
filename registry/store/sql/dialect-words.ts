/**
 * What the statements of the nouns leave to the engine, because one says it differently from another. Everything else in this
 * folder is SQL that they share: parameters of statements that are written out are `$1`, `$2`, …, names with capitals and names
 * that are words of SQL stand in quotes. An engine's own words are in its folder.
 */
export interface DialectWords {
  /** The members of a JSON array of texts, as rows with one column, `value`. */
  textsOf(parameter: string): string
  /** The members of a JSON array of objects, as rows with a column for each member that is named. */
  rowsOf(parameter: string, columns: Readonly<Record<string, 'text' | 'integer'>>): string
  /** A join that goes through the rows on its left, and looks each up on its right; a condition with `ON` follows. */
  joinInOrder: string
  /**
   * A statement that puts an audit record behind the last one, of its columns in order without place and hash, and then of its bytes where
   * they are not those of the text. Null where the verb finds the place, as nobody else adds records meanwhile.
   */
  appendAuditEvent: string | null
  /** A statement that waits for other transactions that hold this name, and says whether another process did since. Null where none can. */
  holdName: string | null
  /**
   * Whether a statement may begin with others that write (`WITH added AS (INSERT …)`), so that one message does what several would. Each of
   * them sees what was there before all of them.
   */
  canWriteInWith: boolean
  /** For comparing and sorting without regard to the case of ASCII letters. */
  withoutCase(expression: string): string
}

/** Statements in the words of a dialect, put together once for each, as nouns are made for every transaction. */
export function inWordsOf<Statements>(
  write: (words: DialectWords) => Statements,
): (words: DialectWords) => Statements {
  const written = new WeakMap<DialectWords, Statements>()
  return (words) => {
    const known = written.get(words)
    if (known !== undefined) return known
    const statements = write(words)
    written.set(words, statements)
    return statements
  }
}
