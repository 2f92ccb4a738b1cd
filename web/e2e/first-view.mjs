/**
 * 首屏 How long a page takes that nobody has opened in this browser before: every run is a new browser profile, so nothing
 * is cached. `YIPIAO_STATUS_JSON=… node e2e/first-view.mjs [runs]` against a running demo; what it prints stands in
 * docs/performance.md.
 */
import { readFileSync } from 'node:fs'
import { chromium } from '@playwright/test'

const demo = JSON.parse(readFileSync(process.env.YIPIAO_STATUS_JSON, 'utf8'))
const runs = Number(process.argv[2] ?? 7)
const user = demo.users.find((one) => one.username === 'admin')
const pages = [
  ['login', '/console.html', 'input'],
  ['home', '/console.html#/home', 'main .card'],
  ['bills', '/console.html#/bills', 'main .table tbody tr'],
  ['desk', '/console.html#/desk', '[data-test="point"]'],
]
const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

/** One cold visit: milliseconds until the content is there, and what had to be fetched for it. */
async function visit(path, content, cookies) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, timezoneId: 'Asia/Shanghai' })
  if (cookies) await context.addCookies(cookies)
  const page = await context.newPage()
  const wire = await context.newCDPSession(page)
  await wire.send('Network.enable')
  // Processor time of the page's thread: what the same machine does beside it is not in it.
  await wire.send('Performance.enable', { timeDomain: 'threadTicks' })
  let bytes = 0
  let requests = 0
  wire.on('Network.requestWillBeSent', () => requests++)
  wire.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  // The browser itself is up before the clock starts.
  await page.goto('about:blank')
  const begun = performance.now()
  await page.goto(demo.platform + path, { waitUntil: 'commit' })
  await page.locator(content).first().waitFor({ state: 'visible' })
  await page.locator('.el-skeleton').first().waitFor({ state: 'detached' })
  const shown = performance.now() - begun
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0)
  const fetched = { bytes, requests }
  const { metrics } = await wire.send('Performance.getMetrics')
  const ticks = (name) => (metrics.find((one) => one.name === name)?.value ?? 0) * 1000
  const script = ticks('ScriptDuration')
  const thread = ticks('TaskDuration')
  const scripts = await page.evaluate(
    () => performance.getEntriesByType('resource').filter((one) => one.name.endsWith('.js')).length,
  )
  await browser.close()
  return { shown, paint, scripts, script, thread, ...fetched }
}

async function signedIn() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${demo.platform}/console.html`)
  await page.getByLabel('用户名').fill(user.username)
  await page.getByLabel('口令', { exact: true }).fill(user.password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('navigation', { name: '主菜单' }).waitFor()
  const cookies = await context.cookies()
  await browser.close()
  return cookies
}

const cookies = await signedIn()
for (const [name, path, content] of pages) {
  const seen = []
  for (let run = 0; run < runs; run++) seen.push(await visit(path, content, name === 'login' ? undefined : cookies))
  const of = (part) => seen.map((one) => one[part])
  console.log(
    `${name}: shown ${Math.round(middle(of('shown')))} ms (worst ${Math.round(Math.max(...of('shown')))}), first paint ${Math.round(middle(of('paint')))} ms, ` +
      `${middle(of('requests'))} requests, ${middle(of('scripts'))} scripts, scripts ran ${Math.round(middle(of('script')))} of ${Math.round(middle(of('thread')))} ms, ${Math.round(middle(of('bytes')) / 1024)} KiB`,
  )
}
