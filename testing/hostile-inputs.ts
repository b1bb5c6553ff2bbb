/**
 * Texts that a hostile publisher could write. Each one tries to run `payload`, to send the visitor or a request
 * somewhere, to take over an id or a style of the page, or to cost time. The unit test renders all of them, and
 * the browser test puts them into real repositories.
 */

export interface HostileInput {
  name: string
  text: string
}

/** Sets a mark that the tests look for, and opens a dialogue, which they notice as well. */
export const payload = 'window.ran=1;alert(1)'

const encoded = [...payload].map((letter) => `&#x${letter.charCodeAt(0).toString(16)};`).join('')
const foreign = 'http://127.0.0.1:9'
const maxLength = 25_600

function fill(part: string): string {
  return part.repeat(Math.floor(maxLength / part.length))
}

const scripts: Record<string, string> = {
  'script element': `<script>${payload}</script>`,
  'script with a source': `<script src="${foreign}/x.js"></script>`,
  'script in capitals with a line break': `<SCRIPT\n>${payload}</SCRIPT\n>`,
  'script inside script': `<scr<script>ipt>${payload}</scr</script>ipt>`,
  'script that is never closed': `<script>${payload}`,
  'module script from data': `<script type=module src="data:text/javascript,${payload}"></script>`,
  'script after a NUL': `<\u0000script>${payload}</script>`,
  'script with a slash': `<script/x>${payload}</script/x>`,
  'script in full-width letters': `＜script＞${payload}＜/script＞`,
  'script in a code span and out of it': `\`<script>\` <script>${payload}</script> \`</script>\``,
  'script in a link title': `[a](https://example.com "</a><script>${payload}</script>")`,
  'script in an alternative text': `![</p><script>${payload}</script>](https://example.com/a.png)`,
  'script in the language of a code block': `\`\`\`"><script>${payload}</script>\ncode\n\`\`\``,
  'script in a table cell': `|a|\n|-|\n|<script>${payload}</script>|`,
  'script in a footnote': `a[^"><script>${payload}</script>]\n\n[^1]: <script>${payload}</script>`,
  'script in an alert': `> [!NOTE]\n> <script>${payload}</script>`,
  'end of the page data': `</script><script>${payload}</script><!--`,
}

const handlers: Record<string, string> = {
  'image error': `<img src=x onerror="${payload}">`,
  'image error without quotes or spaces': `<img/src=x/onerror=${payload}>`,
  'image error with a line break in the name': `<img src=x\nonerror\n=\n"${payload}">`,
  'image error in an entity': `<img src=x onerror="${encoded}">`,
  'image that loads': `<img src="https://example.com/a.png" onload="${payload}">`,
  'details that opens': `<details open ontoggle="${payload}"><summary>a</summary></details>`,
  'body that loads': `<body onload="${payload}" onpageshow="${payload}">`,
  'focus by itself': `<input autofocus onfocus="${payload}"><a href="#a" autofocus tabindex=0 onfocus="${payload}">a</a>`,
  'pointer handlers': `<div onmouseover="${payload}" onpointerrawupdate="${payload}" style="position:fixed;inset:0">a</div>`,
  'animation handler': `<style>@keyframes a{}</style><b style="animation:a 1s" onanimationstart="${payload}">a</b>`,
  'content visibility handler': `<p style="content-visibility:auto" oncontentvisibilityautostatechange="${payload}">a</p>`,
  'marquee handler': `<marquee onstart="${payload}">a</marquee>`,
  'handler behind a broken quote': `<a title="a" "onmouseover="${payload}" href=https://example.com>a</a>`,
  'handler in a Markdown title': `![a](https://example.com/a.png "\\" onerror=\\"${payload}")`,
  'handler with a non-breaking space': `<img\u00a0src=x\u00a0onerror=${payload}><img\u000csrc=x\u000conerror=${payload}>`,
}

