/** Puts in place what records traces, where the variables of OpenTelemetry ask for it. Its libraries are loaded only then. */
import { readTracingWish } from '#lib/config/read-tracing-wish.ts'
import { setTracing } from './tracing.ts'

export interface TracingLog {
  info(message: string): void
  warn(facts: object, message: string): void
}

/**
 * @param program is its name in the traces, unless OTEL_SERVICE_NAME says another one
 * @throws {ConfigError} for what the programs do not have
 */
export async function startTracing(program: string, log: TracingLog): Promise<void> {
  if (!readTracingWish()) return
  const { createTracing } = await import('./open-telemetry.ts')
  setTracing(createTracing(program, log))
  log.info('traces are sent by OTLP')
}
