/** `GET /usage`: what takes how much room, as a page for the operator, on the port of the metrics; `/usage.json` has the same for programs. */
import type { OperatorPage } from '#lib/metrics/serve-metrics.ts'
import { escapeXml } from '#lib/net/escape-xml.ts'
import { measureUsage, type StoreUsage } from '#registry/apis/operator/measure-usage.ts'
import { toMegabytes } from '#registry/domain/to-megabytes.ts'
import type { Service } from '#registry/service.ts'

/** The largest of each; `store usage --top` has more. */
const top = 100

export function toUsagePages(service: Service): Record<string, OperatorPage> {
  // However many ask, everything is read once at a time.
  let measuring: Promise<StoreUsage> | null = null
  const measure = () => {
    measuring ??= measureUsage(service, { top }).finally(() => {
      measuring = null
    })
    return measuring
  }
  return {
    '/usage': {
      contentType: 'text/html; charset=utf-8',
      read: async () => toDocument(await measure(), service.store.pausedFor()),
    },
    '/usage.json': {
      contentType: 'application/json',
      read: async () => JSON.stringify({ ...(await measure()), readOnly: service.store.pausedFor() }),
    },
  }
}

function toDocument(usage: StoreUsage, readOnly: string | null): string {
  const facts = [
    `${toMegabytes(usage.bytes)} in ${usage.blobs} blobs`,
    `${toMegabytes(usage.garbage.bytes)} in ${usage.garbage.blobs} blobs wait to be removed`,
    `${usage.uploads} uploads under way`,
    ...(usage.freeBytes === null ? [] : [`${toMegabytes(usage.freeBytes)} free on the disk`]),
  ]
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Storage</title>
<style>
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
div { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th, td { padding: .25rem .75rem .25rem 0; text-align: right; border-bottom: 1px solid #8884; white-space: nowrap }
th:first-child, td:first-child { text-align: left }
</style>
<h1>Storage</h1>
${readOnly === null ? '' : `<p><strong>Read-only:</strong> ${escapeXml(readOnly)}</p>`}
<p>${facts.map(escapeXml).join(' · ')}</p>
<h2>Accounts</h2>
${toHtmlTable(
  ['Account', 'Stored', 'Its alone', 'Repositories', 'Of', 'Images', 'Tags'],
  usage.accounts.map((one) => [
    one.accountId,
    toMegabytes(one.bytes),
    toMegabytes(one.ownBytes),
    String(one.repositories),
    one.maxRepositories === null ? 'no limit' : String(one.maxRepositories),
    String(one.images),
    String(one.tags),
  ]),
)}
<h2>Repositories</h2>
${toHtmlTable(
  ['Repository', 'Stored', 'Its alone', 'Images', 'Tags'],
  usage.repositories.map((one) => [
    `${one.accountId}/${one.name}`,
    toMegabytes(one.bytes),
    toMegabytes(one.ownBytes),
    String(one.images),
    String(one.tags),
  ]),
)}
<p>Stored: everything that it has. Its alone: what nothing else has, and would be free without it.</p>
`
}

function toHtmlTable(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const toRow = (cells: readonly string[], name: 'th' | 'td') =>
    `<tr>${cells.map((cell) => `<${name}>${escapeXml(cell)}</${name}>`).join('')}</tr>`
  return `<div><table>${toRow(heading, 'th')}${rows.map((row) => toRow(row, 'td')).join('\n')}</table></div>`
}
