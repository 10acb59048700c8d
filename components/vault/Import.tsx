import { type DragEvent, type SyntheticEvent, useId, useRef, useState } from 'react'
import { formatBytes, formatNumber } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { Progress } from '../ui/Meter.tsx'
import { Problem } from '../ui/Notes.tsx'
import { fromDrop, fromInput, suggestName } from './pickedFiles.ts'
import { type PickedFile, useVault } from './VaultContext.ts'

const CATEGORIES = [
  'pd:Picture',
  'pd:Profile',
  'pd:Communication',
  'pd:MedicalHealth',
  'pd:Location',
  'pd:Transactional',
] as const

type State =
  | { readonly at: 'waiting'; readonly note?: string }
  | { readonly at: 'picked'; readonly files: readonly PickedFile[] }
  | { readonly at: 'importing'; readonly name: string; readonly done: number; readonly total: number }

/** Files become a dataset: dropped or chosen, named, then read and encrypted here, with a way to stop. */
export function Import() {
  const { importFiles } = useVault()
  const [state, setState] = useState<State>({ at: 'waiting' })
  const [error, setError] = useState<string | undefined>(undefined)
  const abort = useRef<AbortController>(undefined)

  const pick = (files: readonly PickedFile[]) => {
    setError(undefined)
    if (files.length > 0) setState({ at: 'picked', files })
  }

  const start = async (files: readonly PickedFile[], name: string, category: string) => {
    const controller = new AbortController()
    abort.current = controller
    setError(undefined)
    setState({ at: 'importing', name, done: 0, total: 0 })
    try {
      const dataset = await importFiles(
        files,
        { ...(name === '' ? {} : { name }), ...(category === '' ? {} : { category }) },
        {
          onProgress: ({ done, total }) => setState({ at: 'importing', name, done, total }),
          signal: controller.signal,
        },
      )
      setState({ at: 'waiting', note: t('vault.imported', { name: dataset.name, count: dataset.count }) })
    } catch (reason) {
      setState(
        controller.signal.aborted
          ? { at: 'waiting', note: t('vault.importCancelled') }
          : { at: 'picked', files },
      )
      if (!controller.signal.aborted) setError(reason instanceof Error ? reason.message : String(reason))
    }
  }

  return (
    <div>
      {state.at === 'waiting' && <Drop onPick={pick} />}
      {state.at === 'picked' && (
        <Describe files={state.files} onImport={start} onCancel={() => setState({ at: 'waiting' })} />
      )}
      {state.at === 'importing' && <Importing state={state} onCancel={() => abort.current?.abort()} />}
      <p aria-live="polite" className="mt-2 text-[13px] text-accent empty:mt-0">
        {state.at === 'waiting' ? state.note : ''}
      </p>
      {error !== undefined && <Problem>{error}</Problem>}
    </div>
  )
}

function Drop({ onPick }: { readonly onPick: (files: readonly PickedFile[]) => void }) {
  const [isOver, setOver] = useState(false)
  const drop = async (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    onPick(await fromDrop(event.dataTransfer.items))
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the inputs inside are the first
    <div
      className={`rounded-xl border border-dashed px-6 py-8 text-center ${isOver ? 'border-accent bg-wash' : 'border-edge'}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p className="font-serif text-[19px]">{t('vault.drop')}</p>
      <p className="mx-auto mt-1 max-w-md text-sm text-soft">{t('vault.dropText')}</p>
      <p className="mt-4 flex flex-wrap justify-center gap-2.5">
        <FileButton name={t('vault.files')} onPick={onPick} />
        <FileButton name={t('vault.folder')} isFolder onPick={onPick} />
      </p>
    </div>
  )
}

interface FileButtonProps {
  readonly name: string
  readonly isFolder?: boolean
  readonly onPick: (files: readonly PickedFile[]) => void
}

/** The browser's own file input, under a label that looks like the other buttons. */
function FileButton({ name, isFolder = false, onPick }: FileButtonProps) {
  return (
    <label className="button relative focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-2">
      {name}
      <input
        type="file"
        multiple
        aria-label={name}
        className="absolute inset-0 cursor-pointer opacity-0"
        {...(isFolder ? { webkitdirectory: '' } : {})}
        onChange={(event) => onPick(fromInput(event.currentTarget.files))}
      />
    </label>
  )
}

interface DescribeProps {
  readonly files: readonly PickedFile[]
  readonly onImport: (files: readonly PickedFile[], name: string, category: string) => void
  readonly onCancel: () => void
}

function Describe({ files, onImport, onCancel }: DescribeProps) {
  const nameId = useId()
  const categoryId = useId()
  const [name, setName] = useState(() => suggestName(files))
  const [category, setCategory] = useState('')
  const size = files.reduce((sum, { file }) => sum + file.size, 0)
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    onImport(files, name.trim(), category)
  }
  return (
    <form className="rounded-xl border border-line px-6 py-5" onSubmit={submit}>
      <p className="num text-sm text-soft">
        {t('vault.ready', { count: files.length, size: formatBytes(size) })}
      </p>
      <div className="mt-3 grid gap-4 sm:grid-cols-2">
        <p className="grid gap-1">
          <label htmlFor={nameId}>{t('vault.name')}</label>
          <input
            id={nameId}
            className="field"
            value={name}
            maxLength={80}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </p>
        <p className="grid gap-1">
          <label htmlFor={categoryId}>{t('vault.category')}</label>
          <select
            id={categoryId}
            className="field"
            value={category}
            aria-describedby={`${categoryId}-note`}
            onChange={(event) => setCategory(event.currentTarget.value)}
          >
            <option value="">{t('vault.categorySuggest')}</option>
            {CATEGORIES.map((term) => (
              <option key={term} value={term}>
                {t(`vault.category.${term}`)}
              </option>
            ))}
          </select>
          <span id={`${categoryId}-note`} className="text-soft text-xs">
            {t('vault.categoryNote')}
          </span>
        </p>
      </div>
      <p className="mt-4 flex gap-2.5">
        <button type="submit" className="button min-w-28">
          {t('vault.import')}
        </button>
        <button type="button" className="button min-w-28" onClick={onCancel}>
          {t('common.cancel')}
        </button>
      </p>
    </form>
  )
}

interface ImportingProps {
  readonly state: Extract<State, { at: 'importing' }>
  readonly onCancel: () => void
}

function Importing({ state, onCancel }: ImportingProps) {
  const { name, done, total } = state
  const title = t('vault.importing', { name })
  return (
    <div className="rounded-xl border border-line px-6 py-5">
      <p>{title}</p>
      <div className="my-2.5">
        <Progress value={done} max={total} label={title} />
      </div>
      <p className="num flex items-center justify-between text-sm text-soft">
        {total === 0
          ? t('common.loading')
          : t('vault.progress', { done: formatNumber(done), total: formatNumber(total) })}
        <button type="button" className="action" onClick={onCancel}>
          {t('common.cancel')}
        </button>
      </p>
    </div>
  )
}
