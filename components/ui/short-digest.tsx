/** The beginning and the end of a digest; the whole of it on hover, and for screen readers and selections. */
export function ShortDigest({ digest, className = '' }: { digest: string; className?: string }) {
  const [algorithm = '', hex = ''] = digest.split(':')
  return (
    <span title={digest} className={`font-mono text-xs whitespace-nowrap ${className}`}>
      {algorithm}:{hex.slice(0, 4)}…{hex.slice(-4)}
    </span>
  )
}
