/** The table of commands, each with its options as `node:util` parses them and a line of help. */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { addAlias } from '../operator/add-alias.ts'
import { createAccessKey } from '../operator/create-access-key.ts'
import { createAccount } from '../operator/create-account.ts'
import { deleteAccessKey } from '../operator/delete-access-key.ts'
import { OperatorError } from '../operator/operator-error.ts'
import { setVerified } from '../operator/set-verified.ts'
import { toProfile } from '../operator/to-profile.ts'
import type { Service } from '../service.ts'
import { checkStore } from './check-store.ts'
import { verifyStore } from './verify-store.ts'

/** @param tell prints how far a long run is, apart from the result */
type Run = (service: Service, tell: (line: string) => void) => Promise<string[]>

interface Command {
  usage: string
  help: string
  /** Reads the arguments; what it returns does the work and answers lines for the operator. */
  prepare(args: string[]): Run
}

const text = { type: 'string' } as const
const flag = { type: 'boolean', default: false } as const

/** By name, in the order of the help. */
export const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  [
    'check',
    {
      usage: '',
      help: 'read the whole store, say whether it is whole and what is in it',
      prepare(args) {
        readOptions(args, {})
        return checkStore
      },
    },
  ],
  [
    'verify',
    {
      usage: '',
      help: 'read every image, and say which blobs and manifests are damaged or missing',
      prepare(args) {
        readOptions(args, {})
        return verifyStore
      },
    },
  ],
  [
    'create-account',
    {
      usage: '[--id <12 digits>] [--display-name <text>]',
      help: 'make an account, which is a registry',
      prepare(args) {
        const options = readOptions(args, { id: text, 'display-name': text })
        const { id: accountId, 'display-name': displayName } = options
        return async (service) => {
          const made = await createAccount(service, {
            ...(accountId !== undefined && { accountId }),
            ...(displayName !== undefined && { displayName }),
          })
          return [made.accountId]
        }
      },
    },
  ],
  [
    'create-key',
    {
      usage: '--account <id> [--user <name>]',
      help: 'make an access key for its owner, as a profile for a credentials file',
      prepare(args) {
        const options = readOptions(args, { account: text, user: { ...text, default: 'admin' } })
        const accountId = requireOption(options.account, 'account')
        return async (service) => {
          const key = await createAccessKey(service, { accountId, userName: options.user, role: 'owner' })
          return toProfile(options.user, key).trimEnd().split('\n')
        }
      },
    },
  ],
  [
    'delete-key',
    {
      usage: '--key <access key id>',
      help: 'take an access key back',
      prepare(args) {
        const accessKeyId = requireOption(readOptions(args, { key: text }).key, 'key')
        return async (service) => {
          await deleteAccessKey(service, { accessKeyId })
          return [`${accessKeyId} is deleted.`]
        }
      },
    },
  ],
  [
    'add-alias',
    {
      usage: '--account <id> --name <alias> [--primary]',
      help: 'give a registry a custom alias',
      prepare(args) {
        const options = readOptions(args, { account: text, name: text, primary: flag })
        const accountId = requireOption(options.account, 'account')
        const name = requireOption(options.name, 'name')
        return async (service) => {
          await addAlias(service, { accountId, name, primary: options.primary })
          return [`${accountId} is reached as ${name}.`]
        }
      },
    },
  ],
  [
    'set-verified',
    {
      usage: '--account <id> [--off]',
      help: 'give a registry the verified mark, or take it',
      prepare(args) {
        const options = readOptions(args, { account: text, off: flag })
        const accountId = requireOption(options.account, 'account')
        return async (service) => {
          await setVerified(service, { accountId, verified: !options.off })
          return [`${accountId} is ${options.off ? 'no longer' : 'now'} verified.`]
        }
      },
    },
  ],
])

/** The help, as it is printed. */
export function toHelp(): string {
  const lines = [...commands].map(
    ([name, { usage, help }]) => `  ${`${name} ${usage}`.trim()}\n      ${help}`,
  )
  return [
    'npm run registry -- <command>',
    '',
    'Works on the store in DATA_DIR while no registry runs on it; `npm start` runs the registry.',
    '',
    ...lines,
  ].join('\n')
}

function readOptions<Options extends ParseArgsOptionsConfig>(args: string[], options: Options) {
  try {
    return parseArgs({ args, options }).values
  } catch (error) {
    throw new OperatorError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

function requireOption(value: string | undefined, name: string): string {
  if (value === undefined) throw new OperatorError(`--${name} is missing.`)
  return value
}