const links: Record<string, string> = {
  'javascript link': `[a](javascript:${payload})`,
  'javascript link in mixed case': `[a](JaVaScRiPt:${payload}) <a href="JAVASCRIPT:${payload}">a</a>`,
  'javascript link in angle brackets': `<javascript:${payload}> [a](<javascript:${payload}>)`,
  'javascript link by reference': `[a][b] [b]\n\n[b]: javascript:${payload}`,
  'javascript link in an entity': `[a](javascript&colon;${payload}) [a](&#106;avascript:${payload}) [a](&#x6A&#x61vascript:${payload})`,
  'javascript link with spaces': `<a href=" \u0001\u0008javascript:${payload}">a</a>`,
  'javascript link with a tab and a line break': `<a href="java&Tab;scr&NewLine;ipt:${payload}">a</a> <a href="java\tscript:${payload}">a</a>`,
  'javascript link percent-encoded': `[a](javascript%3A${payload}) [a](%6Aavascript:${payload})`,
  'javascript image': `![a](javascript:${payload}) <img src="javascript:${payload}">`,
  'javascript in a link around an image': `[![a](https://example.com/a.png)](javascript:${payload})`,
  'javascript with a line separator': `<a href="javascript:\u2028${payload}">a</a>`,
  'javascript behind a dummy scheme': `<a href="x:javascript:${payload}">a</a> <a href="feed:javascript:${payload}">a</a> <a href="view-source:javascript:${payload}">a</a>`,
  'javascript by xlink': `<svg><a xlink:href="javascript:${payload}"><text y=20>a</text></a></svg>`,
  'vbscript link': `[a](vbscript:msgbox(1)) <a href="VBScript:msgbox(1)">a</a>`,
  'data document': `[a](data:text/html,<script>${payload}</script>) <a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">a</a>`,
  'data image': `![a](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIiB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=)`,
  'blob, file and filesystem links':
    '[a](blob:https://example.com/x) [b](file:///etc/passwd) [c](filesystem:http://x/y)',
  'link without a scheme':
    '[a](//example.com/x) [b](/api/internal/revalidate) [c](../../search) [d](?tab=tags)',
  'link with a user name': '[registry.example.com](https://registry.example.com@evil.example/)',
  'autolink that hides another': 'www.example.com/<script>alert(1)</script> http://a"onmouseover=alert(1)//',
  'footnote that leads out': '[^javascript:alert(1)]\n\n[^javascript:alert(1)]: [a](javascript:alert(1))',
  ping: `<a href="https://example.com" ping="${foreign}/ping" target="_top" download>a</a>`,
}

const embedded: Record<string, string> = {
  'SVG that loads': `<svg onload="${payload}"><rect width=9 height=9></svg>`,
  'SVG with script': `<svg><script>${payload}</script></svg>`,
  'SVG with a foreign object': `<svg><foreignObject><img src=x onerror="${payload}"></foreignObject></svg>`,
  'SVG with animated address': `<svg><a><animate attributeName=href values="javascript:${payload}"/><text y=20>a</text></a></svg>`,
  'SVG use of another document': `<svg><use href="data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg'><image href=1 onerror='${payload}'/></svg>#x"></use></svg>`,
  MathML: `<math><mtext><a href="javascript:${payload}">a</a></mtext></math><math href="javascript:${payload}">a</math>`,
  'MathML action': `<math><maction actiontype="statusline#${foreign}" xlink:href="javascript:${payload}">a</maction></math>`,
  'iframe document': `<iframe srcdoc="<script>parent.${payload}</script>"></iframe>`,
  'iframe address': `<iframe src="javascript:parent.${payload}"></iframe><iframe src="${foreign}"></iframe>`,
  'object and embed': `<object data="javascript:${payload}"></object><embed src="data:text/html,<script>${payload}</script>"><applet code=x></applet>`,
  'video and audio': `<video src="${foreign}/v" onerror="${payload}" poster="${foreign}/p" autoplay></video><audio src=x onerror="${payload}"></audio>`,
  'picture with sources': `<picture><source srcset="${foreign}/s 1x"><img src="${foreign}/i" srcset="${foreign}/t 2x" onerror="${payload}"></picture>`,
  'image over http': `![a](${foreign}/a.png) <img src="${foreign}/b.png"> <img src="//127.0.0.1:9/c.png">`,
  'image map': `<map name=m><area href="javascript:${payload}" shape=default></map><img usemap="#m" src="https://example.com/a.png">`,
  'declarative shadow root': `<div><template shadowrootmode=open><script>${payload}</script><img src=x onerror="${payload}"></template></div>`,
  'processing instruction and CDATA': `<?xml version="1.0"?><?php ${payload} ?><![CDATA[<script>${payload}</script>]]>`,
}

