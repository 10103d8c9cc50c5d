import type { Instant } from '../core/instant.ts'

/** A certificate that was made, with its key. */
export interface KeptLeaf {
  readonly keyType: 'ecdsa' | 'rsa'
  readonly chainPem: string
  readonly privateKeyPem: string
  readonly fingerprintSha256: string
  readonly notBefore: Instant
  readonly notAfter: Instant
}

/** The certificates of the pack that a hostname has, or the zone itself. */
export interface KeptPack {
  readonly seq: number
  readonly pack: number
  readonly leaves: readonly KeptLeaf[]
}

/** The secret part of a certificate that was uploaded. */
export interface KeptUpload {
  readonly id: string
  readonly seq: number
  readonly customHostnameId: string
  readonly csrId?: string
  readonly chainPem: string
  readonly privateKeyPem: string
}

export interface CertificateStore {
  /** The simulated authorities, as whoever made them wrote them. They outlive a reset: trust stores know their root. */
  findAuthorities (): Promise<string | undefined>
  saveAuthorities (text: string): Promise<void>
  /** What the pack of a zone itself is kept under: a number that no hostname of it has. */
  seqOfZone (zoneNo: number): number
  findPack (seq: number, pack: number): Promise<KeptPack | undefined>
  /** SHA-256 of each certificate of a pack, by the type of its key; undefined when none was made yet. */
  findFingerprints (seq: number, pack: number): Readonly<Record<string, string>> | undefined
  /** Replaces the pack that the hostname had before; its rendered form is no longer good. Nothing happens when it is gone. */
  savePack (pack: KeptPack): Promise<void>
  findUpload (id: string): Promise<KeptUpload | undefined>
  findUploadsByCsr (csrId: string): Promise<readonly KeptUpload[]>
  /** Keeping one again changes nothing. They go with their hostname. */
  saveUploads (uploads: readonly KeptUpload[]): Promise<void>
  removeUploads (ids: readonly string[]): Promise<void>
}

/** A signing request. */
export interface CustomCsr {
  readonly id: string
  readonly createdAt: Instant
  readonly keyType: 'rsa2048' | 'p256v1'
  readonly country: string
  readonly state: string
  readonly locality: string
  readonly organization: string
  readonly organizationalUnit?: string
  readonly commonName: string
  readonly sans: readonly string[]
  readonly name?: string
  readonly description?: string
  readonly csrPem: string
}

export interface CsrStore {
  /** Newest first. */
  list (zoneNo: number, offset: number, limit: number): Promise<{ readonly csrs: readonly CustomCsr[], readonly total: number }>
  find (zoneNo: number, id: string): Promise<CustomCsr | undefined>
  /** The key is asked for by itself, so that no list can show it. */
  findPrivateKey (zoneNo: number, id: string): Promise<string | undefined>
  insert (zoneNo: number, csr: CustomCsr, privateKeyPem: string): Promise<void>
  remove (zoneNo: number, id: string): Promise<void>
}
