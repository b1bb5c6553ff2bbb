/** Guards whom a role's trust policy lets take the role on, and which policies are refused when they are written. */
import { expect, test } from 'vitest'
import {
  accountId,
  audience,
  subject,
  trustOf,
  usualTrust,
} from '#testing/registry/federation/open-federation-test.ts'
import type { PolicyDocument } from '../policy/policy-document.ts'
import { trustPolicySchema } from '../policy/policy-document.ts'
import { findTrustFault } from './check-trust-policy.ts'
import { isTrusted } from './decide-trust.ts'

const provider = 'token.example.com'
const aud = { [`${provider}:aud`]: audience }
const sub = { [`${provider}:sub`]: subject }

function ask(trustPolicy: unknown, claims: Record<string, unknown> = {}): boolean {
  return isTrusted({
    trustPolicy: trustPolicySchema.parse(trustPolicy),
    accountId,
    identity: {
      provider,
      subject,
      audiences: [audience],
      claims: { aud: audience, sub: subject, ...claims },
    },
    sessionName: 'run-1',
    sourceIp: '192.0.2.7',
    at: new Date('2026-03-01T12:00:00Z'),
  })
}

const statement = (changes: object) => ({ ...usualTrust, Statement: { ...usualTrust.Statement, ...changes } })

test.each<[string, object, Record<string, unknown>?]>([
  ['the audience and the subject are those of the policy', trustOf({ StringEquals: { ...aud, ...sub } })],
  ['the subject is like that of the policy', usualTrust],
  ['all actions of STS are named', statement({ Action: 'sts:*' })],
  [
    'another claim is as it must be',
    trustOf({ StringEquals: { ...aud, ...sub, [`${provider}:ref`]: 'main' } }),
    { ref: 'main' },
  ],
  [
    'one of a list is as it must be',
    trustOf({
      'ForAnyValue:StringEquals': { [`${provider}:groups`]: 'push' },
      StringEquals: { ...aud, ...sub },
    }),
    { groups: ['read', 'push'] },
  ],
  [
    'the caller is in a network',
    trustOf({ IpAddress: { 'aws:SourceIp': '192.0.2.0/24' }, StringEquals: { ...aud, ...sub } }),
  ],
])('a role is taken on when %s', (_, policy, claims) => {
  expect(ask(policy, claims)).toBe(true)
})

test.each<[string, object, Record<string, unknown>?]>([
  ['the subject is another', usualTrust, { sub: 'repo:acme/other:ref:refs/heads/main' }],
  ['the subject only contains that of the policy', usualTrust, { sub: `x${subject}` }],
  ['the audience is another', usualTrust, { aud: 'other' }],
  ['the letters of the subject have another case', usualTrust, { sub: subject.toUpperCase() }],
  [
    'a made-up claim differs from a real one in case alone',
    usualTrust,
    { sub: 'repo:evil/app', Sub: subject },
  ],
  ['the issuer is another', trustOf({ StringLike: { ...aud, ...sub } }, 'other.example.com')],
  [
    'the issuer is that of another account',
    statement({ Principal: { Federated: `arn:aws:iam::444455556666:oidc-provider/${provider}` } }),
  ],
  ['everybody is named', statement({ Principal: '*' })],
  ['an account is named', statement({ Principal: { AWS: '*' } })],
  ['another action is named', statement({ Action: 'sts:AssumeRole' })],
  [
    'a claim is missing that the policy asks for',
    trustOf({ StringEquals: { ...aud, ...sub, [`${provider}:ref`]: 'main' } }),
  ],
  [
    'a claim cannot be compared',
    trustOf({ StringEquals: { ...aud, ...sub, [`${provider}:ref`]: 'main' } }),
    { ref: { a: 'main' } },
  ],
  [
    'the caller is elsewhere',
    trustOf({ IpAddress: { 'aws:SourceIp': '198.51.100.0/24' }, StringEquals: { ...aud, ...sub } }),
  ],
  [
    'another statement denies it to everybody',
    { ...usualTrust, Statement: [usualTrust.Statement, { Effect: 'Deny', Principal: '*', Action: 'sts:*' }] },
  ],
  [
    'another statement denies it to everybody, in the longer form',
    {
      ...usualTrust,
      Statement: [usualTrust.Statement, { Effect: 'Deny', Principal: { AWS: '*' }, Action: '*' }],
    },
  ],
  [
    'another statement denies it to the issuer',
    { ...usualTrust, Statement: [usualTrust.Statement, { ...usualTrust.Statement, Effect: 'Deny' }] },
  ],
])('a role is not taken on when %s', (_, policy, claims) => {
  expect(ask(policy, claims)).toBe(false)
})

const faultOf = (policy: object) => findTrustFault(policy as PolicyDocument, accountId)

test('a trust policy that says for whom and of whom the tokens are is taken', () => {
  expect(faultOf(usualTrust)).toBeNull()
  expect(
    faultOf(statement({ Principal: { AWS: accountId }, Action: 'sts:AssumeRole', Condition: undefined })),
  ).toBeNull()
})

test.each<[string, object, RegExp]>([
  ['an audience', trustOf({ StringEquals: sub }), /:aud/],
  ['a subject', trustOf({ StringEquals: aud }), /:sub/],
  [
    'a subject that says anything',
    trustOf({ StringEquals: aud, StringLike: { [`${provider}:sub`]: ['repo:a', '*'] } }),
    /:sub/,
  ],
  ['a subject that has to be there', trustOf({ StringEquals: aud, StringEqualsIfExists: sub }), /:sub/],
  ['a subject that is rather than is not', trustOf({ StringEquals: aud, StringNotEquals: sub }), /:sub/],
  ['an issuer of its account', statement({ Principal: { Federated: provider } }), /Federated/],
])('a trust policy without %s is refused', (_, policy, message) => {
  expect(faultOf(policy)).toMatch(message)
})
