// One JSON text with a signature in a container of its own: how directories of offices and lists of proofs travel (exchange.md §4.3, proof.md).
import { sha256Text, type SigningKey } from '../crypto'
import { bytesSource, type ByteSource } from './byte-source'
import { BundleFault } from './faults'
import type { Check, Limits } from './shape'
import { parseStrictBytes } from './strict-json'
import { signSshsig, verifySshsig, type SignatureNamespace } from './sshsig'
import { readContainer } from './zip-reader'
import { centralDirectory, joinMembers, smallMember, type ContainerTemplate } from './zip-template'

export interface Signed {
  /** The JSON text as it was signed. */
  readonly bytes: Uint8Array
  readonly sig: Uint8Array
  readonly digest: string
}

export interface DocumentKind<Content> {
  readonly namespace: SignatureNamespace
  /** `application/vnd.<mark>`, member `<member>.json`; the mark is also the name under which the text says its version. */
  readonly mark: string
  readonly member: string
  readonly maxBytes: number
  readonly content: Check<Content>
}

export interface SignedDocument<Content> {
  /** Signs and reads back by the reader's rules. @throws BundleFault */
  compose(content: Content, key: SigningKey): Content & Signed
  /** @param key 32 octets */
  isSignedBy(document: Pick<Signed, 'bytes' | 'sig'>, key: Uint8Array): boolean
  /** @returns the octets of the file: always the same for the same document */
  write(document: Pick<Signed, 'bytes' | 'sig'>): Uint8Array
  /** Whose word it is must still be asked with `isSignedBy`. @throws BundleFault of steps 2 and 5 */
  read(file: ByteSource | Uint8Array): Promise<Content & Signed>
}

export function signedDocument<Content extends object>(kind: DocumentKind<Content>): SignedDocument<Content> {
  const { namespace, mark, member, maxBytes, content } = kind
  const name = `${member}.json`
  const template: ContainerTemplate = {
    mimetype: `application/vnd.${mark}`,
    members: [
      { name: 'mimetype', maxBytes: `application/vnd.${mark}`.length },
      { name, maxBytes },
      { name: `${name}.sig`, maxBytes: 4_096 }
    ],
    lastIsOptional: false
  }

  function judged(bytes: Uint8Array, sig: Uint8Array): Content & Signed {
    const json = parseStrictBytes(bytes, 'card')
    if (!json.ok) throw new BundleFault(json.rule === 'J4' ? 'E_LIMIT' : 'E_CARD', 5, { because: json.rule })
    const version = json.value[mark]
    if (typeof version === 'number' && version > 1) throw new BundleFault('E_VERSION', 5, { params: { version } })
    const limits: Limits = { over: false }
    const { value }: { readonly value: unknown } = json
    if (!content(value, limits)) throw new BundleFault('E_CARD', 5, { because: 'form' })
    if (limits.over) throw new BundleFault('E_LIMIT', 5)
    return { ...value, bytes, sig, digest: sha256Text(bytes) }
  }

  return {
    compose(value, key) {
      const bytes = Buffer.from(JSON.stringify(value))
      return judged(bytes, signSshsig(namespace, bytes, key))
    },
    isSignedBy: ({ bytes, sig }, key) => verifySshsig(namespace, bytes, sig, key),
    write({ bytes, sig }) {
      const members = [smallMember('mimetype', Buffer.from(template.mimetype)), smallMember(name, bytes), smallMember(`${name}.sig`, sig)]
      return Buffer.concat([joinMembers(members), centralDirectory(members.map(({ entry }) => entry))])
    },
    async read(file) {
      const [, text, sig] = await readContainer(file instanceof Uint8Array ? bytesSource(file) : file, template)
      if (text === undefined || sig === undefined) throw new BundleFault('E_CONTAINER', 2)
      return judged(text.data, sig.data)
    }
  }
}
