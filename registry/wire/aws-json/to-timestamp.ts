/** A stored time in AWS JSON 1.1's form: seconds since 1970 with a fraction. */
export function toTimestamp(isoTime: string): number {
  return Date.parse(isoTime) / 1000
}
