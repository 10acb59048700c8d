const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/

/** Why an address cannot be the store package's bridge page, or undefined if it can. */
export const bridgeObjection = (address: string | undefined): string | undefined => {
  if (address === undefined || address === '')
    return 'PROVISO_BRIDGE_URL is not set: the package would look for its bridge page on this machine.'
  if (!URL.canParse(address)) return `PROVISO_BRIDGE_URL is no address: ${address}`
  const { protocol, hostname } = new URL(address)
  if (LOOPBACK.test(hostname)) return `PROVISO_BRIDGE_URL is on this machine: ${address}`
  if (protocol !== 'https:') return `PROVISO_BRIDGE_URL is not https: ${address}`
  return undefined
}
