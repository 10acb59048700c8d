/** What a page learns about who answers: as in EIP-6963, the same for everyone. */
export const NAME = 'Proviso'
export const RDNS = 'org.proviso'
/** A section sign on ink, 1 em square. */
export const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 96 96'%3E%3Crect width='96' height='96' rx='22' fill='%2316181d'/%3E%3Ctext x='48' y='68' font-family='Georgia,serif' font-size='60' text-anchor='middle' fill='%23fbfaf7'%3E%C2%A7%3C/text%3E%3C/svg%3E"
