/** Guards that the real AWS CLI reads the audit log with `aws cloudtrail lookup-events`: filters, times and pages. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { awsClis, runAwsCli } from '#testing/aws-cli.ts'
import { startTestRegistry, type TestRegistry } from '#testing/start-test-registry.ts'

interface Event {
  EventId: string
  EventName: string
  Username: string
  EventTime: string | number
  Resources: { ResourceType: string; ResourceName: string }[]
  CloudTrailEvent: string
}

if (awsClis.length === 0) test.skip('AWS CLI: skipped, because there is none here')

describe.each(awsClis)('AWS CLI $version: cloudtrail lookup-events', ({ path }) => {
  let registry: TestRegistry
  const run = (service: string, ...args: string[]) =>
    runAwsCli({ command: path, endpoint: registry.url, dataDir: registry.dataDir, service }, ...args)
  const lookUp = async (...args: string[]): Promise<{ Events: Event[]; NextToken?: string }> =>
    JSON.parse(await run('cloudtrail', 'lookup-events', ...args))
  const by = (key: string, value: string) => [
    '--lookup-attributes',
    `AttributeKey=${key},AttributeValue=${value}`,
  ]
  const names = ({ Events }: { Events: Event[] }) => Events.map(({ EventName }) => EventName)

  beforeAll(async () => {
    registry = await startTestRegistry()
    await run('ecr-public', 'create-repository', '--repository-name', 'ecr-tutorial')
    await run('ecr-public', 'create-repository', '--repository-name', 'other')
    await run('ecr-public', 'create-repository', '--repository-name', 'other').catch(() => {})
    await run('ecr-public', 'describe-repositories')
  })
  afterAll(() => registry.stop())

  test('finds what was done, the newest first', async () => {
    const found = await lookUp()
    expect(names(found).slice(-4)).toEqual([
      'DescribeRepositories',
      'CreateRepository',
      'CreateRepository',
      'CreateRepository',
    ])
    const oldest = found.Events.at(-1)
    expect(oldest).toMatchObject({
      Username: 'admin',
      Resources: [{ ResourceType: 'AWS::ECR::PublicRepository', ResourceName: 'ecr-tutorial' }],
    })
    // Version 1 prints seconds.
    const time = oldest?.EventTime ?? ''
    const timeMs = typeof time === 'number' ? time * 1000 : Date.parse(time)
    expect(timeMs).toBeGreaterThan(Date.now() - 3_600_000)
    expect(timeMs).toBeLessThanOrEqual(Date.now())
    expect(JSON.parse(oldest?.CloudTrailEvent ?? '')).toMatchObject({
      eventID: oldest?.EventId,
      userAgent: expect.stringContaining('aws-cli'),
      sourceIPAddress: '127.0.0.1',
      requestParameters: { repositoryName: 'ecr-tutorial' },
      responseElements: { repository: { repositoryName: 'ecr-tutorial' } },
    })
  })

  test('filters by one attribute', async () => {
    expect(names(await lookUp(...by('ReadOnly', 'true'), '--max-results', '50'))).toContain(
      'DescribeRepositories',
    )
    expect(names(await lookUp(...by('ResourceName', 'other')))).toEqual([
      'CreateRepository',
      'CreateRepository',
    ])
    const created = await lookUp(...by('EventName', 'CreateRepository'))
    expect(names(created)).toHaveLength(3)
    expect(JSON.parse(created.Events[0]?.CloudTrailEvent ?? '')).toMatchObject({
      errorCode: 'RepositoryAlreadyExistsException',
      responseElements: null,
    })
    const [event] = created.Events
    expect(await lookUp(...by('EventId', event?.EventId ?? ''))).toMatchObject({ Events: [event] })
  })

  test('within a time', async () => {
    const hour = 3_600_000
    const at = (ms: number) => new Date(Date.now() + ms).toISOString()
    const filter = by('EventName', 'CreateRepository')
    expect(names(await lookUp(...filter, '--start-time', at(-hour), '--end-time', at(hour)))).toHaveLength(3)
    expect(names(await lookUp(...filter, '--end-time', at(-hour)))).toEqual([])
    await expect(lookUp('--start-time', at(hour), '--end-time', at(-hour))).rejects.toThrow(
      /InvalidTimeRangeException/,
    )
  })

  test('in pages, by itself and by hand', async () => {
    const filter = by('EventName', 'CreateRepository')
    expect(names(await lookUp(...filter, '--page-size', '1'))).toHaveLength(3)
    const first = await lookUp(...filter, '--max-items', '2')
    expect(names(first)).toHaveLength(2)
    const rest = await lookUp(...filter, '--starting-token', first.NextToken ?? '')
    expect(names(rest)).toHaveLength(1)
  })

  test('is told what is wrong, and who may not', async () => {
    await expect(lookUp('--next-token', 'made-up')).rejects.toThrow(/InvalidNextTokenException/)
    const asGallery = { AWS_PROFILE: 'gallery' }
    const { url: endpoint, dataDir } = registry
    const looking = runAwsCli(
      { command: path, endpoint, dataDir, service: 'cloudtrail', environment: asGallery },
      'lookup-events',
    )
    await expect(looking).rejects.toThrow(/AccessDeniedException[\s\S]*cloudtrail:LookupEvents/)
    await expect(run('cloudtrail', 'describe-trails')).rejects.toThrow(/UnknownOperationException/)
  })
})
