/**
 * Whether traces are sent, by the variables that OpenTelemetry has for all programs; its library reads the rest of them itself. They are
 * off until one of these says where to, or that they are wanted.
 */
import { ConfigError } from './config.ts'

/** @throws {ConfigError} for an exporter or a protocol that the programs do not have */
export function readTracingWish(variables: Record<string, string | undefined> = process.env): boolean {
  const read = (name: string) => (variables[name] === '' ? undefined : variables[name])
  if (read('OTEL_SDK_DISABLED')?.toLowerCase() === 'true') return false
  const exporter = read('OTEL_TRACES_EXPORTER')
  if (exporter === 'none') return false
  if (exporter !== undefined && exporter !== 'otlp') {
    throw toError('OTEL_TRACES_EXPORTER', exporter, 'otlp or none')
  }
  const isWanted =
    exporter === 'otlp' ||
    read('OTEL_EXPORTER_OTLP_ENDPOINT') !== undefined ||
    read('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') !== undefined
  if (!isWanted) return false
  const name =
    read('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL') === undefined
      ? 'OTEL_EXPORTER_OTLP_PROTOCOL'
      : 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'
  const protocol = read(name) ?? 'http/json'
  // Who takes the one over HTTP takes the other.
  if (protocol !== 'http/json' && protocol !== 'http/protobuf') throw toError(name, protocol, 'http/json')
  return true
}

function toError(name: string, value: string, known: string): ConfigError {
  return new ConfigError(
    `The configuration cannot be used:\n  ${name}: ${value} is not among what the programs have: ${known}`,
  )
}
