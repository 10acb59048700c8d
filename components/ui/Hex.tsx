import { useState } from 'react'
import { shortHex } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'

interface HexProps {
  readonly value: string
  /** What it is, for the name of the copy button. */
  readonly what: string
  readonly full?: boolean
}

/** A hash, account or signature, with a button that copies all of it. */
export function Hex({ value, what, full = false }: HexProps) {
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    setCopied(true)
  }
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      <code className="num break-all font-mono text-sm" title={value}>
        {full ? value : shortHex(value)}
      </code>
      <button type="button" className="action text-sm" onClick={copy} onBlur={() => setCopied(false)}>
        <span aria-live="polite">
          {isCopied ? t('common.copied') : t('common.copy', { what: '' }).trim()}
        </span>
        <span className="sr-only"> {what}</span>
      </button>
    </span>
  )
}
