/** One search and what a visitor who types it hopes to see among the first three results. */
export interface Judgement {
  /** As typed into the box, operators included. */
  text: string
  /** `alias/repository`; of several, one is enough, as the visitor would be content with any. */
  wanted: readonly string[]
}

/** Reads `text → path` and `text → path | path`, one on each line. */
export function readJudgements(lines: string): Judgement[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [text = '', paths = ''] = line.split(/\s+→\s+/)
      return { text, wanted: paths.split(/\s+\|\s+/) }
    })
}
