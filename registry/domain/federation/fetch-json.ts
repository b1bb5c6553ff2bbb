/** Reads a JSON document of an issuer, within bounds: in 5 seconds, at most 256 KiB, and from no other address. */

const usualTimeoutMs = 5_000
const maxBytes = 256 * 1024

/** @throws {Error} saying what is wrong with the answer, or that there was none */
export async function fetchJson(url: string, timeoutMs = usualTimeoutMs): Promise<unknown> {
  const response = await fetch(url, {
    // An address that the operator has not written down is not called.
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
    headers: { accept: 'application/json' },
  })
  if (response.status !== 200) {
    await response.body?.cancel()
    throw new Error(`${url} answered with status ${response.status}.`)
  }
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > maxBytes) throw new Error(`${url} answered with more than ${maxBytes} bytes.`)
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch (error) {
    throw new Error(`${url} did not answer with JSON.`, { cause: error })
  }
}
