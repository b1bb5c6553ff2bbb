/**
 * Guards that what the real clients sign and attach in the running registry is verified by the gallery, and that what they would refuse
 * is not. The clients are those of a newer Debian; a test is skipped where its client is not.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { type Digest, isDigest } from '#lib/oci/digest.ts'
import { listAttachments } from '#lib/oci-client/list-attachments.ts'
import { createRegistryClient, type RegistryClient } from '#lib/oci-client/registry-client.ts'
import type { NotationTrust } from '#lib/proof/evidence.ts'
import type { Proof } from '#lib/proof/proof.ts'
import { toProofQuestion } from '#lib/proof/prove-attachment.ts'
import { publishIndex } from '#testing/publish-index.ts'
import { createSigningAuthority, toStatement, workflowIdentity } from '#testing/signing-authority.ts'
import { startTestRegistry, type TestRegistry } from '#testing/start-test-registry.ts'
import { findNewerTool, type NewerTool } from '../scripts/newer-debian-tools.ts'

const execute = promisify(execFile)

let registry: TestRegistry
let client: RegistryClient
let work: string
let uri: string
let rootText: string
let authority: Awaited<ReturnType<typeof createSigningAuthority>>

beforeAll(async () => {
  authority = await createSigningAuthority()
  rootText = authority.rootText
  registry = await startTestRegistry()
  client = createRegistryClient({ baseUrl: registry.url })
  work = mkdtempSync(join(tmpdir(), 'proof-'))
  const { target } = await publish('first')
  const auth = target.authorization.slice('Basic '.length)
  mkdirSync(join(work, 'docker'))
  writeFileSync(join(work, 'docker', 'config.json'), JSON.stringify({ auths: { [toHost()]: { auth } } }))
})

afterAll(async () => {
  await registry.stop()
  rmSync(work, { recursive: true, force: true })
})

const toHost = () => uri.split('/')[0] ?? ''
const toName = () => uri.slice(toHost().length + 1)

/** A repository with an index of two images; `uri` is that of the last one. */
async function publish(name: string) {
  const published = await publishIndex(registry, name, { folder: join(work, name), tag: '1.0', text: name })
  uri = published.uri
  return published
}

async function run(tool: NewerTool, ...args: string[]): Promise<string> {
  const env = childEnvironment({
    HOME: work,
    XDG_CONFIG_HOME: join(work, 'config'),
    DOCKER_CONFIG: join(work, 'docker'),
    COSIGN_PASSWORD: '',
  })
  const { stdout } = await execute(findNewerTool(tool) ?? tool, args, { cwd: work, env, timeout: 100_000 })
  return stdout
}

/** What the gallery thinks of everything that is attached to an image. */
async function prove(digest: string, keys: string[] = [], notation: NotationTrust[] = []): Promise<Proof[]> {
  if (!isDigest(digest)) throw new Error(`${digest} is no digest.`)
  const subjects: Digest[] = [digest]
  const attached = await listAttachments(client, toName(), { digests: subjects, beside: [] })
  const trust = { rootText, keys, notation }
  const proofs: Proof[] = []
  for (const { digest: attachment } of attached) {
    const question = toProofQuestion({ client, name: toName(), attachment, subjects, trust })
    proofs.push(...(await question.work(AbortSignal.timeout(60_000))))
  }
  return proofs
}

const wanted: NewerTool[] = ['cosign', 'oras', 'notation']
for (const tool of wanted) {
  if (findNewerTool(tool) === null) test.skip(`${tool}: skipped, because it is not here`)
}

