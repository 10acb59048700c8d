/** One half of the §; the other is the same turned round. As in public/icon/mark.svg. */
const HALF = 'M81 36C79 27 73 22 64 22c-10 0-18 6-18 15 0 10 9 14 19 19 12 6 20 10 20 19 0 4-1 8-3 11'

/** The house's mark. Decorative beside the name. */
export function Mark({ size = 22 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 128 128" aria-hidden="true" className="shrink-0">
      <rect width="128" height="128" rx="32" className="fill-ink" />
      <g
        fill="none"
        className="stroke-paper"
        strokeWidth="10"
        strokeLinecap="round"
        transform="translate(64 64) scale(1.14) translate(-64 -64)"
      >
        <path d={HALF} />
        <path d={HALF} transform="rotate(180 64 64)" />
      </g>
    </svg>
  )
}
