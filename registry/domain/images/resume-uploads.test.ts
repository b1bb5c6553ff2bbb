/** Uploads that a process has begun and a later one goes on with; each restart here is a second service on the same directory. */
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import {
  createUploads,
  type Upload,
  type UploadOwner,
  type Uploads,
} from '#registry/domain/images/uploads.ts'
import { DigestMismatchError } from '#registry/store/content/blob-store.ts'
import { openFilesystemBlobStore } from '#registry/store/content/filesystem-blob-store.ts'
import { openTestService, type TestService } from '#testing/registry/open-test-service.ts'

const owner: UploadOwner = { repositoryId: 7, principal: 'AIDAOWNER' }
const hour = 60 * 60 * 1000
let opened: TestService
let folder: string
let now: Date
beforeEach(async () => {
  opened = await openTestService()
  folder = join(opened.dataDir, 'uploads')
  now = new Date('2026-03-01T12:00:00.000Z')
})
afterEach(() => opened[Symbol.asyncDispose]())

let lastId = 0
const newId = () => {
  lastId += 1
  return `upload-${lastId}`
}
const open = () => {
  const content = openFilesystemBlobStore(opened.dataDir, newId)
  return { content, uploads: createUploads(content, () => now, newId) }
}
const restart = async (repositories: readonly number[] = [owner.repositoryId]) => {
  const { content, uploads } = open()
  const resumed = await uploads.resume(async (id) => repositories.includes(id))
  return { content, uploads, resumed }
}
const append = (upload: Upload, text: string) =>
  upload.exclusively(() => upload.writer.append([Buffer.from(text)]))
const addPart = (upload: Upload, text: string) =>
  upload.exclusively(async () => {
    await upload.writer.append([Buffer.from(text)])
    upload.partBytes.push(text.length)
  })
const requireUpload = async (uploads: Uploads, id: string, as = owner): Promise<Upload> => {
  const upload = await uploads.find(id, as)
  if (upload === null) throw new Error(`There is no upload ${id}.`)
  return upload
}
const digestOf = (text: string) => toDigest('sha256', Buffer.from(text))

test('an upload goes on where it was, to the right digest of either algorithm', async () => {
  for (const algorithm of ['sha256', 'sha512'] as const) {
    const { id, ...begun } = await open().uploads.begin(owner, 5, 'stream')
    await append({ id, ...begun }, 'one ')
    const { uploads, content, resumed } = await restart()
    expect(resumed).toEqual({ resumedUploads: 1, removedUploads: 0 })
    const upload = await requireUpload(uploads, id)
    expect(upload.writer.sizeBytes).toBe(4)
    await append(upload, 'two ')
    await append(upload, 'three')
    const digest = toDigest(algorithm, Buffer.from('one two three'))
    await upload.writer.commit(digest)
    await uploads.end(upload)
    expect(await content.stat(digest)).toBe(13)
    expect(readdirSync(folder)).toEqual([])
  }
})

test('a digest is never that of other bytes, and the upload survives a wrong one', async () => {
  const begun = await open().uploads.begin(owner, 5, 'stream')
  await append(begun, 'one ')
  const upload = await requireUpload((await restart()).uploads, begun.id)
  await append(upload, 'two')
  await expect(upload.writer.commit(digestOf('two'))).rejects.toThrow(DigestMismatchError)
  expect(await upload.writer.computeDigest('sha256')).toBe(digestOf('one two'))
})

test('a chunk that breaks off after a restart is taken back', async () => {
  const begun = await open().uploads.begin(owner, 5, 'stream')
  await append(begun, 'one ')
  const upload = await requireUpload((await restart()).uploads, begun.id)
  const broken = async function* () {
    yield Buffer.from('broken')
    throw new Error('The client has gone.')
  }
  await expect(upload.exclusively(() => upload.writer.append(broken()))).rejects.toThrow('has gone')
  expect(upload.writer.sizeBytes).toBe(4)
  await append(upload, 'two')
  expect(await upload.writer.computeDigest('sha256')).toBe(digestOf('one two'))
})

test('many chunks that come while the earlier bytes are hashed again are all in the digest', async () => {
  const early = 'x'.repeat(5_000_000)
  const begun = await open().uploads.begin(owner, 5, 'stream')
  await append(begun, early)
  const upload = await requireUpload((await restart()).uploads, begun.id)
  const rest = Array.from({ length: 50 }, (_, n) => `chunk ${n} `)
  for (const chunk of rest) await append(upload, chunk)
  expect(await upload.writer.computeDigest('sha256')).toBe(digestOf(early + rest.join('')))
})

