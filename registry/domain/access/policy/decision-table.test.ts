/**
 * What the documentation of IAM and of ECR Public says of decisions, rule by rule, both sides of each (IAM user guide,
 * "Policy evaluation logic", "Grammar of the IAM JSON policy language", "Condition operators"; ECR Public user guide,
 * "Public repository policies"). Each row is asked twice: of our evaluator and, where it is of the same mind, of a simulator
 * that others maintain; a row that says why it is ours alone tells where the two part.
 */
import { describe, expect, test } from 'vitest'
import { askOracle, askOurs, decideQuestion } from '#testing/registry/policies/ask-oracle.ts'
import { conditionRules } from '#testing/registry/policies/condition-rules.ts'
import { allow, deny, type Row, theirs, toQuestion } from '#testing/registry/policies/decision-row.ts'
import { decisionRules } from '#testing/registry/policies/decision-rules.ts'
import { identityPolicySchema, resourcePolicySchema } from './policy-document.ts'

const rules = { ...decisionRules, ...conditionRules }
const rows = Object.values(rules).flat()

test('there are at least 120 decisions', () => {
  expect(rows.length).toBeGreaterThanOrEqual(120)
})

describe.each(Object.entries(rules))('%s', (_group, group) => {
  test.each(group.map((row) => [row.says, row] as const))('%s', (_says, row) => {
    const question = toQuestion(row)
    expect(askOurs(question)).toBe(row.verdict)
    if (row.alone === undefined) expect(askOracle(question)).toBe(row.verdict)
  })
})

test('each policy follows the grammar', () => {
  for (const row of rows.filter(({ alone = '' }) => !alone.startsWith('the grammar'))) {
    const { identityPolicies, resourcePolicy } = toQuestion(row)
    for (const policy of identityPolicies)
      expect(identityPolicySchema.safeParse(policy).error).toBeUndefined()
    if (resourcePolicy !== null) expect(resourcePolicySchema.safeParse(resourcePolicy).error).toBeUndefined()
  }
})

test('a decision names the statements that made it', () => {
  const decide = (row: Partial<Row>) => decideQuestion(toQuestion({ says: '', verdict: 'allow', ...row }))
  expect(decide({ identity: [allow({ Action: 's3:*' }), allow({ Sid: 'Push' })] })).toEqual({
    reason: 'allowed',
    statements: [{ policy: 'policy-0', index: 1, sid: 'Push' }],
  })
  expect(decide({ identity: [allow(), deny({ Sid: 'Never' })] })).toEqual({
    reason: 'identity-deny',
    statements: [{ policy: 'policy-0', index: 1, sid: 'Never' }],
  })
  expect(decide({ identity: [allow()], resource: [deny({ Principal: '*' })] })).toEqual({
    reason: 'resource-deny',
    statements: [{ policy: 'repository', index: 0, sid: null }],
  })
  expect(decide({ on: theirs, identity: [allow()] })).toEqual({ reason: 'no-resource-allow', statements: [] })
  expect(decide({ on: theirs, resource: [allow({ Principal: '*' })] }).reason).toBe('no-identity-allow')
  expect(decide({}).reason).toBe('no-identity-allow')
})
