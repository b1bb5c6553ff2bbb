/**
 * Other forms of an English word: plural and singular, `-ing`, `-ed` and `-er`. Light on purpose: it proposes what might be
 * written, and only forms that really stand in a text find anything. Names keep their exactness, as forms count as near only.
 */

const minLength = 3
const ending = /^[a-z]+$/

/**
 * The forms, without the word itself; empty for what is no English word.
 * @example listWordForms('proxies') // ['proxy', 'proxie', …]
 */
export function listWordForms(word: string): string[] {
  if (word.length < minLength || word.length > 24 || !ending.test(word)) return []
  const stems = new Set(listStems(word))
  const forms = new Set<string>()
  for (const stem of stems) {
    forms.add(stem)
    for (const form of inflect(stem)) forms.add(form)
  }
  forms.delete(word)
  return [...forms].filter((form) => form.length >= minLength)
}

/** What the word may be a form of, itself among it. */
function listStems(word: string): string[] {
  const stems = [word]
  const cut = (suffix: string, minStem: number) =>
    word.endsWith(suffix) && word.length - suffix.length >= minStem ? word.slice(0, -suffix.length) : null
  const plural = cut('ies', 2)
  if (plural !== null) stems.push(`${plural}y`)
  const es = cut('es', 3)
  if (es !== null && /(?:s|x|z|ch|sh|o)$/.test(es)) stems.push(es)
  const s = cut('s', 3)
  if (s !== null && !s.endsWith('s')) stems.push(s)
  for (const suffix of ['ing', 'ed', 'ers', 'er', 'est', 'ation']) {
    const stem = cut(suffix, 3)
    if (stem !== null) stems.push(...listRoots(stem))
  }
  return stems
}

/** `cach` is what is left of `caching`, and `logg` of `logging`. */
function listRoots(stem: string): string[] {
  const last = stem.at(-1)
  const isDoubled = last === stem.at(-2) && last !== 's' && last !== 'l'
  return isDoubled ? [stem.slice(0, -1), stem] : [stem, `${stem}e`]
}

function inflect(stem: string): string[] {
  const plural = /[^aeiou]y$/.test(stem)
    ? `${stem.slice(0, -1)}ies`
    : /(?:s|x|z|ch|sh)$/.test(stem)
      ? `${stem}es`
      : `${stem}s`
  const root = stem.endsWith('e') ? stem.slice(0, -1) : stem
  const doubled = /[^aeiou][aeiou][bdgmnprt]$/.test(stem) ? `${stem}${stem.at(-1)}` : root
  return [plural, `${root}ing`, `${doubled}ing`, `${root}ed`, `${root}er`, `${root}ers`, `${doubled}er`]
}
