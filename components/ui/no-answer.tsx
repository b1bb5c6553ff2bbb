import { useTexts } from '#components/language/use-texts.ts'

/** Says that a list could not be brought up to date. `stands` is what is shown instead, such as "an earlier list". */
export function NoAnswer({ stands, onRetry }: { stands: string; onRetry: () => void }) {
  const texts = useTexts('ui')
  return (
    <p role="alert" className="border-b border-rule py-3 text-sm text-danger">
      {texts.rich('noAnswer', {
        stands,
        button: (words) => (
          <button key="button" type="button" onClick={onRetry} className="link cursor-pointer">
            {words}
          </button>
        ),
      })}
    </p>
  )
}
