/** Guards that a publisher sees with the real AWS CLI what became of the aliases that they asked for. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { awsClis, runAwsCli } from '#testing/aws-cli.ts'
import { startTestRegistry, type TestRegistry } from '#testing/start-test-registry.ts'

if (awsClis.length === 0) test.skip('AWS CLI: skipped, because there is none here')

describe.each(awsClis)('AWS CLI $version', ({ path }) => {
  let registry: TestRegistry
  beforeAll(async () => {
    registry = await startTestRegistry()
  })
  afterAll(() => registry.stop())

  const describeRegistries = async () => {
    const options = { command: path, endpoint: registry.url, dataDir: registry.dataDir }
    return JSON.parse(await runAwsCli(options, 'describe-registries')).registries[0]
  }

  /** `npm run registry -- …` beside the running program. */
  async function operate(verb: string, options: Record<string, string>): Promise<void> {
    const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])
    const command = [join(import.meta.dirname, '..', 'registry', 'cli.ts'), ...verb.split('/'), ...given]
    await promisify(execFile)(process.execPath, command, { env: childEnvironment(registry.forCommands) })
  }

  test('describe-registries has the default alias, and each custom one in its status', async () => {
    const { registryId: account } = await describeRegistries()
    for (const name of ['seagrass', 'eelgrass', 'marram']) await operate('alias/request', { account, name })
    await operate('alias/approve', { account, name: 'seagrass' })
    await operate('alias/reject', { account, name: 'eelgrass', reason: 'The name of a company.' })
    const before = await describeRegistries()
    const [standard] = before.aliases
    expect(before.registryUri).toMatch(new RegExp(`/${standard.name}$`))
    const custom = { primaryRegistryAlias: false, defaultRegistryAlias: false }
    expect(before.aliases).toEqual([
      { name: standard.name, status: 'ACTIVE', primaryRegistryAlias: true, defaultRegistryAlias: true },
      { ...custom, name: 'seagrass', status: 'ACTIVE' },
      { ...custom, name: 'eelgrass', status: 'REJECTED' },
      { ...custom, name: 'marram', status: 'PENDING' },
    ])

    await operate('alias/set-primary', { account, name: 'seagrass' })
    await operate('registry/verify', { account })
    const after = await describeRegistries()
    expect(after).toMatchObject({ verified: true, registryUri: expect.stringMatching(/\/seagrass$/) })
    expect(after.aliases[0]).toEqual({
      ...custom,
      name: 'seagrass',
      status: 'ACTIVE',
      primaryRegistryAlias: true,
    })

    await operate('alias/release', { account, name: 'seagrass' })
    const { aliases } = await describeRegistries()
    expect(aliases.map(({ name }: { name: string }) => name)).toEqual([standard.name, 'eelgrass', 'marram'])
    expect(aliases[0].primaryRegistryAlias).toBe(true)
  })
})
