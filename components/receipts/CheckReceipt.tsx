import { type DragEvent, useEffect, useRef, useState } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import type { VerifiedFile } from '../../lib/receipts/checks.ts'
import { checkReceiptFile } from '../../lib/views/receipts.ts'
import { Problem } from '../ui/Notes.tsx'
import { useTask } from '../useView.ts'
import { Verified } from './Verified.tsx'

/** A file is dropped or chosen, checked here, and every check said in a sentence. */
export function CheckReceipt() {
  const [results, setResults] = useState<readonly VerifiedFile[] | undefined>(undefined)
  const check = useTask(async (file: Blob) => setResults(await checkReceiptFile(file)))
  return (
    <div>
      <Drop
        isRunning={check.isRunning}
        onPick={(file) => {
          setResults(undefined)
          void check.run(file)
        }}
      />
      {check.error !== undefined && <Problem>{check.error}</Problem>}
      {results !== undefined && <Results results={results} />}
    </div>
  )
}

/** Takes the focus, so that whoever chose a file by keyboard or ear is brought to what was found. */
function Results({ results }: { readonly results: readonly VerifiedFile[] }) {
  const region = useRef<HTMLElement>(null)
  useEffect(() => region.current?.focus(), [])
  return (
    <section ref={region} tabIndex={-1} aria-label={t('receipts.checks')} className="mt-5 focus:outline-none">
      {results.length > 1 && (
        <p className="num text-sm text-soft">{t('receipts.checkCount', { count: results.length })}</p>
      )}
      <ul className="grid gap-5">
        {results.map((result, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: results never change their order
          <li key={index}>
            <Verified result={result} />
          </li>
        ))}
      </ul>
    </section>
  )
}

interface DropProps {
  readonly isRunning: boolean
  readonly onPick: (file: Blob) => void
}

function Drop({ isRunning, onPick }: DropProps) {
  const [isOver, setOver] = useState(false)
  const pick = (files: FileList | null) => {
    const [file] = files ?? []
    if (file !== undefined) onPick(file)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    pick(event.dataTransfer.files)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the input inside is the first
    <div
      className={`rounded-xl border border-dashed px-6 py-6 text-center ${isOver ? 'border-accent bg-wash' : 'border-edge'}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p className="font-serif text-[19px]">{t('receipts.drop')}</p>
      <p className="mx-auto mt-1 max-w-md text-sm text-soft">{t('receipts.dropText')}</p>
      <p className="mt-4">
        <label className="button relative focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-2">
          {isRunning ? t('common.working') : t('receipts.choose')}
          <input
            type="file"
            accept="application/json,.json"
            aria-label={t('receipts.choose')}
            className="absolute inset-0 cursor-pointer opacity-0"
            onChange={(event) => {
              pick(event.currentTarget.files)
              // The same file may be chosen again.
              event.currentTarget.value = ''
            }}
          />
        </label>
      </p>
    </div>
  )
}
