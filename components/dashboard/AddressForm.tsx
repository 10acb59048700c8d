import { type SyntheticEvent, useId, useState } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import { Problem } from '../ui/Notes.tsx'
import { useTask } from '../useView.ts'

/** https anywhere, http on this computer: the rule of lib/net, said before it is refused there. */
const isUsable = (url: string): boolean => {
  try {
    const { protocol, hostname } = new URL(url)
    return (
      protocol === 'https:' ||
      (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname))
    )
  } catch {
    return false
  }
}

export interface AddressFormProps {
  readonly name: string
  readonly note: string
  /** The name of its save button to those who do not see where it stands. */
  readonly saveName: string
  /** The address as it is saved, or empty. */
  readonly saved: string
  /** What counts while it is empty. */
  readonly placeholder?: string
  readonly onSave: (url: string) => Promise<unknown>
}

/** One address on the network that the person may set, or leave empty. */
export function AddressForm({ name, note, saveName, saved, placeholder, onSave }: AddressFormProps) {
  const id = useId()
  const [url, setUrl] = useState(saved)
  const [isBad, setBad] = useState(false)
  const [isSaved, setSaved] = useState(false)
  const save = useTask(() => onSave(url))
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault()
    setBad(url !== '' && !isUsable(url))
    if (url === '' || isUsable(url)) setSaved(await save.run())
  }
  return (
    <form className="border-line border-t py-3" onSubmit={submit}>
      <label htmlFor={id}>{name}</label>
      <div className="mt-1 flex gap-2">
        <input
          id={id}
          type="url"
          className="field num min-w-0 grow"
          value={url}
          aria-invalid={isBad}
          aria-describedby={`${id}-note`}
          placeholder={placeholder}
          onChange={(event) => {
            setUrl(event.currentTarget.value.trim())
            setSaved(false)
          }}
        />
        <button type="submit" className="button" aria-disabled={save.isRunning} aria-label={saveName}>
          {t('settings.save')}
        </button>
      </div>
      <p id={`${id}-note`} className="mt-0.5 text-sm text-soft">
        {note} <span aria-live="polite">{isSaved ? t('settings.saved') : ''}</span>
      </p>
      {isBad && <Problem>{t('settings.badUrl')}</Problem>}
      {save.error !== undefined && <Problem>{save.error}</Problem>}
    </form>
  )
}