const documents: Record<string, string> = {
  'meta refresh': `<meta http-equiv="refresh" content="0;url=${foreign}/gone"><meta http-equiv="refresh" content="0;url=javascript:${payload}">`,
  base: `<base href="${foreign}/" target="_blank">[a](x)`,
  'link to a style sheet': `<link rel=stylesheet href="${foreign}/a.css"><link rel=preload as=script href="${foreign}/a.js">`,
  'policy of its own': `<meta http-equiv="Content-Security-Policy" content="script-src *"><title>taken</title>`,
  form: `<form action="${foreign}" id=f><input name=password type=password><button formaction="javascript:${payload}">Go</button></form><input form=f type=submit>`,
  'form controls': `<button onclick="${payload}">a</button><select onchange="${payload}"><option>a</select><textarea autofocus onfocus="${payload}">a</textarea><input type=image src="${foreign}/i">`,
  'end of the page': `</div></main></body></html><html><body><h1>taken</h1><script>${payload}</script>`,
  'dialogue and popover': `<dialog open>taken</dialog><div popover id=p>a</div><button popovertarget=p>a</button>`,
}

const styles: Record<string, string> = {
  'style element': `<style>*{display:none!important} body{background:url(${foreign}/s)}</style>`,
  'style import': `<style>@import "${foreign}/a.css";</style><STYLE>@import'javascript:${payload}';</STYLE>`,
  'style attribute': `<p style="background:url(${foreign}/s);position:fixed;inset:0;z-index:999">a</p>`,
  'old style expressions': `<div style="width:expression(${payload});behavior:url(${foreign});-moz-binding:url(${foreign})">a</div>`,
  'classes of the page': '<div class="fixed inset-0 bg-accent z-50">taken</div><p class="sr-only">a</p>',
  'old presentation attributes': `<table background="${foreign}/t" bgcolor=red width=99999 height=99999><td background="javascript:${payload}" colspan=99999999 rowspan=99999999>a</table>`,
  'huge image': '<img src="https://example.com/a.png" width=99999999 height=99999999 style="position:fixed">',
}

const mutations: Record<string, string> = {
  noscript: `<noscript><p title="</noscript><img src=x onerror=${payload}>"></noscript>`,
  xmp: `<xmp><p title="</xmp><img src=x onerror=${payload}>"></xmp>`,
  'style in SVG': `<svg></p><style><a id="</style><img src=x onerror=${payload}>">`,
  'style in MathML': `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=${payload}&gt;">`,
  'comment that ends early': `<!--><img src=x onerror=${payload}>--> <!---><img src=x onerror=${payload}>--> <!-- --!><img src=x onerror=${payload}>-->`,
  'comment in a title': `<svg><title><!--</title><img src=x onerror=${payload}>--></title></svg>`,
  template: `<template><style><a title="</style></template><img src=x onerror=${payload}>"></template>`,
  textarea: `<textarea><p title="</textarea><img src=x onerror=${payload}>"></textarea>`,
  plaintext: `<plaintext><img src=x onerror=${payload}>`,
  'iframe and noembed': `<iframe><p title="</iframe><img src=x onerror=${payload}>"></iframe><noembed><a title="</noembed><img src=x onerror=${payload}>">`,
  'form in a table in MathML': `<form><math><mtext></form><form><mglyph><style></math><img src onerror=${payload}></style></mglyph></form></math></form>`,
  select: `<select><template><style><!--</style><a rel="--></style></template></select><img src=x onerror=${payload}>">`,
  'foreign object and font': `<svg><desc><font color=red><svg><style><img title="</style><img src=x onerror=${payload}>">`,
  annotation: `<math><annotation-xml encoding="text/html"><style><img src=x onerror=${payload}></style></annotation-xml></math>`,
  'paragraph inside a button inside a paragraph': '<p>a<button><p>b</button></p><p><object><p>c</object></p>',
  'headings and lists out of place': '<h1>a<h2>b<li>c<dd>d<dt>e<td>f<tr>g<caption>h</table></li></p></br>',
  'links inside links':
    '<a href="https://example.com/1"><table><tr><td><a href="https://example.com/2">a</a></td></tr></table></a>',
  'table around everything': `<table><p>a<tr>b<td><table><caption><a href="javascript:${payload}">c</a>`,
}

const names: Record<string, string> = {
  'ids of the page': '<p id=content>a</p><p id=live-region>b</p><h2 id="__next">c</h2>\n\n# content',
  'names of globals':
    '<a id=location name=location href="https://example.com">a</a><img name=cookie src="https://example.com/a.png"><form name=body></form><a id=self>b</a>',
  'names in names':
    '<form id=document><input name=cookie><input name=attributes></form><a id=x><a id=x name=y href="https://example.com">a</a>',
  'prototype names':
    '# __proto__\n# constructor\n# toString\n\n[a](#__proto__) <p id=__proto__>a</p><p id=hasOwnProperty>b</p>\n\n```__proto__\na\n```\n\n```constructor\nb\n```',
  'label for a control of the page':
    '<label for=header-search>a</label><output for=x>b</output><fieldset><legend>c</legend></fieldset>',
  'slots, parts and custom elements': `<div slot=a part=b is=c exportparts=d nonce=e itemscope itemprop=f data-theme=dark>a</div><x-a onclick="${payload}">b</x-a>`,
}

