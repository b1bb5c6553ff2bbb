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
  /** Whether a transaction goes on after a statement of it has failed. */
  undoesFailedStatement: boolean
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
