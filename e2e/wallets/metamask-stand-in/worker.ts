import { createAsyncMiddleware, JsonRpcEngine } from '@metamask/json-rpc-engine'
import ObjectMultiplex from '@metamask/object-multiplex'
import { isConnected, onAccountSwitched, replyTo } from '../stand-in/wallet.ts'
import { join } from './join.ts'
import { CONTENT_SCRIPT, PROVIDER } from './names.ts'
import { PortStream } from './portStream.ts'

// Every connection has a JSON-RPC engine of its own, as in MetaMask's metamask-controller.

type Engine = JsonRpcEngine
type Request = Parameters<Engine['handle']>[0]

const pages = new Map<(message: unknown) => void, string>()

const result = async (origin: string, method: string, params?: unknown) =>
  (await replyTo(origin, method, params)).result

const providerState = async (origin: string) => ({
  accounts: await result(origin, 'eth_accounts'),
  chainId: await result(origin, 'eth_chainId'),
  isUnlocked: true,
  networkVersion: await result(origin, 'net_version'),
  isConnected: true,
})

/** MetaMask refuses typed data whose domain is of another chain than the one that is active. */
const isOfOtherChain = async (origin: string, method: string, params: unknown) => {
  if (method !== 'eth_signTypedData_v4') return false
  const { domain } = JSON.parse((params as string[])[1] ?? '{}') as { domain?: { chainId?: string | number } }
  return (
    domain?.chainId !== undefined && Number(domain.chainId) !== Number(await result(origin, 'eth_chainId'))
  )
}

const createEngine = (origin: string): Engine => {
  const engine = new JsonRpcEngine()
  engine.push(
    createAsyncMiddleware(async ({ method, params }, response) => {
      if (method === 'metamask_getProviderState') response.result = (await providerState(origin)) as never
      else if (method === 'metamask_sendDomainMetadata') response.result = true as never
      else if (await isOfOtherChain(origin, method, params))
        response.error = {
          code: -32603,
          message: 'Provided chainId must match the active chainId',
        }
      else Object.assign(response, await replyTo(origin, method, params))
    }),
  )
  return engine
}

chrome.runtime.onConnect.addListener((port) => {
  if (port.name !== CONTENT_SCRIPT) return
  const origin = port.sender?.origin ?? 'null'
  const mux = new ObjectMultiplex()
  const stream = new PortStream(port)
  join(stream, mux)
  const channel = mux.createStream(PROVIDER) as unknown as NodeJS.ReadWriteStream
  const engine = createEngine(origin)
  const send = (message: unknown) => channel.write(message as never)
  channel.on('data', async (request: Request) => send(await engine.handle(request)))
  pages.set(send, origin)
  port.onDisconnect.addListener(() => pages.delete(send))
})

onAccountSwitched(async (params) => {
  for (const [send, origin] of pages)
    if (await isConnected(origin)) send({ jsonrpc: '2.0', method: 'metamask_accountsChanged', params })
})
