/**
 * What a stranger's text may become: an allow-list of elements and attributes, after the one that GitHub
 * publishes for its READMEs, and tighter. There are no styles, no classes but the language of a code block, no
 * forms but the boxes of task lists, and no embedded documents, drawings or media.
 */
import type { Options } from 'rehype-sanitize'

const sides = ['left', 'center', 'right']
const cellPlace: [string, ...string[]] = ['vAlign', 'top', 'middle', 'bottom']
const tableParts = ['thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'caption']

/** Dropped together with what is in them; of everything else that is not allowed, the content stays. */
const droppedWithContent = [
  ...['script', 'style', 'noscript', 'template', 'iframe', 'frame', 'frameset', 'noframes', 'noembed'],
  ...[
    'object',
    'embed',
    'applet',
    'param',
    'svg',
    'math',
    'canvas',
    'audio',
    'video',
    'track',
    'map',
    'area',
  ],
  ...['title', 'textarea', 'xmp', 'plaintext', 'listing', 'select', 'option', 'optgroup', 'datalist'],
  // What these hold was parsed by rules that hold only inside them.
  ...['button', 'marquee', 'portal', 'fencedframe', 'base', 'meta', 'link'],
]

export const sanitizeSchema: Options = {
  tagNames: [
    ...[
      'a',
      'abbr',
      'b',
      'blockquote',
      'br',
      'cite',
      'code',
      'dd',
      'del',
      'details',
      'dfn',
      'div',
      'dl',
      'dt',
    ],
    ...[
      'em',
      'figcaption',
      'figure',
      'h1',
      'h2',
      'h3',
      'h4',
      'h5',
      'h6',
      'hr',
      'i',
      'img',
      'input',
      'ins',
      'kbd',
      'li',
      'mark',
      'ol',
      'p',
    ],
    ...[
      'pre',
      'q',
      'rp',
      'rt',
      'ruby',
      's',
      'samp',
      'section',
      'small',
      'span',
      'strong',
      'sub',
      'summary',
      'sup',
    ],
    ...['table', ...tableParts, 'tt', 'u', 'ul', 'var', 'wbr'],
  ],
  attributes: {
    '*': ['id', 'lang', 'title', ['dir', 'auto', 'ltr', 'rtl'], ['align', ...sides]],
    // The last four are written by the footnotes of Markdown.
    a: ['href', 'ariaDescribedBy', 'ariaLabel', 'dataFootnoteRef', 'dataFootnoteBackref'],
    code: [['className', /^language-[\w+#.-]{1,30}$/]],
    details: ['open'],
    img: ['src', 'alt', 'width', 'height', ['align', ...sides, 'top', 'middle', 'bottom']],
    input: [['disabled', true], ['type', 'checkbox'], 'checked'],
    ol: ['start', 'reversed'],
    section: ['dataFootnotes'],
    td: ['colSpan', 'rowSpan', 'width', cellPlace],
    th: ['colSpan', 'rowSpan', 'width', cellPlace],
  },
  ancestors: Object.fromEntries(tableParts.map((name) => [name, ['table']])),
  protocols: { href: ['http', 'https', 'mailto'], src: ['http', 'https'] },
  required: { input: { disabled: true, type: 'checkbox' } },
  strip: droppedWithContent,
  clobber: ['id', 'ariaDescribedBy'],
  allowComments: false,
  allowDoctypes: false,
}
