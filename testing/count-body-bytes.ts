/** How much a page of a real browser loads, as it comes over the wire. */
import type { CDPSession } from '@playwright/test'

/** Of 1,000 bytes; scripts are among the total. */
export interface BodyBytes {
  totalKb: number
  scriptKb: number
}

/**
 * Counts from now on; the session needs `Network.enable`. Bodies only: what headers weigh depends on the server in front.
 * @returns reads what has come so far
 */
export function countBodyBytes(session: CDPSession): () => BodyBytes {
  const scripts = new Set<string>()
  let [total, script] = [0, 0]
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId)
  })
  session.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    total += encodedDataLength
    if (scripts.has(requestId)) script += encodedDataLength
  })
  return () => ({ totalKb: total / 1000, scriptKb: script / 1000 })
}
