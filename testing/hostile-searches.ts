/** Searches that no one types by accident. None may do more than find nothing. */

export interface HostileSearch {
  name: string
  text: string
}

const maxLength = 10_000
const fill = (unit: string) => unit.repeat(Math.ceil(maxLength / unit.length)).slice(0, maxLength)

const inputs: Record<string, string> = {
  'one word of 10 kB': fill('a'),
  'one word of 10 kB without a repetition': Array.from({ length: 2_600 }, (_, at) => at.toString(36))
    .join('')
    .slice(0, maxLength),
  'thousands of words': fill('ab '),
  'thousands of different words': Array.from({ length: 2_000 }, (_, at) => `w${at.toString(36)}`).join(' '),
  'thousands of single letters': fill('a b c d e f g h '),
  'thousands of exclusions': fill('-a '),
  'thousands of nested exclusions': fill('-'),
  'thousands of phrases': fill('"a b" '),
  'thousands of quotes': fill('"'),
  'quotes in quotes': fill('"a\\"b\'c“d”'),
  'a phrase that never ends': `"${fill('the image ')}`,
  'thousands of operators': fill('os:linux arch:arm verified:yes publisher:a type:image updated:week '),
  'operators without values': fill('os: arch: publisher: '),
  'operators of operators': fill('os:arch:type:'),
  'unknown operators': fill('constructor:__proto__ toString:valueOf '),
  'thousands of slashes': fill('/'),
  'thousands of references': fill('a/b:c@sha256:abcd '),
  'a reference without end': `acme/${fill('web/')}`,
  'digests without end': `sha256:${fill('0123456789abcdef')}`,
  'pasted commands without end': fill('docker pull docker pull '),
  'thousands of joined parts': fill('a-b_c.d1e2'),
  'letters and digits in turn': fill('a1'),
  'dots, hyphens and underscores': fill('._-'),
  'a regular expression': '(a+)+$ ^(([a-z])+.)+[A-Z]([a-z])+$ [[:alpha:]]{1,1000000} (?<!x)\\1',
  'FTS5 syntax': 'name : (a OR b) AND NOT NEAR("x" "y", 5) * ^z {name description} : "q" - + ( ) col:*',
  'SQL syntax': `'; DROP TABLE repository; -- " OR 1=1 UNION SELECT * FROM sqlite_master /* %00 */`,
  'patterns of LIKE and GLOB': '%_%_[a-z]*?*?*?*',
  'control characters': Array.from({ length: 32 }, (_, at) => String.fromCharCode(at)).join('a'),
  'null bytes': fill('\0a'),
  'lone surrogates': '\ud800 a\udc00b \udfff\ud800',
  'zero-width characters': fill('a\u200b\u200c\u200d\u2060\ufeff'),
  'text that turns around': '\u202eredis\u202c \u2066a\u2067b\u2069 \u200f\u061c',
  'thousands of accents on one letter': `e${fill('\u0301')}`,
  'letters that grow when folded': fill('ﷺİßŉΐﬃ'),
  'emoji joined without end': fill('👩‍👩‍👧‍👦'),
  'unassigned and private letters': '\u{10ffff}\u{e000}\ufffe\uffff\u{fdd0}\u{e0001}',
  'one Japanese word of 10 kB': fill('日本語検索'),
  'thousands of half-width letters': fill('ｱｲｳﾞﾟ'),
  'percent-encoding': '%00%ff%c0%af%u0041%%%2525%E0%A4%A %',
  'HTML and scripts': `"><script>alert(1)</script><img src=x onerror=alert(1)>\${7*7}{{7*7}}`,
  'paths to files': '../../../../etc/passwd ..\\..\\windows file:///etc/passwd',
  'names of prototypes': '__proto__ constructor hasOwnProperty toString valueOf',
  'line breaks and headers': 'a\r\nSet-Cookie: a=b\r\n\r\n<html>',
  'numbers without end': '1e999 -0 NaN Infinity 9'.padEnd(maxLength, '9'),
  'only spaces of every kind': fill(' \t\u00a0\u2003\u3000\u2028'),
}

/** Every search, each with its own name and of at most 10 kB of UTF-16. */
export const hostileSearches: HostileSearch[] = Object.entries(inputs).map(([name, text]) => ({
  name,
  text: text.slice(0, maxLength),
}))