const letters: Record<string, string> = {
  'text that runs backwards':
    'safe \u202egpj.exe\u202c [\u202emoc.elpmaxe\u202c](https://example.com) \u2066a\u2067b',
  'invisible and joining letters': `[a](java\u200bscript:${payload}) java\u00adscript: a\u0301\u0301${'\u0301'.repeat(200)}`,
  'lone surrogates': '\ud800 a \udc00 [b](https://example.com/\ud800) # \udfff',
  'control characters': '\u0000\u0001\u0007\u001b[31m\u007f\u0085\ufeff\ufffe a `\u0000`',
  'flag and tag letters': '\u{e0001}\u{e0061}\u{1f3f4}\u{e0067}\u{e007f} \u{1f468}\u200d\u{1f469}',
  'entities without end':
    '&#0; &#x110000; &#xd800; &lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;script&amp;gt; &unknown; &#99999999999;',
  'right to left attributes':
    '<p dir=rtl>a</p><bdo dir=rtl>b</bdo><p dir="x" lang="&quot; onclick=&quot;x">c</p>',
}

const sizes: Record<string, string> = {
  'one very long word': 'a'.repeat(maxLength),
  'one very long link': `[a](https://example.com/${'a'.repeat(25_000)})`,
  'thousands of quotes': fill('>'),
  'thousands of brackets': fill('['),
  'brackets opened and closed': '['.repeat(maxLength / 2) + ']'.repeat(maxLength / 2),
  'thousands of images that are none': fill('![]('),
  'thousands of lists in lists': fill('- '),
  'thousands of numbered lists in lists': fill('1. '),
  'quotes and lists in turn': fill('> - '),
  'lists that grow by indentation': Array.from({ length: 200 }, (_, at) => `${' '.repeat(at)}- a`)
    .join('\n')
    .slice(0, maxLength),
  'thousands of headings': fill('a\n=\n'),
  'thousands of paragraphs': fill('x\n\n'),
  'emphasis that never closes': fill('*a **b '),
  'emphasis that closes late': '*a '.repeat(4000) + 'a* '.repeat(4000),
  'emphasis of two kinds in turn': fill('_*'),
  'backticks of growing length': Array.from({ length: 220 }, (_, at) => '`'.repeat(at + 1)).join(' '),
  'thousands of elements in elements': fill('<div>'),
  'formatting that is opened again': `${Array.from({ length: 1500 }, (_, at) => `<b ${at}>`).join('')}\n\n${'x\n\n'.repeat(3000)}`,
  'thousands of tables in tables': fill('<table><td>'),
  'a wide table with many short rows': `${'|a'.repeat(2500)}\n${'|-'.repeat(2500)}\n${'|\n'.repeat(5000)}`,
  'one address, thousands of references': `[a]: https://example.com/${'b'.repeat(12_000)}\n\n${'[a]'.repeat(4000)}`,
  'thousands of footnotes': `${'[^1]'.repeat(6000)}\n\n[^1]: a`,
  'footnotes that refer to each other': Array.from(
    { length: 1000 },
    (_, at) => `[^${at}]: [^${at + 1}]\n`,
  ).join('\n'),
  'thousands of entities': fill('&lt;'),
  'thousands of backslashes': fill('\\'),
  'thousands of comments': fill('<!--'),
  'thousands of mail addresses': fill('a@b.c '),
  'code that is hard to colour': `\`\`\`bash\n${'$('.repeat(5_000)}\n\`\`\`\n\n\`\`\`js\n${'`${'.repeat(3_000)}\n\`\`\``,
}

/** Every input, each with its own name. */
export const hostileInputs: HostileInput[] = Object.entries({
  scripts,
  handlers,
  links,
  embedded,
  documents,
  styles,
  mutations,
  names,
  letters,
  sizes,
}).flatMap(([kind, inputs]) =>
  Object.entries(inputs).map(([name, text]) => ({
    name: `${kind}: ${name}`,
    text: text.slice(0, maxLength),
  })),
)
