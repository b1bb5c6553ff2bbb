/**
 * How the gallery stops without breaking a page off: it is not ready any more, and serves as before for `DRAIN_DELAY_SECONDS`; then
 * new visits are told to come again, and those that run have `DRAIN_SECONDS` to finish.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '#lib/config/config.ts'
import { chooseLanguage } from '#lib/language/choose-language.ts'
import { DEFAULT_LANGUAGE, type Language } from '#lib/language/languages.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import { getTracing } from '#lib/net/tracing.ts'
import { setStopping } from '../stopping-state.ts'
import { isForPrograms, toProgramAnswer } from './program-answer.ts'
import { toShortDocument, toShortHeaders } from './short-document.ts'

const lookMs = 50

/** Probes, and the gallery's word to itself, which is no visit. */
const alwaysServed = /^\/(?:livez|readyz|api\/health|api\/internal\/revalidate)(?:\?|$)/

export interface VisitDrain {
  /** True when the request may run; it then counts until its response is closed. Otherwise it has had its answer. */
  admit(request: IncomingMessage, response: ServerResponse): boolean
  /** Replaces the server's `close` by one that drains first. */
  guardClose(server: Server): void
}

export function createVisitDrain({
  drainDelayMs,
  drainMs,
}: Pick<Config, 'drainDelayMs' | 'drainMs'>): VisitDrain {
  let phase: 'serving' | 'leaving' | 'draining' = 'serving'
  let running = 0

  async function drain(server: Server): Promise<void> {
    phase = 'leaving'
    setStopping()
    await sleep(drainDelayMs)
    phase = 'draining'
    server.closeIdleConnections()
    const deadline = performance.now() + drainMs
    while (running > 0 && performance.now() < deadline) await sleep(lookMs)
  }

  return {
    admit({ url = '', method, headers: asked }, response) {
      const isServed = alwaysServed.test(url)
      if (phase !== 'serving') response.setHeader('connection', 'close')
      if (phase === 'draining' && !isServed) {
        const { body, headers } = isForPrograms(url) ? toWords(url) : toDocument(chooseLanguage(url, asked))
        response.writeHead(503, { ...headers, 'retry-after': '5' })
        response.end(method === 'HEAD' ? undefined : body)
        return false
      }
      if (!isServed) {
        running += 1
        response.once('close', () => {
          running -= 1
        })
      }
      return true
    },
    guardClose(server) {
      const close = server.close.bind(server)
      server.close = (onClosed) => {
        server.close = close
        drain(server)
          .finally(() => getTracing()?.stop())
          .finally(() => {
            close(onClosed)
            server.closeAllConnections()
          })
        return server
      }
    },
  }
}

interface Answer {
  body: string
  headers: Record<string, string>
}

function toWords(target: string): Answer {
  const texts = readTexts(DEFAULT_LANGUAGE, 'refusal')
  return toProgramAnswer(target, 503, `${texts('restarting.title')}. ${texts('restarting.text')}`)
}

function toDocument(language: Language): Answer {
  const texts = readTexts(language, 'refusal')
  const body = toShortDocument({
    language,
    title: texts('restarting.title'),
    text: texts('restarting.text'),
    // Empty: the address that was asked for.
    links: [{ href: '', text: texts('tryAgain') }],
  })
  const headers = toShortHeaders(body, 'text/html; charset=utf-8')
  return { body, headers: { ...headers, 'content-language': language } }
}
