/**
 * What every store has to do, whatever engine is under it: the suite is given a way to open an empty one. What an engine promises
 * besides (durability, who waits for whom) is tested beside the engine.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE, OCI_INDEX } from '#lib/oci/media-types.ts'
import type { NewImage } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'

const accountId = '111111111111'
const otherId = '222222222222'
const [at, later, latest] = [
  '2026-03-01T12:00:00.000Z',
  '2026-03-02T12:00:00.000Z',
  '2026-03-03T12:00:00.000Z',
]
const digestOf = (text: string): Digest => toDigest('sha256', Buffer.from(text))

/** An image of one layer, or an index of one image. */
function toImage(name: string, named: { kind: 'blob' | 'image'; digest: Digest }): NewImage {
  return {
    digest: digestOf(name),
    content: Buffer.from(name),
    mediaType: named.kind === 'blob' ? OCI_IMAGE : OCI_INDEX,
    artifactMediaType: null,
    artifactType: null,
    annotations: {},
    subject: null,
    sizeBytes: 7,
    references: [{ ...named, mediaType: 'application/octet-stream' }],
  }
}

/** @param open an empty store; its directory, or whatever it has, is the caller's to remove */
export function describeVerbs(open: () => Promise<Store>): void {
  let store: Store
  beforeEach(async () => {
    store = await open()
    await store.transaction(async (tx) => {
      for (const id of [accountId, otherId]) {
        await tx.accounts.insert({ accountId: id, displayName: '', at })
      }
    })
  })
  afterEach(() => store.close())

  const makeRepository = (name: string, owner = accountId) =>
    store.transaction((tx) => tx.repositories.insert({ accountId: owner, name, at }))
  const putAll = (repositoryId: number) =>
    store.transaction(async (tx) => {
      const layer = digestOf('layer')
      await tx.blobs.add({ repositoryId, digest: layer, sizeBytes: 5, at })
      await tx.images.put(repositoryId, toImage('image', { kind: 'blob', digest: layer }), at)
      await tx.images.put(repositoryId, toImage('index', { kind: 'image', digest: digestOf('image') }), later)
      await tx.tags.put(repositoryId, { tag: '1.0', digest: digestOf('image'), at })
      await tx.tags.put(repositoryId, { tag: 'latest', digest: digestOf('index'), at: later })
    })

  describe('transactions', () => {
    test('what throws leaves nothing behind, and nothing is done after it', async () => {
      const done: string[] = []
      const failing = store.transaction(async (tx) => {
        await tx.settings.put('demo', 'started')
        tx.afterCommit(() => void done.push('after'))
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect([await store.settings.get('demo'), done]).toEqual([null, []])
    })

    test('what waits for the end is done once, when the writes can be read', async () => {
      const seen: unknown[] = []
      await store.transaction(async (tx) => {
        await tx.settings.put('demo', 'started')
        tx.afterCommit(async () => void seen.push(await store.settings.get('demo')))
      })
      expect(seen).toEqual(['started'])
    })

    test('one sees what it has written itself', async () => {
      const read = await store.transaction(async (tx) => {
        await tx.settings.put('demo', 'done')
        return tx.settings.get('demo')
      })
      expect(read).toBe('done')
    })
  })

  describe('accounts and their aliases', () => {
    test('an account is added once, described and verified', async () => {
      const added = await store.transaction((tx) => tx.accounts.insert({ accountId, displayName: 'x', at }))
      expect(added).toBe(false)
      await store.transaction(async (tx) => {
        await tx.accounts.setDisplayName(accountId, 'Tide')
        await tx.accounts.setProfile(accountId, { description: 'Tools.', website: 'https://tide.example' })
        expect(await tx.accounts.setVerified(accountId, true)).toBe(true)
        expect(await tx.accounts.setVerified('333333333333', true)).toBe(false)
      })
      expect(await store.accounts.get(accountId)).toEqual({
        ...{ accountId, displayName: 'Tide', description: 'Tools.', website: 'https://tide.example' },
        verified: true,
      })
      expect(await store.accounts.list({ only: null, after: accountId, limit: 9 })).toMatchObject([
        { accountId: otherId },
      ])
    })

    test('a name is asked for by several, given to one, and kept for it when it goes', async () => {
      const name = 'tide'
      await store.transaction(async (tx) => {
        for (const id of [accountId, otherId]) {
          await tx.aliases.put({ accountId: id, name, status: 'PENDING', at })
        }
        await tx.aliases.rejectOthers({ accountId, name }, { at: later, reason: 'taken' })
        await tx.aliases.decide({ accountId, name }, { status: 'ACTIVE', at: later, reason: null })
        await tx.aliases.putPrimary({ accountId, name })
      })
      expect(await store.aliases.get({ accountId: otherId, name })).toMatchObject({
        ...{ status: 'REJECTED', reason: 'taken', decidedAt: later },
      })
      expect(await store.aliases.getAccount(name)).toBe(accountId)
      await store.transaction(async (tx) => {
        await tx.aliases.delete({ accountId, name })
        await tx.aliases.reserve({ accountId, name, at: latest })
      })
      expect(await store.aliases.getHolder(name)).toEqual({ accountId, released: true })
    })
  })

  describe('who may do things', () => {
    test('a user has its groups, its policies and its keys, which all go with it', async () => {
      const before = await store.policies.getVersion()
      await store.transaction(async (tx) => {
        expect(await tx.users.insert({ userId: 'AIDA1', accountId, name: 'ci', at })).toBe(true)
        expect(await tx.users.insert({ userId: 'AIDA2', accountId, name: 'ci', at })).toBe(false)
        await tx.groups.insert({ groupId: 'AGPA1', accountId, name: 'pushers', at })
        await tx.groups.addMember('AGPA1', 'AIDA1')
        await tx.policies.putInline({ kind: 'user', id: 'AIDA1' }, { name: 'own', document: '{}' })
        await tx.policies.attach({ kind: 'group', id: 'AGPA1' }, 'arn:aws:iam::aws:policy/Any')
        await tx.accessKeys.insert({
          ...{ accessKeyId: 'AKIA1', accountId, holder: { kind: 'user', userId: 'AIDA1' } },
          ...{ secretSealed: new Uint8Array([1]), sessionTokenSha256: null, expiresAt: null, at },
        })
      })
      expect(await store.policies.getVersion()).toBeGreaterThan(before)
      expect(await store.users.list(accountId)).toEqual([
        { userId: 'AIDA1', name: 'ci', createdAt: at, groups: ['pushers'] },
      ])
      expect(await store.policies.listOf({ kind: 'user', id: 'AIDA1' })).toEqual([
        { name: 'user/ci/own', document: '{}' },
        { name: 'arn:aws:iam::aws:policy/Any', document: null },
      ])
      expect(await store.accessKeys.get('AKIA1')).toMatchObject({ isActive: true, tokenGeneration: '0.0' })
      await store.transaction(async (tx) => {
        await tx.users.revokeTokens('AIDA1')
        await tx.accessKeys.revokeTokens('AKIA1')
      })
      expect(await store.accessKeys.get('AKIA1')).toMatchObject({ tokenGeneration: '1.1' })
      await store.transaction((tx) => tx.users.delete('AIDA1'))
      expect(await store.accessKeys.get('AKIA1')).toBeNull()
      expect(await store.groups.list(accountId)).toEqual([{ groupId: 'AGPA1', name: 'pushers', users: [] }])
    })
  })

  describe('images', () => {
    test('what is pushed is found by tag and digest, with what names what', async () => {
      const { repositoryId } = await makeRepository('app')
      await putAll(repositoryId)
      expect(await store.manifests.get(repositoryId, { tag: 'latest' })).toMatchObject({ isChild: false })
      expect(await store.manifests.get(repositoryId, { digest: digestOf('image') })).toMatchObject({
        ...{ mediaType: OCI_IMAGE, isChild: true },
      })
      expect(await store.images.list({ repositoryId, after: null, limit: 9 })).toMatchObject([
        { digest: digestOf('index'), tags: ['latest'] },
        { digest: digestOf('image'), tags: ['1.0'] },
      ])
      expect(
        await store.references.listTo(repositoryId, { digest: digestOf('layer'), kind: 'blob' }),
      ).toEqual([digestOf('image')])
      expect(await store.tags.listNames(repositoryId, { after: '1.0', limit: 9 })).toEqual(['latest'])
    })

    test('a second push of the same changes nothing, and a tag moves', async () => {
      const { repositoryId } = await makeRepository('app')
      await putAll(repositoryId)
      await store.transaction(async (tx) => {
        const again = toImage('image', { kind: 'blob', digest: digestOf('layer') })
        expect(await tx.images.put(repositoryId, again, latest)).toBe(false)
        expect(await tx.tags.put(repositoryId, { tag: '1.0', digest: again.digest, at: latest })).toBe(false)
        const moved = { tag: '1.0', digest: digestOf('index'), at: latest }
        expect(await tx.tags.put(repositoryId, moved)).toBe(true)
      })
      expect(await store.tags.getDigest(repositoryId, '1.0')).toBe(digestOf('index'))
    })

    test('a repository goes with all that it has, and its blobs wait to be collected', async () => {
      const { repositoryId } = await makeRepository('app')
      await putAll(repositoryId)
      await store.transaction((tx) => tx.repositories.delete(repositoryId))
      expect(await store.images.count(repositoryId)).toBe(0)
      expect(await store.blobs.has(digestOf('layer'))).toBe(true)
      await store.transaction((tx) => tx.blobs.markUnlinked(later))
      expect(await store.blobs.listExpired(latest)).toEqual([digestOf('layer')])
      const isForgotten = await store.transaction((tx) => tx.blobs.forget(digestOf('layer'), latest))
      expect(isForgotten).toBe(true)
    })
  })

  describe('the history of tags', () => {
    const everything = { before: null, after: null, digest: null, limit: 99 }
    const list = async (repositoryId: number, tag: string) =>
      (await store.tags.listMoves(repositoryId, tag, everything)).map(
        ({ digest, movedAt, isRemoval }) => `${isRemoval ? 'from' : 'to'} ${nameOf(digest)} ${movedAt}`,
      )
    const nameOf = (digest: string) => ['image', 'index'].find((name) => digestOf(name) === digest)

    test('each move is there, also when tag and image are gone', async () => {
      const { repositoryId } = await makeRepository('app')
      await putAll(repositoryId)
      await store.transaction((tx) =>
        tx.tags.put(repositoryId, { tag: '1.0', digest: digestOf('index'), at: later }),
      )
      await store.transaction((tx) => tx.tags.delete(repositoryId, '1.0', later))
      expect(await store.transaction((tx) => tx.tags.delete(repositoryId, '1.0', latest))).toBe(false)
      await store.transaction((tx) => tx.images.delete(repositoryId, digestOf('index'), latest))
      expect(await list(repositoryId, '1.0')).toEqual([
        `from index ${later}`,
        `to index ${later}`,
        `to image ${at}`,
      ])
      expect(await list(repositoryId, 'latest')).toEqual([`from index ${latest}`, `to index ${later}`])
      expect(await list(repositoryId, 'never')).toEqual([])
      expect((await store.tags.listMoves(repositoryId, 'latest', everything))[0]).toMatchObject({
        ...{ mediaType: OCI_INDEX, manifestBytes: 'index'.length },
      })
    })

    test('a page begins where it is asked for', async () => {
      const { repositoryId } = await makeRepository('app')
      await putAll(repositoryId)
      for (const [index, name] of ['index', 'image', 'index'].entries()) {
        await store.transaction((tx) =>
          tx.tags.put(repositoryId, { tag: '1.0', digest: digestOf(name), at: index < 1 ? later : latest }),
        )
      }
      const page = async (options: object) =>
        (await store.tags.listMoves(repositoryId, '1.0', { ...everything, ...options })).map(
          (it) => it.number,
        )
      expect(await page({})).toEqual([4, 3, 2, 1])
      expect(await page({ limit: 2 })).toEqual([4, 3])
      expect(await page({ after: 3 })).toEqual([2, 1])
      expect(await page({ before: latest })).toEqual([2, 1])
      expect(await page({ digest: digestOf('index') })).toEqual([4, 2])
    })

    test('an image that is put again under its tags has not moved them', async () => {
      const { repositoryId } = await makeRepository('app')
      await putAll(repositoryId)
      await store.transaction(async (tx) => {
        await tx.images.delete(repositoryId, digestOf('index'), null)
        await tx.images.put(
          repositoryId,
          toImage('index', { kind: 'image', digest: digestOf('image') }),
          later,
        )
        await tx.tags.put(repositoryId, { tag: 'latest', digest: digestOf('index'), at: later })
      })
      expect(await list(repositoryId, 'latest')).toEqual([`to index ${later}`])
    })

    test('a past that is given moves the moves, each of which is there once', async () => {
      const { repositoryId } = await makeRepository('app')
      await putAll(repositoryId)
      for (const name of ['image', 'index', 'image', 'index']) {
        const move = { tag: '1.0', digest: digestOf(name), at: latest }
        await store.transaction((tx) => tx.tags.put(repositoryId, move))
      }
      const [longAgo, before, after] = ['2025-01-01', '2025-02-01', '2025-03-01'] as const
      const pushedAt = new Map([
        [digestOf('image'), before],
        [digestOf('index'), after],
      ])
      const past = { accountId, name: 'app', createdAt: longAgo, pushedAt }
      await store.transaction((tx) => tx.repositories.backdate(past))
      expect(await list(repositoryId, '1.0')).toEqual([`to index ${after}`, `to image ${before}`])
    })

    test('a clock that was set back leaves the moves in their order', async () => {
      const { repositoryId } = await makeRepository('app')
      await putAll(repositoryId)
      await store.transaction((tx) =>
        tx.tags.put(repositoryId, { tag: 'latest', digest: digestOf('image'), at }),
      )
      expect(await list(repositoryId, 'latest')).toEqual([`to image ${later}`, `to index ${later}`])
    })

    test('tags are listed with their times in the order of their names', async () => {
      const { repositoryId } = await makeRepository('app')
      await putAll(repositoryId)
      const [first, second] = await store.tags.listTimed(repositoryId, { after: null, limit: 9 })
      expect(first).toEqual({
        ...{ tag: '1.0', digest: digestOf('image'), createdAt: at },
        ...{ mediaType: OCI_IMAGE, manifestBytes: 'image'.length },
      })
      expect(second).toMatchObject({ tag: 'latest', createdAt: later })
      expect(await store.tags.listTimed(repositoryId, { after: '1.0', limit: 9 })).toEqual([second])
    })

    test('a repository takes its history along, and leaves that of others', async () => {
      const [one, other] = [await makeRepository('app'), await makeRepository('second')]
      await putAll(one.repositoryId)
      await putAll(other.repositoryId)
      await store.transaction((tx) => tx.repositories.delete(one.repositoryId))
      expect(await list(one.repositoryId, 'latest')).toEqual([])
      expect(await list(other.repositoryId, 'latest')).toEqual([`to index ${later}`])
    })
  })

  describe('counts and feeds', () => {
    test('pulls add up, and a reader is told of those that changed', async () => {
      const { repositoryId } = await makeRepository('app')
      const day = '2026-03-01'
      const add = (tag: string, count: number) =>
        store.quietly((tx) => tx.pulls.add([{ repositoryId, day, tag, count }]))
      await add('1.0', 2)
      const last = await store.pulls.getLastChange()
      await add('1.0', 3)
      await add('', 1)
      expect(await store.pulls.get(repositoryId, { fromDay: day, maxTags: 9 })).toEqual({
        ...{ total: 6, days: [{ day, count: 6 }], tags: [{ tag: '1.0', count: 5 }] },
      })
      expect((await store.pulls.listChanges(last))?.totals).toMatchObject([{ count: 6 }])
    })

    test('what stands in one list twice counts twice', async () => {
      const { repositoryId } = await makeRepository('app')
      const pulled = { repositoryId, day: '2026-03-01', tag: '1.0', count: 2 }
      const client = { repositoryId, day: '2026-03-01', client: 'docker', count: 2 }
      const sent = { month: '2026-03', client: accountId, bytes: 5 }
      await store.transaction(async (tx) => {
        await tx.pulls.add([pulled, pulled, { ...pulled, day: '2026-03-02' }])
        await tx.pulls.addClients([client, client])
        await tx.transfers.add([sent, sent], '2026-01')
        await tx.resourceTags.put(repositoryId, [
          { key: 'team', value: 'one' },
          { key: 'team', value: 'two' },
        ])
      })
      const page = { fromDay: '2026-03-01', maxTags: 9 }
      expect(await store.pulls.get(repositoryId, page)).toMatchObject({ total: 6 })
      expect((await store.pulls.getDetails(repositoryId, page)).clients).toMatchObject([{ count: 4 }])
      expect(await store.transfers.get(sent)).toBe(10)
      expect(await store.resourceTags.list(repositoryId)).toEqual([{ key: 'team', value: 'two' }])
    })

    test('texts are kept as they are, whatever characters they have', async () => {
      const { repositoryId } = await makeRepository('app')
      const odd = 'a\u0000b\u{10ffff}0 \\u0000 \u{1f600} "'
      const image = toImage('image', { kind: 'blob', digest: digestOf('layer') })
      await store.transaction(async (tx) => {
        await tx.accounts.setDisplayName(accountId, odd)
        await tx.blobs.add({ repositoryId, digest: digestOf('layer'), sizeBytes: 5, at })
        const references = image.references.map((reference) => ({ ...reference, mediaType: odd }))
        await tx.images.put(
          repositoryId,
          { ...image, annotations: { odd }, subject: digestOf('x'), references },
          at,
        )
      })
      expect(await store.accounts.getDisplayName(accountId)).toBe(odd)
      expect(await store.references.getBlobMediaType(repositoryId, digestOf('layer'))).toBe(odd)
      const page = { subject: digestOf('x'), after: '', artifactType: null, limit: 9, maxBytes: 9_999 }
      expect((await store.references.listReferrers(repositoryId, page)).referrers).toMatchObject([
        { annotations: { odd } },
      ])
    })

    test('names are the same in capitals and small letters, and listed in that order', async () => {
      await store.transaction(async (tx) => {
        for (const [at1, name] of ['b', 'A', 'C', '_', 'Z-1', 'z'].entries()) {
          expect(await tx.users.insert({ userId: `AIDA${at1}`, accountId, name, at })).toBe(true)
        }
        expect(await tx.users.insert({ userId: 'AIDA9', accountId, name: 'B', at })).toBe(false)
      })
      expect((await store.users.list(accountId)).map(({ name }) => name)).toEqual([
        '_',
        'A',
        'b',
        'C',
        'z',
        'Z-1',
      ])
      expect(await store.users.get(accountId, 'c')).toMatchObject({ name: 'C' })
      expect(await store.users.get(accountId, '\u212a')).toBeNull()
    })

    test('pulls of the days are told by tag and platform, those that were pulled most, and by client', async () => {
      const { repositoryId } = await makeRepository('app')
      const [early, late] = ['2026-02-01', '2026-03-01'] as const
      const add = async (day: string, tag: string, client: string, count: number) =>
        store.quietly(async (tx) => {
          await tx.pulls.add([{ repositoryId, day, tag, count }])
          await tx.pulls.addClients([
            { repositoryId, day, client, count },
            { repositoryId: 999, day, client, count },
          ])
        })
      await add(early, '1.0', 'docker', 9)
      await add(late, '1.0', 'docker', 2)
      await add(late, '1.0', 'podman', 1)
      await add(late, '', 'docker', 5)
      await add(late, 'rare', 'docker', 1)
      for (const [platform, count] of [
        ['linux/amd64', 1],
        ['linux/amd64', 2],
        ['linux/arm64', 2],
        ['linux/s390x', 1],
      ] as const) {
        const pulled = { day: late, platform, count }
        await store.quietly(async (tx) =>
          tx.pulls.addPlatforms([
            { repositoryId, ...pulled },
            { repositoryId: 999, ...pulled },
          ]),
        )
      }
      expect(await store.pulls.getDetails(repositoryId, { fromDay: late, maxTags: 2 })).toEqual({
        tags: [
          { day: late, tag: '', count: 5 },
          { day: late, tag: '1.0', count: 3 },
        ],
        clients: [
          { day: late, client: 'docker', count: 8 },
          { day: late, client: 'podman', count: 1 },
        ],
        platforms: [
          { day: late, platform: 'linux/amd64', count: 3 },
          { day: late, platform: 'linux/arm64', count: 2 },
        ],
      })
      const nothing = { fromDay: '2026-04-01', maxTags: 2 }
      expect(await store.pulls.getDetails(repositoryId, nothing)).toEqual({
        tags: [],
        clients: [],
        platforms: [],
      })
    })

    test('the audit log is a chain that is cut at its old end only', async () => {
      const event = (eventId: string, eventSecond: number) => ({
        ...{ eventId, eventSecond, eventSource: 's', eventName: 'n', readOnly: false, accountId },
        ...{ ownerAccountId: null, userName: null, accessKeyId: null, resourceName: null, record: '{}' },
      })
      await store.transaction((tx) => tx.audit.append([event('a', 1), event('b', 2), event('c', 3)]))
      expect((await store.audit.list(0)).map(({ eventId }) => eventId)).toEqual(['a', 'b', 'c'])
      expect(await store.transaction((tx) => tx.audit.prune(3))).toBe(2)
      expect(await store.audit.getAnchor()).toMatchObject({ sequence: 2 })
      expect(await store.audit.getHead()).toMatchObject({ sequence: 3 })
    })
  })

  describe('usage', () => {
    test('says which repository has which blob, and how many images and tags each has', async () => {
      const made = [await makeRepository('a'), await makeRepository('b', otherId), await makeRepository('c')]
      const ids = made.map(({ repositoryId }) => repositoryId)
      const [first = 0, second = 0] = ids
      await putAll(first)
      await store.transaction((tx) =>
        tx.blobs.add({ repositoryId: second, digest: digestOf('layer'), sizeBytes: 5, at }),
      )
      expect(await readAll(store.usage.walkRepositories())).toEqual([
        { repositoryId: first, accountId, name: 'a', images: 2, tags: 2 },
        { repositoryId: second, accountId: otherId, name: 'b', images: 0, tags: 0 },
        { repositoryId: ids[2], accountId, name: 'c', images: 0, tags: 0 },
      ])
      const links = await readAll(store.usage.walkBlobLinks())
      expect(links).toEqual(
        [first, second].map((repositoryId) => ({ digest: digestOf('layer'), repositoryId, sizeBytes: 5 })),
      )
    })

    test('says what no repository has any more', async () => {
      const { repositoryId } = await makeRepository('a')
      await store.transaction(async (tx) => {
        await tx.blobs.add({ repositoryId, digest: digestOf('layer'), sizeBytes: 5, at })
        await tx.blobs.unlink(repositoryId, digestOf('layer'))
        await tx.blobs.markUnlinked(later)
      })
      expect(await store.usage.sumUnlinked()).toEqual({ blobs: 1, bytes: 5 })
    })
  })
}

async function readAll<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}
