/** Names of the other direction within a sentence (UAX #9, "Explicit Directional Isolates"). */

/** Letters that are read from the right: Hebrew, Arabic and the scripts beside them. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
/** One that is set apart already. */
const isolated = /^\u2068[^\u2066-\u2069]*\u2069$/

/**
 * A shown text as it stands within a sentence: Arabic or Hebrew does not turn round the number or the name behind it. Where it has an element of its
 * own, `<bdi>` does the same.
 */
export function isolateText(shown: string): string {
  return rightToLeft.test(shown) && !isolated.test(shown) ? `\u2068${shown}\u2069` : shown
}
