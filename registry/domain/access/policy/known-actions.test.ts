import { expect, test } from 'vitest'
import { aliasRoutes } from '#registry/apis/ecr-public/alias-operations.ts'
import { operationTable } from '#registry/apis/ecr-public/operation-table.ts'
import { aliasOperationNames, findUnknownActions, operationNames } from './known-actions.ts'

test('every operation of the API and of aliases is known, and nothing else', () => {
  expect(operationNames.toSorted()).toEqual([...operationTable.keys()].toSorted())
  expect(aliasOperationNames).toEqual(aliasRoutes.map(({ operation }) => operation.name))
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
