import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { CustomHostnameWire, SslWire } from '../../../../../schemas/custom-hostname.ts'
import { admin } from '../../api/admin.ts'
import { Button } from '../../parts/button.tsx'
import { CopyValue } from '../../parts/copy.tsx'
import { Failure } from '../../parts/failure.tsx'
import { DownloadIcon } from '../../parts/icons.tsx'
import { Moment, momentText } from '../../parts/moment.tsx'
import { authorityName, methodName } from '../../words.ts'

interface CertificateProps {
  readonly zoneId: string
  readonly hostname: CustomHostnameWire
}

/** The certificate: how it is validated, and once there is one, what stands in it. */
export function CertificateCard ({ zoneId, hostname }: CertificateProps): JSX.Element | null {
  const [error, setError] = useState<unknown>()
  const { id, hostname: name, ssl } = hostname
  if (ssl === undefined) return null
  const download = async (keyType: 'ecdsa' | 'rsa'): Promise<void> => {
    setError(undefined)
    try {
      saveFile(`${name.replace('*', '_')}-${keyType}.pem`, await admin.certificate(zoneId, id, keyType))
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <section class='card' aria-labelledby='certificate'>
      <h2 id='certificate'>Certificate</h2>
      <dl class='facts'>
        <div><dt>Method</dt><dd>{methodName(ssl.method)}</dd></div>
        <div><dt>Authority</dt><dd>{authorityName(ssl.certificate_authority)}</dd></div>
        <div><dt>Wildcard</dt><dd>{ssl.wildcard ? 'yes' : 'no'}</dd></div>
        <div><dt>Minimum TLS</dt><dd>{ssl.settings?.min_tls_version ?? 'as the zone'}</dd></div>
        {ssl.issuer === undefined ? null : <div><dt>Issuer</dt><dd>{ssl.issuer}</dd></div>}
        {ssl.expires_on === undefined ? null : <div><dt>Expires</dt><dd><Moment at={ssl.expires_on} /> <span class='hint'>{momentText(ssl.expires_on)}</span></dd></div>}
        {ssl.hosts === undefined ? null : <div><dt>Names</dt><dd>{ssl.hosts.join(', ')}</dd></div>}
      </dl>
      {error === undefined ? null : <Failure error={error} />}
      <Leaves ssl={ssl} download={download} />
    </section>
  )
}

function Leaves ({ ssl: { certificates = [] }, download }: { readonly ssl: SslWire, readonly download: (keyType: 'ecdsa' | 'rsa') => Promise<void> }): JSX.Element | null {
  if (certificates.length === 0) return <p class='hint'>Nothing is issued yet.</p>
  return (
    <ul class='leaves'>
      {certificates.map(({ id, signature = '', serial_number: serial, issued_on: issued, fingerprint_sha256: fingerprint }) => {
        const keyType = signature.startsWith('ECDSA') ? 'ecdsa' : 'rsa'
        return (
          <li key={id}>
            <div class='leaf-head'>
              <h3>{keyType.toUpperCase()}</h3>
              {issued === undefined ? null : <span class='hint'>issued {momentText(issued)}</span>}
              <Button label={`Download the ${keyType.toUpperCase()} certificate as PEM`} onPress={async () => { await download(keyType) }}><DownloadIcon /> PEM</Button>
            </div>
            {serial === undefined ? null : <p><span class='hint'>Serial number</span><CopyValue text={serial} what='serial number' /></p>}
            {fingerprint === undefined ? null : <p><span class='hint'>SHA-256</span><CopyValue text={fingerprint} what='fingerprint' /></p>}
          </li>
        )
      })}
    </ul>
  )
}

function saveFile (name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/x-pem-file' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => { URL.revokeObjectURL(url) }, 1000)
}
