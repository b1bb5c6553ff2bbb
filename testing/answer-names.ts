/** Names whose addresses a test decides about, also one that has another address each time that it is asked for. */
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import { isIP } from 'node:net'

export interface AnsweredNames {
  /** Names that were looked up, oldest first. */
  asked: string[]
  restore(): void
}

/** @param addresses by name: all that it has at the first time, at the second, and so on; the last ones stay */
export function answerNames(addresses: Record<string, readonly (readonly string[])[]>): AnsweredNames {
  const usual = dns.lookup
  const asked: string[] = []
  const answer = (
    name: string,
    options: dns.LookupAllOptions,
    done: (error: Error | null, found: unknown, family?: number) => void,
  ) => {
    const times = asked.filter((one) => one === name).length
    asked.push(name)
    const given = addresses[name]
    const found = (given?.[times] ?? given?.at(-1) ?? []).map((address) => ({
      address,
      family: isIP(address),
    }))
    const [first] = found
    setImmediate(() => {
      if (first === undefined)
        done(Object.assign(new Error(`${name} is not known.`), { code: 'ENOTFOUND' }), [])
      else if (options.all) done(null, found)
      else done(null, first.address, first.family)
    })
  }
  dns.lookup = answer as typeof dns.lookup
  syncBuiltinESMExports()
  return {
    asked,
    restore() {
      dns.lookup = usual
      syncBuiltinESMExports()
    },
  }
}
