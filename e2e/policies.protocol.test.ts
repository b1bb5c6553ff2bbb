/** Guards that policies work as the real AWS CLI and a real client meet them: denied, allowed, and denied again. */
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { awsClis, runAwsCli } from '#testing/aws-cli.ts'
import { writeImageLayout } from '#testing/oci-layout.ts'
import { startTestRegistry, type TestRegistry } from '#testing/start-test-registry.ts'
import { findCommand } from '../scripts/find-command.ts'

const execute = promisify(execFile)
const powerUser = 'AmazonElasticContainerRegistryPublicPowerUser'
const pushActions = ['BatchCheckLayerAvailability', 'InitiateLayerUpload', 'UploadLayerPart']

interface Key {
  accountId: string
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
}

if (awsClis.length === 0) test.skip('AWS CLI: skipped, because there is none here')

describe.each(awsClis)('policies with the AWS CLI $version', ({ path }) => {
  let registry: TestRegistry
  let publisher: Key
  let builder: Key
  /** `localhost:PORT/ALIAS/shared`. */
  let repository: string
  const name = ['--repository-name', 'shared']

  /** `npm run registry -- …` beside the running program. */
  async function operate(...args: string[]) {
    const env = childEnvironment(registry.forCommands)
    const command = [join(import.meta.dirname, '..', 'registry', 'cli.ts'), ...args, '--json']
    return JSON.parse((await execute(process.execPath, command, { env })).stdout)
  }
  const aws = (key: Key, ...args: string[]) => {
    const file = join(registry.dataDir, `${key.accessKeyId}.credentials`)
    writeFileSync(file, toProfile('admin', key))
    const environment = { AWS_SHARED_CREDENTIALS_FILE: file }
    return runAwsCli(
      { command: path, endpoint: registry.url, dataDir: registry.dataDir, environment },
      ...args,
    )
  }
  const setPolicy = (policy: object, ...more: string[]) => {
    writeFileSync(join(registry.dataDir, 'policy.json'), JSON.stringify(policy))
    return aws(publisher, 'set-repository-policy', ...name, '--policy-text', 'file://policy.json', ...more)
  }
  const letIn = (accountId: string) => ({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AllowCrossAccountPush',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: [...pushActions, 'CompleteLayerUpload', 'PutImage'].map((action) => `ecr-public:${action}`),
      },
    ],
  })
  const toBuilder = () => `arn:aws:iam::${builder.accountId}:user/builder`
  const toArn = () => `arn:aws:ecr-public::${publisher.accountId}:repository/shared`

  beforeAll(async () => {
    registry = await startTestRegistry()
    publisher = await operate('account', 'create')
    const other = await operate('account', 'create')
    builder = await operate('user', 'create', '--account', other.accountId, '--name', 'builder')
    const created = JSON.parse(await aws(publisher, 'create-repository', ...name))
    repository = created.repository.repositoryUri
  })
  afterAll(() => registry?.stop())

  test('a user without policies is told what is missing, and is let in by a policy', async () => {
    const login = () => aws(builder, 'get-login-password')
    await expect(login()).rejects.toThrow(
      `User: ${toBuilder()} is not authorized to perform: ecr-public:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr-public:GetAuthorizationToken action`,
    )
    await operate(
      ...['policy', 'attach', '--account', builder.accountId, '--user', 'builder', '--policy', powerUser],
    )
    expect((await login()).trim()).toMatch(/^\S{20,}$/)
  })

  test('a push into another account needs the policy of the repository, and ends with it', async () => {
    const initiate = () =>
      aws(builder, 'initiate-layer-upload', '--registry-id', publisher.accountId, ...name)
    const denied = `User: ${toBuilder()} is not authorized to perform: ecr-public:InitiateLayerUpload on resource: ${toArn()} because no resource-based policy allows the ecr-public:InitiateLayerUpload action`
    await expect(initiate()).rejects.toThrow(denied)
    await setPolicy(letIn(builder.accountId))
    expect(JSON.parse(await initiate())).toMatchObject({ partSize: 10_485_760 })
    const explained = await operate(
      ...['policy', 'explain', '--principal', toBuilder(), '--resource', toArn()],
      ...['--action', 'ecr-public:PutImage'],
    )
    expect(explained).toMatchObject({
      decision: 'allowed',
      statements: [
        `arn:aws:iam::aws:policy/${powerUser}, statement 0`,
        'repository/shared, statement 0 (Sid "AllowCrossAccountPush")',
      ],
    })
    await aws(publisher, 'delete-repository-policy', ...name)
    await expect(initiate()).rejects.toThrow(denied)
  })

  test.runIf(findCommand('skopeo'))('the same with a container client, which shows the words', async () => {
    const folder = join(registry.dataDir, 'image')
    mkdirSync(folder)
    writeImageLayout(folder, '1.0', 'one')
    const password = (await aws(builder, 'get-login-password')).trim()
    const push = () =>
      execute(
        'skopeo',
        ['copy', '--dest-tls-verify=false', '--dest-creds', `AWS:${password}`, `oci:${folder}:1.0`].concat(
          `docker://${repository}:1.0`,
        ),
        { env: childEnvironment({ REGISTRY_AUTH_FILE: join(registry.dataDir, 'auth.json') }) },
      )
    await expect(push()).rejects.toThrow(/denied: User: arn:aws:iam::\d{12}:user\/builder is not authorized/)
    await setPolicy(letIn(builder.accountId))
    await push()
    const { imageTagDetails } = JSON.parse(await aws(publisher, 'describe-image-tags', ...name))
    expect(imageTagDetails).toMatchObject([{ imageTag: '1.0' }])
    // The login stays, the permission goes.
    await operate(
      'policy',
      'detach',
      '--account',
      builder.accountId,
      '--user',
      'builder',
      '--policy',
      powerUser,
    )
    await expect(push()).rejects.toThrow(/because no identity-based policy allows/)
  })

  test('a policy that is none, and one that locks its author out, are refused in AWS’s words', async () => {
    const resource = { Statement: [{ ...letIn(builder.accountId).Statement[0], Resource: '*' }] }
    await expect(setPolicy(resource)).rejects.toThrow(
      /InvalidParameterException[\s\S]*Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'/,
    )
    const lockout = {
      Statement: [{ Effect: 'Deny', Principal: '*', Action: 'ecr-public:SetRepositoryPolicy' }],
    }
    await expect(setPolicy(lockout)).rejects.toThrow(/InvalidParameterException[\s\S]*Use force/)
    await setPolicy(lockout, '--force')
    await expect(setPolicy(lockout)).rejects.toThrow('with an explicit deny in a resource-based policy')
    await aws(publisher, 'delete-repository-policy', ...name)
  })

  test('credentials of a session work with their token, and a key that is turned off does not', async () => {
    const { accountId } = publisher
    const session = await operate(
      'session',
      'create',
      '--account',
      accountId,
      '--user',
      'admin',
      '--seconds',
      '900',
    )
    expect(JSON.parse(await aws(session, 'describe-repositories')).repositories).toHaveLength(1)
    await operate('key', 'status', '--key', session.accessKeyId, '--set', 'Inactive')
    await expect(aws(session, 'describe-repositories')).rejects.toThrow(/UnrecognizedClientException/)
  })
})

function toProfile(name: string, { accessKeyId, secretAccessKey, sessionToken }: Key): string {
  const lines = [
    `[${name}]`,
    `aws_access_key_id = ${accessKeyId}`,
    `aws_secret_access_key = ${secretAccessKey}`,
  ]
  return [...lines, ...(sessionToken === undefined ? [] : [`aws_session_token = ${sessionToken}`]), ''].join(
    '\n',
  )
}
