/** Says that a list could not be brought up to date. `stands` is what is shown instead, such as "an earlier list". */
export function NoAnswer({ stands, onRetry }: { stands: string; onRetry: () => void }) {
  return (
    <p role="alert" className="border-b border-rule py-3 text-sm text-danger">
      The gallery did not answer. What stands below may be {stands}.{' '}
      <button type="button" onClick={onRetry} className="link cursor-pointer">
        Try again
      </button>
    </p>
  )
}
