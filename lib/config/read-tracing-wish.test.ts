import { expect, test } from 'vitest'
import { readTracingWish } from './read-tracing-wish.ts'

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }

test.each<[boolean, Record<string, string>]>([
  [false, {}],
  [false, { OTEL_SERVICE_NAME: 'x', OTEL_EXPORTER_OTLP_ENDPOINT: '' }],
  [true, endpoint],
  [true, { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces' }],
  [true, { OTEL_TRACES_EXPORTER: 'otlp' }],
  [true, { ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }],
  [false, { ...endpoint, OTEL_TRACES_EXPORTER: 'none' }],
  [false, { ...endpoint, OTEL_SDK_DISABLED: 'TRUE' }],
])('traces are sent: %j with %j', (expected, variables) => {
  expect(readTracingWish(variables)).toBe(expected)
})

test.each([
  { ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
  { ...endpoint, OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc' },
  { OTEL_TRACES_EXPORTER: 'jaeger' },
])('what the programs do not have is refused, and named: %j', (variables) => {
  expect(() => readTracingWish(variables)).toThrow(/OTEL_\w+: (?:grpc|jaeger) is not among/)
})
