/** What becomes of a copy of the metadata that a store begins with. */
import { newestForm } from './sqlite/migrate.ts'
import { renewCopy } from './sqlite/renew-copy.ts'

/** Whether a newer version of the program has written it, so that this one cannot read it. */
export function isNewerForm(form: number): boolean {
  return form > newestForm
}

/** Makes a store of its own of the copy at this path, which nobody else may have. */
export function adoptCopy(path: string): void {
  renewCopy(path)
}
