import { type Channel, openChannel, type Sealed } from './channel.ts'
import { type Approved, REJECTED, type Reply } from './words.ts'

// The page behind the SDK's window, as keys.coinbase.com is to it: says that it is there, hears who asks, says which kind of
// wallet it is, exchanges keys with the first question, and answers encrypted ones after the person's click.

interface Handshake {
  readonly handshake: { readonly method: string; readonly params: unknown }
}
interface Encrypted {
  readonly encrypted: Sealed
}

interface FromSdk {
  readonly id?: string
  readonly requestId?: string
  readonly event?: string
  readonly sender?: string
  readonly content?: Handshake | Encrypted
  readonly data?: { readonly metadata?: { readonly appName: string } }
}

const opener: Window | null = window.opener
const app = new URL(location.href).searchParams.get('origin') ?? ''
const loaded = crypto.randomUUID()

const tell = (message: object) => opener?.postMessage(message, app)
const put = (place: string, text: string) => {
  const element = document.getElementById(place)
  if (element !== null) element.textContent = text
}

const decided = (method: string, params: unknown): Promise<boolean> => {
  put('method', method)
  put('params', JSON.stringify(params, null, 2))
  return new Promise((resolve) => {
    document.getElementById('approve')?.addEventListener('click', () => resolve(true), { once: true })
    document.getElementById('reject')?.addEventListener('click', () => resolve(false), { once: true })
  })
}

const wallet = async (asked: Approved): Promise<Reply> =>
  (await fetch('/stand-in', { method: 'POST', body: JSON.stringify(asked) })).json()

const respond = async (channel: Channel, { id, sender }: FromSdk, content: object) => {
  tell({ id: crypto.randomUUID(), requestId: id, sender: channel.publicKey, content, timestamp: new Date() })
  // The wallet's page closes itself once it has answered.
  if (sender !== undefined) window.close()
}

const onHandshake = async (channel: Channel, message: FromSdk, { handshake }: Handshake) => {
  const { method, params } = handshake
  if (!(await decided(method, params))) return respond(channel, message, { failure: { ...REJECTED } })
  const { answer, facts } = await wallet({ method, params: [params] })
  const encrypted = await channel.seal(message.sender!, { result: answer, data: facts })
  return respond(channel, message, { encrypted })
}

const onEncrypted = async (channel: Channel, message: FromSdk, { encrypted }: Encrypted) => {
  const { action, chainId } = (await channel.open(message.sender!, encrypted)) as {
    action: { method: string; params: readonly unknown[] }
    chainId: number
  }
  const isApproved = await decided(action.method, action.params)
  const { answer, facts } = isApproved
    ? await wallet({ ...action, chainId })
    : { answer: { error: REJECTED }, facts: undefined }
  const sealed = await channel.seal(message.sender!, {
    result: answer,
    ...(facts === undefined ? {} : { data: facts }),
  })
  return respond(channel, message, { encrypted: sealed })
}

const start = async () => {
  const channel = await openChannel()
  addEventListener('message', ({ origin, source, data }: MessageEvent<FromSdk>) => {
    if (source !== opener || origin !== app) return
    if (data.requestId === loaded) put('app', `${data.data?.metadata?.appName} at ${origin}`)
    if (data.event === 'selectSignerType') tell({ requestId: data.id, data: 'scw' })
    const { content } = data
    if (content === undefined) return
    if ('handshake' in content) void onHandshake(channel, data, content)
    else void onEncrypted(channel, data, content)
  })
  addEventListener('pagehide', () => tell({ id: crypto.randomUUID(), event: 'PopupUnload' }))
  tell({ id: loaded, event: 'PopupLoaded' })
}

void start()
