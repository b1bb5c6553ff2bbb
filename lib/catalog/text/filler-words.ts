/** Words of questions, which say nothing about an image; and words that every image has something of. */

const fillers = new Set(
  `a am an and any are be best can could do does find for from get give good have help how i in into is it its latest like me my
  need of on or our please shall should show some that the there this to use using want we what where which who will with
  without would you your`.split(/\s+/),
)

const common = new Set(
  `app application container containers development docker easy fast free hosted image images local locally official own
  popular production recommended run running self server service simple small software tool tools web`.split(
    /\s+/,
  ),
)

/** True for a word of a question; it is not looked for where another word stands beside it. */
export function isFiller(word: string): boolean {
  return fillers.has(word)
}

/** True for a word that tells little; where not every word is found, it is the first to go. */
export function isCommon(word: string): boolean {
  return common.has(word)
}
