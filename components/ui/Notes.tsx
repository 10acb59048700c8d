import type { ReactNode } from 'react'

/** Something went wrong: said at once to those who cannot see it. */
export function Problem({ children }: { readonly children: ReactNode }) {
  return (
    <p role="alert" className="mt-3 rounded-lg bg-warn-wash px-3 py-2.5 text-[13px] text-warn">
      {children}
    </p>
  )
}

/** Something to know, without urgency. */
export function Note({ children }: { readonly children: ReactNode }) {
  return <p className="rounded-lg bg-warn-wash px-3 py-2.5 text-[13px] text-warn">{children}</p>
}

interface TagProps {
  readonly tone?: 'plain' | 'accent' | 'warn'
  readonly children: ReactNode
}

const TONES = {
  plain: 'text-soft border-line',
  accent: 'text-accent border-current',
  warn: 'text-warn border-current',
}

/** A state in a word. */
export function Tag({ tone = 'plain', children }: TagProps) {
  return (
    <span className={`whitespace-nowrap rounded-full border px-2 py-px text-xs ${TONES[tone]}`}>
      {children}
    </span>
  )
}

interface EmptyProps {
  readonly children: ReactNode
}

/** What stands where nothing is yet: what would be here, and how it comes. */
export function Empty({ children }: EmptyProps) {
  return <p className="max-w-prose border-line border-t py-4 text-soft">{children}</p>
}
