import { type APIRequestContext, expect, type Page } from '@playwright/test'
import { archived, choose, demo, file, openBill, settle, signIn, test } from './demo'

const POLICY = '/api/console/basics/issuing-policy'
const own = String(Date.now()).slice(-6)

/** Asks as the page itself would. */
async function put(page: Page, path: string, data: unknown): Promise<void> {
  const token = (await page.context().cookies()).find((cookie) => cookie.name === 'XSRF-TOKEN')?.value ?? ''
  const answer = await page.request.put(path, { data, headers: { 'X-XSRF-TOKEN': token } })
  expect(answer.ok(), await answer.text()).toBe(true)
}

/** How the sandbox's bureau decides from now on; nothing said: everything in full. */
async function bureau(request: APIRequestContext, rule?: object): Promise<void> {
  const path = `${demo.sandbox}/sandbox/bureau/review`
  const answer = rule ? await request.put(path, { data: rule }) : await request.delete(path)
  expect(answer.ok()).toBe(true)
}

/** Fills in a stock document and hands it in; the drawer shows what became of it. */
async function document(page: Page, type: string, fill: (dialog: ReturnType<Page['getByRole']>) => Promise<void>) {
  await page.getByTestId('create').click()
  const dialog = page.getByRole('dialog', { name: '填单' })
  await choose(page, dialog.getByTestId('form-type'), type)
  await fill(dialog)
  await dialog.getByTestId('form-send').click()
  await expect(dialog).toBeHidden()
  const form = page.getByTestId('document')
  await expect(form).toBeVisible()
  return form
}

test('numbers are requested, reviewed, handed down, given back, and every one can be asked where it is', async ({
  page,
  request,
}) => {
  await signIn(page, 'finance')
  await page.goto('/console.html#/numbers/setup')
  const certificate = page.getByTestId('certificates').getByRole('row').nth(1)
  await expect(certificate).toContainText('有效')
  await page.goto('/console.html#/numbers/documents')

  await bureau(request, { result: 'REFUSED', reason: '上期用票未核销', delaySeconds: 0 })
  try {
    const refused = await document(page, '申领单', async (dialog) => {
      await choose(page, dialog.getByTestId('form-code'), /门诊.*电子/)
      await dialog.getByRole('spinbutton').fill('600')
      await dialog.getByTestId('form-reason').fill('门诊量增加')
    })
    await expect(refused).toContainText('未核准')
    await expect(refused).toContainText('上期用票未核销')
    await page.keyboard.press('Escape')
    await bureau(request, { result: 'PARTIAL', share: 0.5, reason: '按用票量核定', delaySeconds: 0 })
    const part = await document(page, '申领单', async (dialog) => {
      await choose(page, dialog.getByTestId('form-code'), /门诊.*电子/)
      await dialog.getByRole('spinbutton').fill('600')
      await dialog.getByTestId('form-reason').fill('门诊量增加')
    })
    await expect(part).toContainText('已完成')
    await expect(part).toContainText('按用票量核定')
    await expect(part.getByRole('row').nth(1)).toContainText('300')
    await page.keyboard.press('Escape')
  } finally {
    await bureau(request)
  }

  const given = await document(page, '下发单', async (dialog) => {
    await choose(page, dialog.getByTestId('form-code'), /门诊.*电子/)
    await choose(page, dialog.getByTestId('form-to'), '门诊一号窗')
    await dialog.getByRole('spinbutton').fill('100')
  })
  await expect(given).toContainText('门诊一号窗')
  const [code, first, last] = await given.getByRole('row').nth(1).getByRole('cell').allTextContents()
  const no = (await given.getByTestId('document-no').textContent())!.trim()
  await page.evaluate(() => {
    window.print = () => {}
  })
  await page.getByTestId('print').click()
  await page.emulateMedia({ media: 'print' })
  await expect(given.getByText('领用（接收）')).toBeVisible()
  await expect(page.getByRole('navigation', { name: '主菜单' })).toBeHidden()
  await page.emulateMedia({ media: 'screen' })
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
  await page.keyboard.press('Escape')

  const back = await document(page, '退库单', async (dialog) => {
    await choose(page, dialog.getByTestId('form-code'), /门诊.*电子/)
    await choose(page, dialog.getByTestId('form-from'), '门诊一号窗')
    await dialog.getByText('按起止号码').click()
    await dialog.getByTestId('form-first').fill(first!)
    await dialog.getByTestId('form-last').fill(last!)
  })
  await expect(back).toContainText('已完成')
  await page.keyboard.press('Escape')
  const returned = await document(page, '申退单', async (dialog) => {
    await choose(page, dialog.getByTestId('form-code'), /门诊.*电子/)
    await dialog.getByText('按起止号码').click()
    await dialog.getByTestId('form-first').fill(last!)
    await dialog.getByTestId('form-last').fill(last!)
    await dialog.getByTestId('form-reason').fill('多领')
  })
  await expect(returned).toContainText('已完成')
  await page.keyboard.press('Escape')
  const sheet = await file(page, page.getByTestId('export'))
  expect(sheet.subarray(0, 2).toString()).toBe('PK')

  await page.goto(`/console.html#/numbers/where?code=${code}&number=${last}`)
  const history = page.getByTestId('history')
  await expect(history).toContainText('已退回财政')
  await expect(history.getByRole('row').filter({ hasText: no })).toContainText('门诊一号窗')
  await history.getByRole('link', { name: no }).click()
  await expect(page.getByTestId('document')).toContainText(no)
})

