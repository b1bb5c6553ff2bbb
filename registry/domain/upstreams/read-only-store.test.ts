/** What upstreams have been pulled goes on while the operator lets nothing be written. */
import { expect, test } from 'vitest'
import { openTestService } from '#testing/registry/open-test-service.ts'
import { startConfiguredUpstream } from '#testing/start-configured-upstream.ts'

test('a tag that cannot be noted is not compared at every pull', async () => {
  const { upstream, file, remove } = await startConfiguredUpstream({ freshSeconds: 0 })
  await using fixture = await openTestService({ UPSTREAMS_FILE: file })
  try {
    const open = fixture.service.upstreams.find('mirror')
    upstream.addImage('library/app', '1', [])
    await open?.bring('library/app', { tag: '1' })
    fixture.setTime('2026-03-01T12:01:00.000Z')
    fixture.service.store.stopWriting(['for the test'])
    for (let at = 0; at < 20; at += 1) expect(await open?.bring('library/app', { tag: '1' })).toBeNull()
    await expect.poll(() => upstream.count(/HEAD/)).toBe(1)
    await expect
      .poll(() => fixture.log.filter(({ msg }) => msg === 'a tag could not be compared'))
      .toHaveLength(1)
    expect(await open?.bring('library/app', { tag: '1' })).toBeNull()
    expect(upstream.count(/HEAD/)).toBe(1)
  } finally {
    await remove()
  }
})
