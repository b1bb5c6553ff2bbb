/** How the certificates of the programs stand, for `/status`. */
import type { TlsSummary } from '#lib/net/serve-tls.ts'

export interface ProgramTls extends TlsSummary {
  program: 'gallery' | 'registry'
  /** `not-replaced`: new files were put in place and cannot be used. */
  condition: 'ok' | 'ended' | 'not-replaced'
}

/** One entry for each program that has TLS of its own. @param nowMs since 1970 */
export function toProgramTls(
  summaries: Record<ProgramTls['program'], TlsSummary | null>,
  nowMs: number,
): ProgramTls[] {
  return (['gallery', 'registry'] as const).flatMap((program) => {
    const summary = summaries[program]
    if (summary === null) return []
    const hasEnded = Date.parse(summary.validUntil) < nowMs
    return { program, ...summary, condition: hasEnded ? 'ended' : summary.isNewest ? 'ok' : 'not-replaced' }
  })
}

/** True where the operator has something to do. */
export function isTlsTrouble({ condition }: ProgramTls): boolean {
  return condition !== 'ok'
}
