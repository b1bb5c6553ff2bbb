import { describe, expect, it } from 'vitest'
import { readConfig } from '#lib/config/config.ts'
import { createClientAddress, toAddress, toClientNetwork } from './client-address.ts'

const proxy = '10.0.0.1'

function read(variables: Record<string, string>, headers: Record<string, string>, peer = proxy): string {
  return createClientAddress(readConfig(variables))(peer, headers)
}

describe('the address of a client', () => {
  it('is the peer, whatever the headers say, when no proxy is configured', () => {
    for (const variables of [{}, { TRUSTED_PROXIES: '0' }]) {
      expect(read(variables, { 'x-forwarded-for': '192.0.2.1', forwarded: 'for=192.0.2.1' })).toBe(proxy)
    }
    expect(createClientAddress(readConfig({}))(undefined, {})).toBe('')
  })

  it('is what the configured number of hops says, counted from the right', () => {
    const headers = { 'x-forwarded-for': '6.6.6.6, 192.0.2.1, 10.0.0.2' }
    expect(read({ TRUSTED_PROXIES: '1' }, headers)).toBe('10.0.0.2')
    expect(read({ TRUSTED_PROXIES: '2' }, headers)).toBe('192.0.2.1')
    expect(read({ TRUSTED_PROXIES: '16' }, headers)).toBe('6.6.6.6')
    expect(read({ TRUSTED_PROXIES: '2' }, {})).toBe(proxy)
  })

  it('is the first one from the right that is no proxy of a configured network', () => {
    const variables = { TRUSTED_PROXIES: '10.0.0.0/8, 2001:db8:ffff::/48' }
    const headers = { 'x-forwarded-for': '6.6.6.6, 192.0.2.1, 2001:db8:ffff::7' }
    expect(read(variables, headers)).toBe('192.0.2.1')
    expect(read(variables, headers, '::ffff:10.0.0.1')).toBe('192.0.2.1')
    expect(read(variables, { 'x-forwarded-for': '10.0.0.3, 10.0.0.2' })).toBe('10.0.0.3')
  })

  it('cannot be claimed by who connects past the configured networks', () => {
    expect(read({ TRUSTED_PROXIES: '10.0.0.0/8' }, { 'x-forwarded-for': '192.0.2.1' }, '203.0.113.5')).toBe(
      '203.0.113.5',
    )
  })

  it('is read from the one configured header, as the client may write the other itself', () => {
    const headers = { 'x-forwarded-for': '192.0.2.1', forwarded: 'for=6.6.6.6' }
    expect(read({ TRUSTED_PROXIES: '1' }, headers)).toBe('192.0.2.1')
    expect(read({ TRUSTED_PROXIES: '1', FORWARDED_HEADER: 'forwarded' }, headers)).toBe('6.6.6.6')
  })

  it.each([
    ['for=192.0.2.43, for=198.51.100.17', '198.51.100.17'],
    ['For="[2001:db8:cafe::17]:4711";proto=https;by=203.0.113.43', '2001:db8:cafe::17'],
    ['proto=https; for = "192.0.2.60:80"', '192.0.2.60'],
    ['for="_a,b;for=6.6.6.6", by="x\\",for=6.6.6.6"', proxy],
    ['for=_hidden', proxy],
    ['for=unknown', proxy],
    ['for=192.0.2.1, ', proxy],
    ['', proxy],
  ])('of Forwarded: %s is %s', (forwarded, expected) => {
    expect(read({ TRUSTED_PROXIES: '1', FORWARDED_HEADER: 'forwarded' }, { forwarded })).toBe(expected)
  })

  it('is the last one that is known when a proxy does not know', () => {
    expect(read({ TRUSTED_PROXIES: '3' }, { 'x-forwarded-for': '6.6.6.6, unknown, 10.0.0.2' })).toBe(
      '10.0.0.2',
    )
  })
})

describe('the spelling of an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['192.0.2.1:4711', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['[::FFFF:C000:0201]:443', '192.0.2.1'],
    ['2001:0DB8:0000::0001', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[::1]', '::1'],
    ['[::1', null],
    ['[::1]x', null],
    ['192.0.2.256', null],
    ['example.org:80', null],
    ['', null],
  ])('of %s is %s', (text, expected) => {
    expect(toAddress(text)).toBe(expected)
  })

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:0:0:ffff:ffff:ffff:ffff', '2001:db8:0:0::/64'],
    ['2001:db8:0:1::', '2001:db8:0:1::/64'],
    ['::1', '0:0:0:0::/64'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4::/64'],
  ])('counts %s as a client of %s', (address, expected) => {
    expect(toClientNetwork(address)).toBe(expected)
  })
})

describe('the configuration of proxies', () => {
  it.each(['17', '-1', '10.0.0.0/33', '::/129', '10.0.0.0/', 'proxy.example', '10.0.0.1,', '1,10.0.0.1'])(
    'refuses %s and says what it may be',
    (text) => {
      expect(() => readConfig({ TRUSTED_PROXIES: text })).toThrow(/TRUSTED_PROXIES: .*10\.0\.0\.0\/8/)
    },
  )
})
