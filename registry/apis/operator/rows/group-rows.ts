/** The verbs of groups. */
import { z } from 'zod'
import {
  addToGroup,
  createGroup,
  deleteGroup,
  listGroups,
  removeFromGroup,
} from '#registry/domain/identities/manage-group.ts'
import { accountField, defineVerb } from '../operator-verb.ts'
import { toTable } from '../to-table.ts'

const group = { account: accountField, name: z.string().min(1).describe('name of the group') }
const member = { ...group, user: z.string().min(1).describe('name of the user') }

export const groupRows = [
  defineVerb({
    group: 'group',
    name: 'create',
    help: 'make a group of users',
    example: '--account 123456789012 --name pushers',
    request: z.object(group),
    recorded: ['account', 'name'],
    verbs: ['transaction'],
    parts: ['clock'],
    run: (service, { account, name }) => createGroup(service, { accountId: account, name }),
    toLines: ({ groupName }) => [`The group ${groupName} is made.`],
  }),
  defineVerb({
    group: 'group',
    name: 'list',
    help: 'list the groups of an account with their members',
    example: '--account 123456789012',
    request: z.object({ account: accountField }),
    recorded: null,
    verbs: ['accounts', 'groups'],
    run: async (service, { account }) => ({ groups: await listGroups(service, { accountId: account }) }),
    toLines: ({ groups }) =>
      toTable(
        ['group', 'users'],
        groups.map(({ groupName, users }) => [groupName, users.join(', ')]),
      ),
  }),
  defineVerb({
    group: 'group',
    name: 'add',
    help: 'put a user into a group',
    example: '--account 123456789012 --name pushers --user ci',
    request: z.object(member),
    recorded: ['account', 'name', 'user'],
    verbs: ['transaction'],
    async run(service, { account, name, user }) {
      await addToGroup(service, { accountId: account, name, user })
      return { groupName: name, userName: user }
    },
    toLines: ({ groupName, userName }) => [`${userName} is in the group ${groupName}.`],
  }),
  defineVerb({
    group: 'group',
    name: 'remove',
    help: 'take a user out of a group',
    example: '--account 123456789012 --name pushers --user ci',
    request: z.object(member),
    recorded: ['account', 'name', 'user'],
    verbs: ['transaction'],
    async run(service, { account, name, user }) {
      await removeFromGroup(service, { accountId: account, name, user })
      return { groupName: name, userName: user }
    },
    toLines: ({ groupName, userName }) => [`${userName} is not in the group ${groupName} any more.`],
  }),
  defineVerb({
    group: 'group',
    name: 'delete',
    help: 'delete a group; its members stay users',
    example: '--account 123456789012 --name pushers',
    request: z.object(group),
    recorded: ['account', 'name'],
    verbs: ['transaction'],
    async run(service, { account, name }) {
      await deleteGroup(service, { accountId: account, name })
      return { groupName: name }
    },
    toLines: ({ groupName }) => [`The group ${groupName} is deleted.`],
  }),
]
