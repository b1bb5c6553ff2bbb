/** Slips of the keyboard: one for words of four to seven letters, two from eight. */
import { pick, pickNumber, type Random } from './seeded-random.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz'

/** The word with as many slips as a search has to forgive; the first letter stays, as it mostly does. */
export function mistype(random: Random, word: string): string {
  if (word.length < 4) return word
  const once = slip(random, word)
  return word.length >= 9 && random() < 0.3 ? slip(random, once) : once
}

function slip(random: Random, word: string): string {
  const at = pickNumber(random, 1, word.length - 2)
  const letter = letters[pickNumber(random, 0, letters.length - 1)] ?? 'e'
  const [before, after] = [word.slice(0, at), word.slice(at)]
  return pick(random, [
    before + after.slice(1),
    before + letter + after,
    before + letter + after.slice(1),
    before + (after[1] ?? '') + (after[0] ?? '') + after.slice(2),
  ])
}