test('what is claimed is what the disk has: of a stream all, of parts those that are whole', async () => {
  const { uploads } = open()
  const [stream, parts, lost] = [
    await uploads.begin(owner, 5, 'stream'),
    await uploads.begin(owner, 5, 'parts'),
    await uploads.begin(owner, 5, 'parts'),
  ]
  await append(stream, '12345')
  for (const upload of [parts, lost]) for (const part of ['aaa', 'bbb']) await addPart(upload, part)
  // A chunk and a part that were being written when the process ended.
  for (const { id } of [stream, parts]) writeFileSync(join(folder, id), 'unacknowledged', { flag: 'a' })
  // What a loss of power has taken.
  truncateSync(join(folder, lost.id), 5)
  const after = await restart()
  const stateOf = async ({ id }: Upload) => {
    const { writer, partBytes } = await requireUpload(after.uploads, id)
    return [writer.sizeBytes, partBytes]
  }
  expect(await Promise.all([stream, parts, lost].map(stateOf))).toEqual([
    [5 + 'unacknowledged'.length, []],
    [6, [3, 3]],
    [3, [3]],
  ])
  const upload = await requireUpload(after.uploads, lost.id)
  await addPart(upload, 'ccc')
  expect(await upload.writer.computeDigest('sha256')).toBe(digestOf('aaaccc'))
})

test('nobody else finds it, and it counts among those that its principal may begin', async () => {
  const begun = await open().uploads.begin(owner, 1, 'stream')
  const { uploads } = await restart([owner.repositoryId, 8])
  expect(await uploads.find(begun.id, { ...owner, principal: 'AIDAOTHER' })).toBeNull()
  expect(await uploads.find(begun.id, { ...owner, repositoryId: 8 })).toBeNull()
  await expect(uploads.begin(owner, 1, 'stream')).rejects.toMatchObject({ code: 'too-many-uploads' })
  await uploads.end(await requireUpload(uploads, begun.id))
  await uploads.begin(owner, 1, 'stream')
})

describe('at a start is removed what', () => {
  test('was abandoned, counted from the last request', async () => {
    const { uploads } = open()
    const [old, young] = [await uploads.begin(owner, 5, 'stream'), await uploads.begin(owner, 5, 'stream')]
    now = new Date(now.getTime() + 23 * hour)
    await append(young, 'young')
    now = new Date(now.getTime() + 2 * hour)
    const after = await restart()
    expect(after.resumed).toEqual({ resumedUploads: 1, removedUploads: 1 })
    const found = await Promise.all([old, young].map(({ id }) => after.uploads.find(id, owner)))
    expect(found.map((upload) => upload?.id)).toEqual([undefined, young.id])
    expect(readdirSync(folder).sort()).toEqual([young.id, `${young.id}.json`])
    now = new Date(now.getTime() + 25 * hour)
    expect(await after.uploads.endAbandoned(new Date(now.getTime() - 24 * hour))).toBe(1)
    expect(readdirSync(folder)).toEqual([])
  })

  test('has no repository any more', async () => {
    await append(await open().uploads.begin(owner, 5, 'stream'), 'gone')
    expect((await restart([8])).resumed).toEqual({ resumedUploads: 0, removedUploads: 1 })
    expect(readdirSync(folder)).toEqual([])
  })

  test.each([
    ['empty', ''],
    ['cut off', '{"repositoryId":7,"princ'],
    ['of another form', '{"repositoryId":"7"}'],
    ['no object', 'null'],
    ['binary', '\0\0\0\0'],
  ])('has a record that is %s', async (_, text) => {
    const begun = await open().uploads.begin(owner, 5, 'stream')
    await append(begun, 'bytes')
    writeFileSync(join(folder, `${begun.id}.json`), text)
    expect((await restart()).resumed).toEqual({ resumedUploads: 0, removedUploads: 1 })
    expect(readdirSync(folder)).toEqual([])
  })

  test('has no record, or only one that was being written', async () => {
    const { uploads } = open()
    const whole = await uploads.begin(owner, 5, 'at-once')
    await append(whole, 'sent in one request')
    writeFileSync(join(folder, 'unknown.json.new'), '{')
    expect(readdirSync(folder).sort()).toEqual(['unknown.json.new', whole.id].sort())
    expect((await restart()).resumed).toEqual({ resumedUploads: 0, removedUploads: 0 })
    expect(readdirSync(folder)).toEqual([])
  })

  test('has become a blob just before the process ended', async () => {
    const { uploads } = open()
    const begun = await uploads.begin(owner, 5, 'stream')
    await append(begun, 'content')
    await begun.writer.commit(digestOf('content'))
    const after = await restart()
    expect(after.resumed).toEqual({ resumedUploads: 0, removedUploads: 1 })
    expect(await after.content.stat(digestOf('content'))).toBe(7)
    expect(readdirSync(folder)).toEqual([])
  })
})

test('a record is for the registry alone, and names no content', async () => {
  const begun = await open().uploads.begin(owner, 5, 'parts')
  await addPart(begun, 'secret')
  const path = join(folder, `${begun.id}.json`)
  expect(existsSync(`${path}.new`)).toBe(false)
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    ...owner,
    way: 'parts',
    begunAt: '2026-03-01T12:00:00.000Z',
    touchedAt: '2026-03-01T12:00:00.000Z',
    receivedBytes: 6,
    partBytes: [6],
  })
})

test('a repository that goes while its upload is begun leaves nothing', async () => {
  const { uploads } = open()
  const beginning = uploads.begin(owner, 5, 'stream')
  await uploads.endAll(owner.repositoryId)
  const { id } = await beginning
  expect([await uploads.find(id, owner), readdirSync(folder)]).toEqual([null, []])
})
