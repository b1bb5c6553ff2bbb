/** Why there may be more in layers than was read; what a page says of it is in `messages/`. */
import { z } from 'zod'

const LAYER_TROUBLES = [
  'compressed-twice',
  'not-to-its-end',
  'damaged',
  'ambiguous',
  'long-name',
  'too-many-entries',
  'too-many-names',
  'too-large',
  'too-dense',
  'ends-early',
  'not-unpacked',
  'not-unpacked-for',
  'layers-with-many-entries',
  'layers-with-long-names',
  'entries-nowhere',
] as const

export const layerTrouble = z.object({
  kind: z.enum(LAYER_TROUBLES),
  /** What the program that reads archives says. */
  detail: z.string().exactOptional(),
  /** What was exceeded, or how much is concerned. */
  bound: z.number().int().nonnegative().exactOptional(),
  /** How many layers are shown all the same. */
  shown: z.number().int().nonnegative().exactOptional(),
})
export type LayerTrouble = z.infer<typeof layerTrouble>
