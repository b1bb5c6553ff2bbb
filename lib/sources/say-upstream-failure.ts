/** The words for what an upstream of the registry did in place of answering, in the language of whoever reads the page. */
import { z } from 'zod'
import type { Language } from '#lib/language/languages.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import type { Messages } from '#lib/language/texts.ts'

/** As the registry says it; one of another version may have other codes, or none. */
export const upstreamReason = z.object({
  code: z.string().max(50).default('unknown'),
  /** Of the answer; null where there was none. */
  status: z.number().int().nullable().default(null),
})

export type UpstreamReason = z.infer<typeof upstreamReason>

type Code = keyof Messages['failures']['upstreams']

/** @example sayUpstreamFailure({ code: 'status', status: 503 }, 'docker.io', 'en') // 'docker.io answers 503.' */
export function sayUpstreamFailure(
  { code, status }: UpstreamReason,
  host: string,
  language: Language,
): string {
  const texts = readTexts(language, 'failures')
  const say = (one: Code) => texts(`upstreams.${one}`, { host, status: String(status) })
  const isKnown = (one: string): one is Code => say(one as Code) !== `failures.upstreams.${one}`
  const known = isKnown(code) && (code !== 'status' || status !== null) ? code : 'unknown'
  return say(known)
}
