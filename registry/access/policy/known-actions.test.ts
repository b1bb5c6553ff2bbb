import { expect, test } from 'vitest'
import { operationTable } from '#registry/api/operation-table.ts'
import { findUnknownActions, operationNames } from './known-actions.ts'

test('every operation of the API is known, and nothing else', () => {
  expect(operationNames.toSorted()).toEqual([...operationTable.keys()].toSorted())
})

test('what stands for nothing is found, wildcards and case considered', () => {
  const Action = ['ecr-public:ListImages', 'ECR-PUBLIC:put*', 'ecr-public:Pull*', 's3:GetObject', '*']
  const statement = { Effect: 'Allow', Action, Resource: '*' } as const
  expect(findUnknownActions({ Statement: [statement, statement] })).toEqual([
    'ecr-public:ListImages',
    'ecr-public:Pull*',
    's3:GetObject',
  ])
})
