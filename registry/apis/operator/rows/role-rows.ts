/** The verbs of roles, and of credentials that end by themselves. */
import { z } from 'zod'
import { createSession } from '#registry/domain/identities/create-session.ts'
import { createRole, deleteRole, listRoles, setTrustPolicy } from '#registry/domain/identities/manage-role.ts'
import { toProfile } from '#registry/domain/identities/to-profile.ts'
import { accountField, defineVerb } from '../operator-verb.ts'
import { toTable } from '../to-table.ts'

const role = { account: accountField, name: z.string().min(1).describe('name of the role') }
const trustField = z.looseObject({}).describe('who may take the role on, as a policy')

export const roleRows = [
  defineVerb({
    group: 'role',
    name: 'create',
    help: 'make a role, which others may take on for a while',
    example: `--account 123456789012 --name ci --trust '{"Statement":{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}}'`,
    request: z.object({
      ...role,
      trust: trustField,
      maxSeconds: z
        .number()
        .int()
        .min(900)
        .max(43_200)
        .default(3_600)
        .describe('how long a session may last, in seconds'),
    }),
    recorded: ['account', 'name', 'trust', 'maxSeconds'],
    verbs: ['transaction'],
    parts: ['clock'],
    run: (service, { account, name, trust, maxSeconds }) =>
      createRole(service, {
        accountId: account,
        name,
        trustPolicy: trust,
        maxSessionSeconds: maxSeconds,
      }),
    toLines: ({ arn }) => [`${arn} is made.`],
  }),
  defineVerb({
    group: 'role',
    name: 'trust',
    help: 'replace who may take a role on',
    example: `--account 123456789012 --name ci --trust '{"Statement":{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}}'`,
    request: z.object({ ...role, trust: trustField }),
    recorded: ['account', 'name', 'trust'],
    verbs: ['transaction'],
    async run(service, { account, name, trust }) {
      await setTrustPolicy(service, { accountId: account, name, trustPolicy: trust })
      return { roleName: name }
    },
    toLines: ({ roleName }) => [`The role ${roleName} has a new trust policy.`],
  }),
  defineVerb({
    group: 'role',
    name: 'list',
    help: 'list the roles of an account',
    example: '--account 123456789012',
    request: z.object({ account: accountField }),
    recorded: null,
    verbs: ['accounts', 'roles'],
    run: async (service, { account }) => ({ roles: await listRoles(service, { accountId: account }) }),
    toLines: ({ roles }) =>
      toTable(
        ['role', 'seconds', 'ARN'],
        roles.map(({ roleName, maxSessionSeconds, arn }) => [roleName, String(maxSessionSeconds), arn]),
      ),
  }),
  defineVerb({
    group: 'role',
    name: 'delete',
    help: 'delete a role with its policies; its sessions end',
    example: '--account 123456789012 --name ci',
    request: z.object(role),
    recorded: ['account', 'name'],
    verbs: ['transaction'],
    async run(service, { account, name }) {
      await deleteRole(service, { accountId: account, name })
      return { roleName: name }
    },
    toLines: ({ roleName }) => [`The role ${roleName} is deleted.`],
  }),
  defineVerb({
    group: 'session',
    name: 'create',
    help: 'make credentials of a user or role that end by themselves; shown once',
    example: '--account 123456789012 --role ci --seconds 900',
    request: z.object({
      account: accountField,
      user: z.string().min(1).optional().describe('name of the user'),
      role: z.string().min(1).optional().describe('name of the role'),
      name: z.string().min(1).default('operator').describe('name of the session of a role'),
      seconds: z.number().int().min(900).max(43_200).default(3_600).describe('how long they last'),
    }),
    recorded: ['account', 'user', 'role', 'name', 'seconds'],
    verbs: ['transaction'],
    parts: ['keys', 'clock'],
    run: (service, { account, user, role: roleName, name, seconds }) =>
      createSession(service, { accountId: account, user, role: roleName, sessionName: name, seconds }),
    toLines: (key) => [
      ...toProfile('session', key).trimEnd().split('\n'),
      `aws_session_token = ${key.sessionToken ?? ''}`,
      `# until ${key.expiresAt}`,
    ],
  }),
]
