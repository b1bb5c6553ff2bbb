import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createAccount } from '#registry/domain/identities/create-account.ts'
import { setVerified } from '#registry/domain/identities/set-verified.ts'
import { openTestService, type TestService } from '#testing/registry/open-test-service.ts'
import { addAlias } from './add-alias.ts'
import { AliasError } from './alias-error.ts'
import { checkWantedName } from './check-alias-name.ts'
import { toSkeleton } from './find-look-alike.ts'

const publisher = '111111111111'
const verified = '222222222222'
const unverified = '333333333333'

let fixture: TestService
beforeEach(async () => {
  fixture = await openTestService()
  const { service } = fixture
  await createAccount(service, { accountId: publisher, displayName: 'Publisher' })
  await createAccount(service, { accountId: verified, displayName: 'Café Montréal' })
  await createAccount(service, { accountId: unverified, displayName: 'Nobody Knows' })
  await setVerified(service, { accountId: verified, verified: true })
  await addAlias(service, { accountId: verified, name: 'tidewater' })
  await addAlias(service, { accountId: unverified, name: 'kelpforest' })
})
afterEach(() => fixture[Symbol.asyncDispose]())

const check = (name: string, accountId = publisher) =>
  checkWantedName(fixture.service.store, { accountId, name })

describe('a name may be asked for that is', () => {
  test.each([
    'harbor',
    'ab',
    'a'.repeat(50),
    'jmo-lab',
    'paws',
    'ecrins',
    'test-bench',
    'team7',
    // Near an unverified publisher's name only, or near a short one.
    'kelpforests',
    'water',
    'a1b2c3',
  ])('%s', async (name) => {
    await expect(check(name)).resolves.toBeUndefined()
  })

  test('its own, or one letter from its own', async () => {
    await expect(check('tidewater', verified)).resolves.toBeUndefined()
    await expect(check('tidewaters', verified)).resolves.toBeUndefined()
  })
})

describe('a name is refused, with the reason, that is', () => {
  test.each([
    ['a', '2 to 50 characters'],
    ['a'.repeat(51), '2 to 50 characters'],
    ['Tide', 'consists of a-z'],
    ['tіde', 'consists of a-z'],
    ['1tide', 'begins with a letter'],
    ['tide--water', 'single'],
    ['tide/water', 'consists of a-z'],
    ['search', 'the gallery uses that address itself'],
    ['v2', 'the gallery uses that address itself'],
    ['b8a8x1o6', 'given to registries by themselves'],
    ['marketplace', 'generic word'],
    ['public', 'generic word'],
    ['test', 'generic word'],
    ['aws', 'Amazon Web Services'],
    ['aws-tools', 'Amazon Web Services'],
    ['my-awstools', 'Amazon Web Services'],
    ['amazonlinux', 'Amazon Web Services'],
    ['amaz0n', 'Amazon Web Services'],
    ['arnazon', 'Amazon Web Services'],
    ['am-azon', 'Amazon Web Services'],
    ['eks', 'the name of an AWS service'],
    ['best-lambda', 'the name of an AWS service'],
    ['tidewater', 'taken by another registry'],
    ['kelpforest', 'taken by another registry'],
    ['tide-water', "mistaken for 'tidewater', a name of the verified publisher"],
    ['t1dewater', "mistaken for 'tidewater'"],
    ['tidewaters', "mistaken for 'tidewater'"],
    ['tidwater', "mistaken for 'tidewater'"],
    ['tidewaetr', "mistaken for 'tidewater'"],
    ['tidevvater', "mistaken for 'tidewater'"],
    ['tidewater-official', "mistaken for 'tidewater'"],
    ['get-tide-water', "mistaken for 'tidewater'"],
    ['kelp-forest', "mistaken for 'kelpforest', a name of another publisher"],
    ['ke1pforest', "mistaken for 'kelpforest'"],
    ['cafe-montreal', "mistaken for 'Café Montréal'"],
    ['cafe-montreall', "mistaken for 'Café Montréal'"],
  ])('%s', async (name, reason) => {
    await expect(check(name)).rejects.toThrow(AliasError)
    await expect(check(name)).rejects.toThrow(`'${name}' cannot be an alias of this registry: `)
    await expect(check(name)).rejects.toThrow(reason)
  })
})

test('letters that are read for one another have one skeleton', () => {
  for (const name of ['tldewater', 't1dewater', 'tide-water', 'Tidé_Water', 'tidevvater']) {
    expect(toSkeleton(name)).toBe(toSkeleton('tidewater'))
  }
  expect(toSkeleton('tidewaters')).not.toBe(toSkeleton('tidewater'))
})
