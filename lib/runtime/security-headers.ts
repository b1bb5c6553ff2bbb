/**
 * The headers every page carries. The policy is static, so that pages can be cached; why it looks as it does
 * stands in docs/adr/0004-content-security-policy.md.
 */

export interface Header {
  key: string
  value: string
}

/** `production: false` adds what the development server needs: evaluated code and its socket. */
export function listSecurityHeaders({ production }: { production: boolean }): Header[] {
  return [
    { key: 'Content-Security-Policy', value: toContentSecurityPolicy(production) },
    { key: 'X-Content-Type-Options', value: 'nosniff' },
    { key: 'X-Frame-Options', value: 'DENY' },
    { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
    { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
    { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()' },
  ]
}

/** Of a stranger's document, which a browser saves: wherever it is shown all the same, nothing in it runs. */
export function listDocumentHeaders(): Header[] {
  return [{ key: 'Content-Security-Policy', value: "default-src 'none'; sandbox" }]
}

function toContentSecurityPolicy(production: boolean): string {
  const directives = [
    "default-src 'none'",
    // The framework hands its data over in inline scripts that differ from page to page.
    `script-src 'self' 'unsafe-inline'${production ? '' : " 'unsafe-eval'"}`,
    "script-src-attr 'none'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${production ? '' : ' ws:'}`,
    "form-action 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    ...(production ? ["require-trusted-types-for 'script'", 'trusted-types default'] : []),
  ]
  return directives.join('; ')
}
