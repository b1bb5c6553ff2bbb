/**
 * Puts an image's layers beside the steps of its build (OCI image specification 1.1.1, "Image Configuration": each entry
 * of `history` that isn't an `empty_layer` made one layer, in order). Pure.
 */
import type { Descriptor } from './manifest.ts'
import type { HistoryEntry } from './read-image-config.ts'

export interface BuildStep {
  /** As in a Dockerfile; null where the history says nothing, or doesn't fit the layers. */
  instruction: string | null
  comment: string | null
  /** Null for a step that changed no file. */
  layer: Descriptor | null
}

/** Pairs them; a history that doesn't fit is left out, as it would say the wrong thing about a layer. */
export function pairLayers(layers: readonly Descriptor[], history: readonly HistoryEntry[]): BuildStep[] {
  const filled = history.filter((entry) => !entry.isEmptyLayer)
  if (filled.length !== layers.length) {
    return layers.map((layer) => ({ instruction: null, comment: null, layer }))
  }
  let at = 0
  return history.map(({ createdBy, comment, isEmptyLayer }) => ({
    instruction: createdBy === null ? null : toInstruction(createdBy),
    comment,
    layer: isEmptyLayer ? null : (layers[at++] ?? null),
  }))
}

/**
 * The instruction that builders write as a shell's command.
 * @example toInstruction('/bin/sh -c #(nop)  CMD ["sh"]') // 'CMD ["sh"]'
 */
export function toInstruction(createdBy: string): string {
  const text = (/\s# buildkit$/.test(createdBy) ? createdBy.slice(0, -'# buildkit'.length) : createdBy).trim()
  // Docker marks so what is no command of the shell.
  const nop = /^\/bin\/sh -c #\(nop\)\s/.exec(text)?.[0]
  if (nop !== undefined) return text.slice(nop.length).trimStart()
  // Docker puts the values of build arguments before the command: `|2 A=1 B=2 /bin/sh -c …`.
  const command = /^(?:RUN )?(?:\|\d+ .*?)?\/bin\/sh -c (.*)$/s.exec(text)?.[1]
  return command === undefined ? text : `RUN ${command.trim()}`
}
