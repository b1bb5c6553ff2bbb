/** The axis of a timeline: where a time stands on it, and the months that are named. Pure. */
import type { Language } from '#lib/language/languages.ts'

export interface TimeAxis {
  /** From 0 to 100, from the left. */
  toPercent(iso: string): number
  ticks: { percent: number; label: string }[]
}

const dayMs = 86_400_000
const stepsInMonths = [1, 2, 3, 6, 12, 24, 60, 120]
const maxTicks = 6

/** An axis from the first of the times to `now`, at least a month long, with a little room before. */
export function toTimeAxis(times: readonly string[], nowMs: number, language: Language): TimeAxis {
  const toFormat = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { month: 'short', timeZone: 'UTC', ...options })
  const formats = { month: toFormat({}), monthAndYear: toFormat({ year: 'numeric' }) }
  const first = times.reduce((least, iso) => Math.min(least, Date.parse(iso)), nowMs - 30 * dayMs)
  const fromMs = first - (nowMs - first) * 0.02
  const lengthMs = nowMs - fromMs
  const toPercent = (ms: number) => Math.min(100, Math.max(0, ((ms - fromMs) / lengthMs) * 100))
  const round = (percent: number) => Math.round(percent * 100) / 100
  const lengthInMonths = lengthMs / (30.4 * dayMs)
  const step = stepsInMonths.find((one) => lengthInMonths / one <= maxTicks) ?? 240
  const ticks: TimeAxis['ticks'] = []
  const start = new Date(fromMs)
  const firstMonth = Math.ceil((start.getUTCFullYear() * 12 + start.getUTCMonth() + 1) / step) * step
  for (let month = firstMonth; ; month += step) {
    const ms = Date.UTC(Math.floor(month / 12), month % 12, 1)
    if (ms >= nowMs) break
    const isYearNamed = ticks.length === 0 || month % 12 < step
    const label = formats[isYearNamed ? 'monthAndYear' : 'month'].format(ms)
    ticks.push({ percent: round(toPercent(ms)), label })
  }
  return { toPercent: (iso) => round(toPercent(Date.parse(iso))), ticks }
}
