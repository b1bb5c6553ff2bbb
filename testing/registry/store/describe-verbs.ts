/**
 * What every store has to do, whatever engine is under it: the suite is given a way to open an empty one. What an engine promises
 * besides (durability, who waits for whom) is tested beside the engine.
 */
import { beforeEach, describe, expect, test } from 'vitest'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import type { Store } from '#registry/store/open-store.ts'
import { describeContentRows } from './describe-content-rows.ts'
import { describeCounts } from './describe-counts.ts'
import { describeTagHistory } from './describe-tag-history.ts'
import { accountId, at, digestOf, later, latest, openForEachTest, otherId, toImage } from './verb-fixture.ts'

/** @param open an empty store; its directory, or whatever it has, is the caller's to remove */
export function describeVerbs(open: () => Promise<Store>): void {
  const fixture = openForEachTest(open)
  const { makeRepository, putAll } = fixture
  let store: Store
  beforeEach(() => {
    store = fixture.store()
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
      expect(
        await store.references.pickNaming(repositoryId, { digest: digestOf('layer'), kind: 'blob' }, [
          digestOf('index'),
          digestOf('image'),
        ]),
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
      const layer = digestOf('layer')
      expect(await store.blobs.listNoted('', 10)).toEqual([{ digest: layer, isUnlinked: true }])
      await store.transaction((tx) => tx.blobs.markUnlinked(later, { first: layer, last: layer }))
      expect(await store.blobs.listNoted('', 10)).toEqual([{ digest: layer, isUnlinked: false }])
      expect(await store.blobs.listExpired(latest)).toEqual([digestOf('layer')])
      const isForgotten = await store.transaction((tx) => tx.blobs.forget(digestOf('layer'), latest))
      expect(isForgotten).toBe(true)
    })
  })

  describe('texts and names', () => {
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
  })

  describeTagHistory(fixture)
  describeCounts(fixture)
  describeContentRows(fixture)
}
