import { afterEach, expect, test } from 'vitest'
import { type AnsweredNames, answerNames } from '#testing/answer-names.ts'
import { hasPrivateAddress, lookUpPublicAddress, PrivateAddressError } from './look-up-public-address.ts'

let names: AnsweredNames | null = null
afterEach(() => names?.restore())

const lookUp = (name: string, all = false) =>
  new Promise((resolve, reject) =>
    lookUpPublicAddress(name, { all }, (error, address) => (error ? reject(error) : resolve(address))),
  )

test.each([
  'https://2130706433/',
  'https://017700000001/',
  'https://0177.0.0.1/',
  'https://0x7f000001/',
  'https://0x7f.0.0.1/',
  'https://127.1/',
  'https://127.0.0.1./',
  'https://１２７.0.0.1/',
  'https://127。0。0。1/',
  'https://0/',
  'https://0.0.0.0/',
  'https://10.1/',
  'https://2852039166/',
  'https://[::]/',
  'https://[::1]/',
  'https://[::ffff:10.0.0.1]/',
  'https://[::ffff:a00:1]/',
  'https://[::10.0.0.1]/',
  'https://[64:ff9b::10.0.0.1]/',
  'https://[64:ff9b:1::a00:1]/',
  'https://[2002:a00:1::]/',
  'https://[2001:0:a00:1::1]/',
  'https://[fe80::1]/',
  'https://[fec0::1]/',
  'https://[fd00:ec2::254]/',
])('%s is an address that is not public, however it is written', (url) => {
  expect(hasPrivateAddress(new URL(url))).toBe(true)
})

test.each(['https://8.8.8.8/', 'https://134744072/', 'https://[2600:9000:2000::1]/', 'https://example.com/'])(
  '%s is none',
  (url) => {
    expect(hasPrivateAddress(new URL(url))).toBe(false)
  },
)

test.each([
  ['10.0.0.1'],
  ['0.0.0.0'],
  ['169.254.169.254'],
  ['::ffff:10.0.0.1'],
  ['::ffff:7f00:1'],
  ['64:ff9b::a00:1'],
  ['64:ff9b:1::a00:1'],
  ['fe80::1%lo'],
  ['8.8.8.8', '10.0.0.1'],
  ['2600:9000:2000::1', '::1'],
])('a name with the addresses %s %s is not called, whether one is wanted or all', async (...addresses) => {
  names = answerNames({ 'turn.example': [addresses] })
  await expect(lookUp('turn.example')).rejects.toBeInstanceOf(PrivateAddressError)
  await expect(lookUp('turn.example', true)).rejects.toBeInstanceOf(PrivateAddressError)
})

test('each look-up is looked at: a name that was public is not called where it is no longer', async () => {
  names = answerNames({ 'turn.example': [['8.8.8.8'], ['127.0.0.1'], ['8.8.4.4', '1.1.1.1']] })
  expect(await lookUp('turn.example')).toBe('8.8.8.8')
  await expect(lookUp('turn.example')).rejects.toBeInstanceOf(PrivateAddressError)
  expect(await lookUp('turn.example', true)).toMatchObject([{ address: '8.8.4.4' }, { address: '1.1.1.1' }])
})
