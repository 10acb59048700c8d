import type { ReactNode } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import { FaultNote } from '../ui/Faults.tsx'
import type { Live } from '../useView.ts'

interface LeadProps {
  readonly children: ReactNode
}

/** What the page is for, in a sentence. */
export function Lead({ children }: LeadProps) {
  return <p className="mt-1 max-w-prose text-soft">{children}</p>
}

interface SectionProps {
  readonly title: ReactNode
  readonly aside?: ReactNode
  readonly children: ReactNode
}

export function Section({ title, aside, children }: SectionProps) {
  return (
    <section className="mt-8">
      <div className="mb-2 flex flex-wrap items-baseline gap-x-4">
        <h2 className="grow text-[19px]">{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}

interface LoadedProps<T> {
  readonly live: Live<T>
  readonly children: (value: T) => ReactNode
}

/** A view in its three states: being read, read, not readable. */
export function Loaded<T>({ live, children }: LoadedProps<T>) {
  if (live.value !== undefined) return children(live.value)
  if (live.isReady) return <FaultNote />
  return (
    <p className="mt-6 text-soft" aria-live="polite">
      {t('common.loading')}
    </p>
  )
}

interface TableProps {
  /** What the table is, for those who do not see it. */
  readonly caption: string
  readonly heads: readonly { readonly name: string; readonly isNumber?: boolean }[]
  readonly children: ReactNode
}

/** A table with hairlines, that scrolls sideways by itself where the window is narrow. */
export function Table({ caption, heads, children }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="overflow-x-auto" tabIndex={0} aria-label={caption}>
      <table className="num w-full border-collapse">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {heads.map(({ name, isNumber }) => (
              <th
                key={name}
                scope="col"
                className={`whitespace-nowrap border-line border-b py-1.5 font-medium text-sm text-soft ${isNumber ? 'text-right' : 'pr-4 text-left'}`}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}

interface CellProps {
  readonly isNumber?: boolean
  readonly isSoft?: boolean
  readonly children: ReactNode
}

export function Cell({ isNumber = false, isSoft = false, children }: CellProps) {
  const align = isNumber ? 'text-right' : 'pr-4'
  return (
    <td className={`border-line border-b py-2.5 align-baseline ${align} ${isSoft ? 'text-soft' : ''}`}>
      {children}
    </td>
  )
}

/** Hands a text, or what came of one, to the browser as a file. */
export const saveFile = (name: string, type: string, text: BlobPart): void => {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  URL.revokeObjectURL(url)
}
