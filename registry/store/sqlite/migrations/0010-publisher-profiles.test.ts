import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import * as catalog from './0001-catalog.ts'
import * as publisherProfiles from './0010-publisher-profiles.ts'

test('accounts that are there already keep what they have, and say nothing of themselves', () => {
  const database = new DatabaseSync(':memory:')
  database.exec(catalog.sql)
  database.exec("INSERT INTO account VALUES ('111111111111', 'Tide', 1, 'then')")
  database.exec(publisherProfiles.sql)
  expect({ ...database.prepare('SELECT * FROM account').get() }).toEqual({
    account_id: '111111111111',
    display_name: 'Tide',
    verified: 1,
    created_at: 'then',
    description: '',
    website: '',
  })
})