test('the ledger tells any past moment, warns, is certified, and its use is reported and reviewed', async ({
  page,
  request,
}) => {
  await archivedOne(page, request)
  await page.goto('/console.html#/numbers/balances')
  const balances = page.getByTestId('balances').first()
  await expect(balances).toContainText('门诊一号窗')
  await page.getByPlaceholder('截至时间：现在').fill('2020-01-01 00:00:00')
  await page.keyboard.press('Enter')
  await expect(page.getByText('截至时间 2020-01-01 00:00:00')).toBeVisible()
  await expect(page.getByText('还没有票号')).toBeVisible()

  await page.goto('/console.html#/numbers/alerts')
  await expect(page.getByTestId('levels').getByRole('row').nth(1)).toBeVisible()
  await page.getByTestId('set-rule').click()
  const dialog = page.getByRole('dialog')
  await choose(page, dialog.getByTestId('rule-point'), '门诊一号窗')
  await dialog.getByLabel('最低数量').fill('50')
  await dialog.getByTestId('save-rule').click()
  await expect(page.getByTestId('rules').getByRole('row').filter({ hasText: '门诊一号窗' })).toContainText('50')

  await page.goto('/console.html#/numbers/jumps')
  await choose(page, page.getByTestId('code'), /门诊.*电子/)
  await expect(page.getByTestId('jump-sums')).toContainText('全部有说明')
  await expect(page.getByTestId('jumps').getByRole('row').nth(1)).toContainText('已使用')

  await page.goto('/console.html#/numbers/proofs')
  await page.getByTestId('make-proof').click()
  const proof = page.getByTestId('proofs').getByRole('row').nth(1)
  await expect(proof).toContainText('测试乙')
  await expect(proof).toContainText('有效')
  const certificate = JSON.parse((await file(page, proof.getByRole('link'))).toString())
  expect(JSON.parse(certificate.content).previous).toHaveLength(64)

  await page.goto('/console.html#/numbers/segments')
  const segment = page.getByTestId('segments').getByRole('row').nth(1)
  await expect(segment).toContainText('有效')
  const handed = JSON.parse((await file(page, segment.getByRole('link'))).toString())
  expect(JSON.parse(handed.content).movement).toBe(handed.segment)

  await page.goto('/console.html#/numbers/usage')
  const draft = page.getByTestId('usage-draft')
  await draft
    .getByLabel('截止日期')
    .fill(new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai' }).format(new Date()))
  await page.keyboard.press('Enter')
  await expect(draft).toContainText('号票相差 0')
  await draft.getByTestId('report').click()
  const report = page.getByTestId('usage-reports').getByRole('row').nth(1)
  await expect(report).toContainText('已核销')
  await report.click()
  await expect(page.getByTestId('usage-reports')).toContainText('申报')
  expect((await file(page, page.getByTestId('export'))).subarray(0, 2).toString()).toBe('PK')
  await page.getByTestId('declare-review').click()
  await expect(page.getByTestId('reviews').getByRole('row').nth(1)).toContainText('已审验')
  await expect(page.getByTestId('reviews')).toContainText('下次审验')
})

async function archivedOne(page: Page, request: APIRequestContext): Promise<void> {
  const busNo = await settle(request, 'outpatient')
  await signIn(page, 'finance')
  await openBill(page, busNo)
  await archived(page)
}

test('a spoiled sheet is destroyed when two others have agreed', async ({ another, page }) => {
  await signIn(page, 'finance')
  await page.goto('/console.html#/paper')
  await page.getByTestId('blank-void').click()
  const spoiled = page.getByRole('dialog')
  await choose(page, spoiled.getByTestId('blank-place'), /住院收费票据 990118/)
  await expect(spoiled.getByTestId('blank-first')).not.toHaveValue('')
  const number = await spoiled.getByTestId('blank-first').inputValue()
  await spoiled.getByLabel('作废原因').fill('受潮')
  await spoiled.getByRole('button', { name: '空白作废' }).click()
  await expect(spoiled).toBeHidden()

  await page.goto('/console.html#/numbers/documents')
  const asked = await document(page, '销毁单', async (dialog) => {
    await choose(page, dialog.getByTestId('form-code'), /990118/)
    await dialog.getByTestId('form-first').fill(number)
    await dialog.getByTestId('form-last').fill(number)
    await dialog.getByTestId('form-reason').fill('作废票到期')
  })
  await expect(asked).toContainText('已提交')
  await expect(page.getByTestId('act-APPROVE')).toBeHidden()
  const no = (await asked.getByTestId('document-no').textContent())!.trim()
  for (const [person, state] of [
    ['chief', '一人已审批'],
    ['admin', '已完成'],
  ] as const) {
    const desk = await another()
    await signIn(desk, person)
    await desk.goto(`/console.html#/numbers/documents?no=${no}`)
    await desk.getByTestId('act-APPROVE').click()
    await expect(desk.getByTestId('document')).toContainText(state)
    await expect(desk.getByTestId('act-APPROVE')).toBeHidden()
  }
  await page.goto(`/console.html#/numbers/where?code=990118&number=${number}`)
  await expect(page.getByTestId('history')).toContainText('已销毁')
})

test('finance approves what a cashier asked to reverse', async ({ another, page, request }) => {
  const busNo = await settle(request, 'outpatient')
  await signIn(page)
  const before = await (await page.request.get(POLICY)).json()
  await put(page, POLICY, { ...before, approvalFrom: 0.01 })
  try {
    const window = await another()
    await signIn(window, 'cashier')
    await openBill(window, busNo)
    await archived(window)
    await window.getByTestId('reverse').click()
    await window.getByText('退费', { exact: true }).click()
    await expect(window.getByTestId('needs-approval')).toBeVisible()
    await window.getByTestId('reverse-confirm').click()
    await expect(window.getByTestId('approval')).toBeVisible()
    const number = (await window.getByTestId('number').textContent())!.trim()

    const office = await another()
    await signIn(office, 'finance')
    await office.goto('/console.html#/approvals')
    const row = office.getByTestId('approvals').getByRole('row').filter({ hasText: number })
    await row.getByRole('button', { name: '批准' }).click()
    await office.getByRole('dialog').getByRole('button', { name: '批准' }).click()
    await expect(row).toBeHidden()
    await window.reload()
    await expect(window.getByTestId('state')).toHaveText('已冲红')
  } finally {
    await put(page, POLICY, before)
  }
})

test('finance sums up the day, registers the sheet and marks a bill that its payer booked', async ({
  page,
  request,
}) => {
  await archivedOne(page, request)
  await page.getByPlaceholder('查历史时点').fill('2020-01-01 00:00:00')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('past')).toContainText('尚未开具')
  const card = page.getByTestId('payer-booking')
  await card.getByTestId('payer-book').click()
  await page.getByTestId('organisation').fill('示例企业')
  await page.getByTestId('payer-voucher').fill('付-0009')
  await page.getByRole('dialog').getByTestId('submit').click()
  await expect(card).toContainText('示例企业')
  await card.getByTestId('payer-withdraw').click()
  await page.getByRole('dialog').getByRole('button', { name: '撤销' }).click()
  await expect(card.getByTestId('payer-book')).toBeVisible()

  await page.goto('/console.html#/bookings')
  await page.getByTestId('create').click()
  await page.getByRole('dialog').getByTestId('submit').click()
  const sheet = page.getByTestId('sheets').getByRole('row').nth(1)
  await expect(sheet).toContainText('收入')
  expect((await file(page, sheet.getByTestId('pdf'))).subarray(0, 5).toString()).toBe('%PDF-')
  await sheet.getByTestId('register').click()
  await page.getByTestId('voucher-no').fill(`记-${own}`)
  await page.getByRole('dialog').getByTestId('submit').click()
  await expect(sheet).toContainText(`记-${own}`)
  await sheet.getByTestId('withdraw').click()
  await page.getByRole('dialog').getByRole('button', { name: '撤销登记' }).click()
  await expect(sheet.getByTestId('register')).toBeVisible()
})
