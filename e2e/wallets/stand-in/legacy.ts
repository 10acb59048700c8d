export interface JsonRpcRequest {
  readonly id?: number | string
  readonly method: string
  readonly params?: unknown
}

export type Callback = (error: unknown, response?: unknown) => void
export type Request = (args: { method: string; params?: unknown }) => Promise<unknown>

const answered = async (request: Request, { id, method, params }: JsonRpcRequest) => ({
  id,
  jsonrpc: '2.0',
  result: await request({ method, params }),
})

/** `sendAsync` as wallets have it from before EIP-1193: one request or a batch, and a callback. */
export const sendAsync = (
  request: Request,
  payload: JsonRpcRequest | readonly JsonRpcRequest[],
  callback: Callback,
): void => {
  const answer = Array.isArray(payload)
    ? Promise.all(payload.map((one: JsonRpcRequest) => answered(request, one)))
    : answered(request, payload as JsonRpcRequest)
  answer.then(
    (response) => callback(null, response),
    (error) => callback(error),
  )
}
