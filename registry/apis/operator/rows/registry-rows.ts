/** The verbs of registries as the gallery shows them. */
import { z } from 'zod'
import { toLinkTarget } from '#lib/oci/untrusted-text.ts'
import { describeRegistry } from '#registry/domain/identities/describe-registry.ts'
import { setVerified } from '#registry/domain/identities/set-verified.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import { accountField, defineVerb } from '../operator-verb.ts'

const maxDescriptionLength = 500
const maxWebsiteLength = 200

export const registryRows = [
  defineVerb({
    group: 'registry',
    name: 'verify',
    help: 'give a registry the verified mark, after checking who its publisher is',
    example: '--account 123456789012',
    request: z.object({ account: accountField }),
    recorded: ['account'],
    verbs: ['transaction'],
    parts: ['config', 'clock'],
    async run(service, { account }) {
      await setVerified(service, { accountId: account, verified: true })
      return { accountId: account, verified: true }
    },
    toLines: ({ accountId }) => [`${accountId} is now verified.`],
  }),
  defineVerb({
    group: 'registry',
    name: 'unverify',
    help: 'take the verified mark from a registry',
    example: '--account 123456789012',
    request: z.object({ account: accountField }),
    recorded: ['account'],
    verbs: ['transaction'],
    parts: ['config', 'clock'],
    async run(service, { account }) {
      await setVerified(service, { accountId: account, verified: false })
      return { accountId: account, verified: false }
    },
    toLines: ({ accountId }) => [`${accountId} is no longer verified.`],
  }),
  defineVerb({
    group: 'registry',
    name: 'describe',
    help: "set the sentence and the website on a publisher's page; empty text removes",
    example:
      '--account 123456789012 --description "Small, dependable data tools." --website https://tidewater.example',
    request: z.object({
      account: accountField,
      description: z
        .string()
        .trim()
        .max(maxDescriptionLength)
        .refine(isOneLine, 'has to be one line of plain text')
        .optional()
        .describe(`what the publisher does, plain text of up to ${maxDescriptionLength} characters`),
      website: z
        .string()
        .trim()
        .max(maxWebsiteLength)
        .refine(isWebsite, 'has to be a whole https address, such as https://tidewater.example')
        .optional()
        .describe('https address of the publisher'),
    }),
    recorded: ['account', 'description', 'website'],
    verbs: ['transaction'],
    parts: ['clock'],
    async run(service, { account, description, website }) {
      if (description === undefined && website === undefined) {
        throw new OperatorError('Nothing to set: give --description, --website or both.')
      }
      const profile = await describeRegistry(service, {
        accountId: account,
        ...(description !== undefined && { description }),
        ...(website !== undefined && { website }),
      })
      return { accountId: account, ...profile }
    },
    toLines: ({ accountId, description, website }) => [
      `${accountId} is now described as`,
      `  description  ${description || '(none)'}`,
      `  website      ${website || '(none)'}`,
    ],
  }),
]

/** Without line breaks and other controls, and without what turns the direction of the text around it. */
function isOneLine(text: string): boolean {
  return (
    text.isWellFormed() && !/[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text)
  )
}

function isWebsite(text: string): boolean {
  return text === '' || (toLinkTarget(text)?.startsWith('https://') ?? false)
}
