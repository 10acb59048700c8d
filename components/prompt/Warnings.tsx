import type { ReactNode } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import { T } from '../ui/T.tsx'

export interface WarningsProps<W> {
  readonly warnings: readonly W[]
  readonly opened: ReadonlySet<string>
  readonly onOpen: (kind: string) => void
}

interface ListProps<W> extends WarningsProps<W> {
  readonly title: (warning: W) => ReactNode
  readonly body: (warning: W) => ReactNode
}

/** What must be read before Allow: in view above the buttons however far the rows are scrolled. */
export function Warnings<W extends { readonly kind: string }>(props: ListProps<W>) {
  const { warnings, opened, onOpen, title, body } = props
  if (warnings.length === 0) return null
  return (
    <section
      aria-label={t('prompt.warnings', { count: warnings.length })}
      className="grid max-h-[34dvh] shrink-0 gap-1.5 overflow-y-auto border-line border-t px-[18px] py-2.5 short:max-h-none"
    >
      {warnings.map((warning) => (
        <details
          key={warning.kind}
          data-warning={warning.kind}
          className="group rounded-lg bg-warn-wash text-[13px] text-warn"
          onToggle={(event) => event.currentTarget.open && onOpen(warning.kind)}
        >
          <summary className="flex items-baseline gap-2 px-3 py-2">
            <span className="grow font-semibold">{title(warning)}</span>
            <span aria-hidden="true" className={opened.has(warning.kind) ? 'opacity-60' : ''}>
              <Chevron />
            </span>
          </summary>
          <div className="px-3 pb-2.5">{body(warning)}</div>
        </details>
      ))}
    </section>
  )
}

export function Chevron() {
  return (
    <span className="inline-block motion-safe:transition-transform motion-safe:duration-150 group-open:rotate-90">
      ›
    </span>
  )
}

interface FrameTextProps {
  readonly origin: string
  readonly topOrigin: string
}

/** A frame asks: its own site, and the one around it. */
export function FrameText({ origin, topOrigin }: FrameTextProps) {
  return (
    <T
      k="prompt.warn.cross-origin.text"
      params={{ origin: <bdi>{inert(origin, 80)}</bdi>, top: <bdi>{inert(topOrigin, 80)}</bdi> }}
    />
  )
}
