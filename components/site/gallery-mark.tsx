/** The gallery's mark: a picture on its wire. It takes the colour of the text around it. */
export function GalleryMark({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinejoin="round"
      strokeLinecap="round"
      aria-hidden="true"
      className={className}
    >
      <path d="m8 8 4-4.5 4 4.5" />
      <rect x="3" y="8" width="18" height="13" rx="1" />
      <path d="m6.5 17.5 3.5-4 2.5 2.5 2-1.5 3 3" />
    </svg>
  )
}
