/** The names that mean the same in a search, with those of the operator's file. */
import { readFileSync } from 'node:fs'
import { type AlternativeNames, createAlternativeNames } from '#lib/catalog/text/alternative-names.ts'
import { type Config, ConfigError } from '#lib/config/config.ts'

/**
 * Reads the file that SEARCH_ALTERNATIVES_FILE names.
 * @throws {ConfigError} when it cannot be read, or naming the first line that cannot be used
 */
export function readAlternativeNames({
  searchAlternativesFile: file,
}: Pick<Config, 'searchAlternativesFile'>): AlternativeNames {
  if (file === null) return createAlternativeNames()
  try {
    return createAlternativeNames(readFileSync(file, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConfigError(`SEARCH_ALTERNATIVES_FILE ${file} cannot be used: ${reason}`, { cause: error })
  }
}
