/** Bytes as a person reads them: `12.3 MB`. */
export function toMegabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
