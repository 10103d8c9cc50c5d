import t from 'tap'
import { ConfigError, readConfig } from '../../src/config/config.ts'

t.test('a mail server is named by a URL', async t => {
  const read = (url: string) => readConfig({ 'smtp-url': url }, {}).smtpServer
  t.equal(readConfig({}, {}).smtpServer, undefined)
  t.strictSame(read('smtp://127.0.0.1:1025'), { host: '127.0.0.1', port: 1025, secure: false })
  t.strictSame(read('smtp://mail.test'), { host: 'mail.test', port: 25, secure: false })
  t.strictSame(read('smtps://mail.test/'), { host: 'mail.test', port: 465, secure: true })
  t.strictSame(read('smtp://[::1]:1025'), { host: '::1', port: 1025, secure: false })
  t.strictSame(read('smtp://a%40b:p%3Ass@mail.test:587'), { host: 'mail.test', port: 587, secure: false, user: 'a@b', password: 'p:ss' })
  t.strictSame(readConfig({}, { SANDFLARE_SMTP_URL: 'smtp://127.0.0.1:1025' }).smtpServer?.port, 1025)
})

t.test('anything else is refused in one line that does not repeat the password', async t => {
  for (const url of ['127.0.0.1:1025', 'http://mail.test', 'smtp://', 'smtp://:25', 'smtp://u:secret@mail.test:25/path', 'smtp://u:secret@mail.test?pool=true', 'smtp://u:secret%zz@mail.test', 'smtp://mail.test:99999']) {
    try {
      readConfig({ 'smtp-url': url }, {})
      t.fail(`${url} was taken`)
    } catch (error) {
      t.ok(error instanceof ConfigError, url)
      t.match(String(error), '--smtp-url ')
      t.notMatch(String(error), /secret|\n/)
    }
  }
})
