/**
 * Whether a host names this machine or somebody's private network, by name or literal address. A task must not make
 * the browser probe the person's router. Names that resolve to private addresses cannot be seen from an extension;
 * docs/threat-model.md says so.
 * Ranges: RFC 6890 (special-purpose registry), RFC 4193, RFC 6762 (.local), RFC 8375 (home.arpa).
 */
export const isPrivateHost = (hostname: string): boolean => {
  const host = hostname.toLowerCase().replace(/\.$/, '')
  if (isLoopbackHost(host)) return true
  if (host.startsWith('[')) return isPrivateIpv6(host.slice(1, -1))
  const octets = ipv4Octets(host)
  if (octets !== undefined) return isPrivateIpv4(octets)
  return !host.includes('.') || /\.(local|localdomain|internal|intranet|lan|home|corp|home\.arpa)$/.test(host)
}

export const isLoopbackHost = (hostname: string): boolean => {
  const host = hostname.toLowerCase().replace(/\.$/, '')
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(host)
  )
}

/** The URL parser has already normalised octal, hexadecimal and short forms to dotted decimals. */
const ipv4Octets = (host: string): number[] | undefined =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(host) ? host.split('.').map(Number) : undefined

const isPrivateIpv4 = (octets: number[]): boolean => {
  const [a, b] = octets as [number, number, number, number]
  return (
    a === 0 ||
    a === 10 ||
    a === 127 ||
    a >= 224 ||
    (a === 100 && b >= 64 && b <= 127) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b <= 31) ||
    (a === 192 && (b === 168 || b === 0)) ||
    (a === 198 && (b === 18 || b === 19))
  )
}

/** Global unicast is 2000::/3; everything else is special. Mapped IPv4 (::ffff:0:0/96) is special as well. */
const isPrivateIpv6 = (address: string): boolean => !/^[23][0-9a-f]{0,3}:/.test(address)
