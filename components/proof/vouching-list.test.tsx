/** What is said of all that is attached: how much was verified, how much was not looked at, and "verified" only where something was. */
import {
  AppRouterContext,
  type AppRouterInstance,
} from 'next/dist/shared/lib/app-router-context.shared-runtime.js'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { TextsProvider } from '#components/language/texts-provider.tsx'
import { readMessages } from '#lib/language/read-messages.ts'
import type { Attachment } from '#lib/oci/attachment.ts'
import { toDigest } from '#lib/oci/digest.ts'
import type { ImagePage } from '#lib/pages/image/get-image-page.ts'
import type { CheckedProof } from '#lib/pages/proof/get-image-proof.ts'
import { toUntold } from '#lib/proof/proof.ts'
import { VouchingSection } from './vouching-list.tsx'

const attach = (kind: Attachment['kind'], at: number): Attachment => ({
  kind,
  predicates: [],
  artifactType: 'application/x.test',
  digest: toDigest('sha256', Buffer.from(`${kind} ${at}`)),
  sizeBytes: 1,
  tag: null,
  annotations: {},
})
const doubtful: CheckedProof = { ...toUntold('bundle'), doubt: 'unreadable', isExpected: true }

/** The page of an image with so many signatures, of which some were looked at, and a report beside. */
function read(signatures: number, proved: number): string {
  const attached = [
    attach('report', 0),
    ...Array.from({ length: signatures }, (_, at) => attach('signature', at)),
  ]
  const page = {
    image: { digest: `sha256:${'a'.repeat(64)}` },
    attached,
    repository: { uri: 'localhost/acme/app', summary: { publisherName: 'Acme' } },
    proof: {
      attachments: attached.slice(1, 1 + proved).map((attachment) => ({
        attachment,
        proofs: [doubtful],
        state: 'known',
        checkedAtMs: 1_795_824_000_000,
      })),
      signers: { keys: [], notation: [], identities: [], statedBy: null },
      root: { version: '1', isShipped: true },
    },
  } as unknown as ImagePage
  const reference = { tag: '1.0', digest: null, platform: null, part: null }
  const markup = renderToStaticMarkup(
    <AppRouterContext value={{} as AppRouterInstance}>
      <TextsProvider language="en" messages={readMessages('en', ['proof', 'contents', 'ui'])}>
        <VouchingSection
          links={{ alias: 'acme', repositoryName: 'app', reference }}
          page={page}
          plainHttp={false}
        />
      </TextsProvider>
    </AppRouterContext>,
  )
  return markup.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ')
}

test('where nothing was verified, nothing is said to be', () => {
  expect(read(0, 0)).toContain('1 attachment')
  expect(read(0, 0)).not.toMatch(/[Vv]erified/)
  expect(read(1, 1)).toMatch(/0 of 1 statement verified.*Verified by this gallery itself/)
})

test('what is more than is verified is counted as not looked at', () => {
  expect(read(12, 12)).not.toContain('not looked at')
  expect(read(13, 12)).toMatch(/0 of 12 statements verified on \d+ \w+ 2026; 1 more is not looked at/)
  expect(read(61, 12)).toContain('; 49 more are not looked at')
})
