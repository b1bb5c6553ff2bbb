/** Pushes new manifests that move a tag with `wrk`, which takes little of the processors that the programs need. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { callWrk } from './run-wrk.ts'

export interface PushLoad {
  /** Where the registry is: `http://127.0.0.1:5050`. */
  origin: string
  /** Of the repositories, each as `/v2/ALIAS/NAME`: every request goes to the next. */
  paths: readonly string[]
  headers: Record<string, string>
  /** Of a blob of 100 bytes that each of them has. */
  digest: string
  connections: number
  seconds: number
  /** Null for as many as are answered. */
  perSecond: number | null
}

let begun = 0

/**
 * @returns how many were answered with success in a second
 * @throws {Error} when any answer was not
 */
export async function pushByWrk(load: PushLoad): Promise<number> {
  begun += 1
  const folder = mkdtempSync(join(tmpdir(), 'push-bench-'))
  const script = join(folder, 'push.lua')
  writeFileSync(script, toScript(load))
  const headers = { ...load.headers, 'content-type': OCI_IMAGE }
  try {
    return (await callWrk(load.origin, { ...load, headers }, ['-s', script], [String(begun)])).perSecond
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Each request is a manifest that nobody has pushed before. */
function toScript({ paths, digest, perSecond }: PushLoad): string {
  const descriptor = `"digest":"${digest}","size":100`
  return `
local paths = { ${paths.map((path) => `"${path}"`).join(', ')} }
local run, count = "", 0
function init(args) run = args[1] end
function request()
  count = count + 1
  local body = '{"schemaVersion":2,"mediaType":"${OCI_IMAGE}","config":{"mediaType":"application/vnd.oci.image.config.v1+json",${descriptor}},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip",${descriptor}}],"annotations":{"number":"' .. run .. ' ' .. count .. '"}}'
  return wrk.format("PUT", paths[count % #paths + 1] .. "/manifests/moving-" .. (count % 10), nil, body)
end
${perSecond === null ? '' : toDelay(perSecond)}`
}

/** `wrk` asks for a pause before each request, in milliseconds; Lua by itself knows no clock as fine as that. */
function toDelay(perSecond: number): string {
  return `
local ffi = require("ffi")
ffi.cdef("typedef struct { long seconds; long nanoseconds; } moment; int clock_gettime(int clock, moment *at);")
local at = ffi.new("moment")
local function now()
  ffi.C.clock_gettime(1, at)
  return tonumber(at.seconds) * 1000 + tonumber(at.nanoseconds) / 1e6
end
local from, sent = nil, 0
function delay()
  from = from or now()
  sent = sent + 1
  return math.max(0, math.floor(from + sent * 1000 / ${perSecond} - now()))
end
`
}