test.runIf(findNewerTool('cosign'))(
  'cosign signs and attests with a key: verified with that key, and with no other',
  async () => {
    const { layout } = await publish('keyed')
    const image = `${uri}@${layout.digest}`
    await run('cosign', 'generate-key-pair')
    await run('cosign', 'generate-key-pair', '--output-key-prefix', 'other')
    const offline = ['--tlog-upload=false', '--use-signing-config=false', '--allow-http-registry', '--yes']
    await run('cosign', 'sign', '--key', 'cosign.key', ...offline, image)
    writeFileSync(join(work, 'predicate.json'), JSON.stringify({ builder: { id: 'https://ci.example.com' } }))
    const statement = ['--type', 'slsaprovenance', '--predicate', 'predicate.json']
    await run('cosign', 'attest', '--key', 'cosign.key', ...statement, ...offline, image)

    const key = readFileSync(join(work, 'cosign.pub'), 'utf8')
    const found = await prove(layout.digest, [readFileSync(join(work, 'other.pub'), 'utf8'), key])
    expect(found).toHaveLength(2)
    expect(found).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ doubt: null, signer: expect.objectContaining({ by: 'key' }) }),
        expect.objectContaining({
          doubt: null,
          predicateType: 'https://slsa.dev/provenance/v0.2',
          build: expect.objectContaining({ builder: 'https://ci.example.com', isCertified: false }),
        }),
      ]),
    )
    for (const proof of await prove(layout.digest)) {
      expect(proof).toMatchObject({ doubt: 'unknown-key', signer: null })
    }
  },
)

test.runIf(findNewerTool('cosign'))('what cosign 2 writes under tags is verified', async () => {
  const { layout } = await publish('older')
  await run('cosign', 'generate-key-pair', '--output-key-prefix', 'older')
  const older = ['--tlog-upload=false', '--use-signing-config=false', '--new-bundle-format=false']
  const options = [...older, '--allow-http-registry', '--yes']
  await run('cosign', 'sign', '--key', 'older.key', ...options, `${uri}@${layout.digest}`)
  const found = await prove(layout.digest, [readFileSync(join(work, 'older.pub'), 'utf8')])
  expect(found).toMatchObject([{ format: 'simple-signing', doubt: null, signer: { by: 'key' } }])
})

test.runIf(findNewerTool('oras'))(
  'a bundle with a certificate, attached with oras, is verified',
  async () => {
    const { layout } = await publish('certified')
    const bundle = await authority.signStatement(toStatement(layout.digest))
    writeFileSync(join(work, 'bundle.json'), JSON.stringify(bundle))
    const type = 'application/vnd.dev.sigstore.bundle.v0.3+json'
    const attach = ['attach', '--plain-http', '--artifact-type', type]
    await run('oras', ...attach, `${uri}@${layout.digest}`, `bundle.json:${type}`)
    expect(await prove(layout.digest)).toMatchObject([
      { doubt: null, signer: { by: 'identity', identity: workflowIdentity } },
    ])

    // The same bundle at another image is no proof of that one.
    const other = await publish('borrowed')
    await run('oras', ...attach, `${uri}@${other.layout.digest}`, `bundle.json:${type}`)
    expect(await prove(other.layout.digest)).toMatchObject([{ doubt: 'other-image', signer: null }])
  },
)

test.runIf(findNewerTool('notation'))(
  'what notation signs is verified by a trust store, JWS and COSE',
  async () => {
    const { layout } = await publish('noted')
    const image = `${uri}@${layout.digest}`
    await run('notation', 'cert', 'generate-test', '--default', 'test.example.com')
    for (const format of ['jws', 'cose']) {
      await run('notation', 'sign', '--insecure-registry', '--signature-format', format, image)
    }
    const found = await prove(layout.digest)
    expect(found).toHaveLength(2)
    for (const proof of found) {
      expect(proof).toMatchObject({ doubt: 'no-trust-store', signer: null, subject: layout.digest })
      expect(proof.claimedSigner).toContain('CN=test.example.com')
    }
    const store = join(work, 'config/notation/localkeys/test.example.com.crt')
    const certificates = [readFileSync(store, 'utf8')]
    const verified = await prove(layout.digest, [], [{ certificates, subjects: ['*'] }])
    expect(verified).toHaveLength(2)
    for (const proof of verified) {
      expect(proof).toMatchObject({ doubt: null, signer: { by: 'certificate' }, subject: layout.digest })
    }
  },
)
