import { type ReactNode, useState } from 'react'
import { Chevron } from './Warnings.tsx'

interface RowProps {
  readonly name: string
  readonly summary: ReactNode
  /** Rendered when first opened, so that nothing is decrypted for a row nobody opens. */
  readonly children: ReactNode
}

/** One line of the terms; opens to the whole of it. */
export function Row({ name, summary, children }: RowProps) {
  const [wasOpened, setOpened] = useState(false)
  return (
    <details
      className="group border-line border-t first:border-t-0"
      onToggle={(event) => event.currentTarget.open && setOpened(true)}
    >
      <summary className="grid grid-cols-[62px_1fr_10px] items-baseline gap-2 py-2">
        <span className="text-sm text-soft">{name}</span>
        <span>{summary}</span>
        <span aria-hidden="true" className="text-soft">
          <Chevron />
        </span>
      </summary>
      <div className="grid gap-2.5 pb-3 pl-[70px] text-[13px] text-soft short:pl-0">
        {wasOpened && children}
      </div>
    </details>
  )
}

interface LineProps {
  readonly name: string
  readonly children: ReactNode
}

/** A line of the terms that says all there is. */
export function Line({ name, children }: LineProps) {
  return (
    <div className="grid grid-cols-[62px_1fr] items-baseline gap-2 border-line border-t py-2 first:border-t-0">
      <span className="text-sm text-soft">{name}</span>
      <div>{children}</div>
    </div>
  )
}

interface FactProps {
  readonly name: string
  readonly children: ReactNode
}

/** A named fact inside an opened row. */
export function Fact({ name, children }: FactProps) {
  return (
    <p>
      <span className="block text-xs">{name}</span>
      <span className="text-ink">{children}</span>
    </p>
  )
}
