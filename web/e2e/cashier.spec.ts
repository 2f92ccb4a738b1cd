import { expect, type Page, test } from '@playwright/test'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { archived, choose, demo, facts, file, market, signIn } from './demo'

const own = String(Date.now()).slice(-7)
const payer = `测试患者${own}`

/** Types into whatever has the focus, as a cashier does. */
async function typed(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
}

/** A bill of two items by keyboard alone; the page is lost in the middle and the draft comes back. */
async function issued(page: Page): Promise<void> {
  await page.goto('/console.html#/desk')
  await choose(page, page.getByTestId('point'), '门诊一号窗')
  await page.getByTestId('payer').fill(payer)
  await page.getByTestId('find-item').focus()
  await typed(page, 'JCF')
  await typed(page, '1')
  await typed(page, '36.50')
  await expect(page.getByTestId('draft')).toContainText('草稿已保存')
  await page.reload()
  await expect(page.getByText('已恢复未完成的草稿')).toBeVisible()
  await expect(page.getByTestId('payer')).toHaveValue(payer)
  await page.getByTestId('find-item').focus()
  await typed(page, 'ZLF')
  await typed(page, '2')
  await typed(page, '10')
  await expect(page.getByTestId('total')).toHaveText('¥56.50')
  await expect(page.getByTestId('capitals')).toHaveText('伍拾陆元伍角整')
  await page.keyboard.press('Enter')
  await page.getByTestId('last').getByRole('link').click()
  await archived(page)
}

test('a cashier issues by keyboard, gives paper, spoils a sheet, takes it back and refunds a part', async ({
  page,
}) => {
  await signIn(page, 'cashier')
  await issued(page)

  await page.getByTestId('convert').click()
  await page.getByTestId('take-number').click()
  const first = (await page.getByTestId('held-number').textContent())!.trim()
  await page.getByTestId('spoiled').click()
  await expect(page.getByTestId('held-number')).not.toHaveText(first)
  const second = (await page.getByTestId('held-number').textContent())!.trim()
  expect((await file(page, page.getByTestId('open-sheet'))).subarray(0, 5).toString()).toBe('%PDF-')
  await page.getByTestId('printed').click()
  const paper = page.getByTestId('paper')
  await expect(paper).toContainText(second)
  await expect(paper.getByRole('listitem').filter({ hasText: first })).toContainText('卡纸')
  const { pathname } = new URL((await facts(page)).link, demo.platform)
  const handed = await page.context().newPage()
  await handed.goto(pathname)
  await expect(handed.getByTestId('on-paper')).toContainText(second)
  await handed.close()

  // A bill on paper is not reversed: the sheet has to come back first.
  await page.getByTestId('reverse').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('退费', { exact: true }).click()
  await page.getByTestId('reverse-confirm').click()
  await expect(dialog.getByRole('alert')).toContainText('纸质票据')
  await dialog.getByRole('button', { name: '取消' }).click()
  await page.getByTestId('convert').click()
  await page.getByTestId('take-back').click()
  await expect(paper.getByRole('listitem').filter({ hasText: second })).toContainText('收回')

  await page.getByTestId('partial-refund').click()
  await page.getByLabel('治疗费退费金额').fill('10')
  await page.getByRole('dialog').getByText('退费', { exact: true }).click()
  await expect(page.getByTestId('refund-rest')).toHaveText('46.50')
  await page.getByTestId('refund-confirm').click()
  await page.getByTestId('rest-bill').getByRole('link').click()
  await expect(page.getByTestId('amount')).toHaveText('¥46.50')
  await archived(page)

  await page.getByTestId('reverse').click()
  await page.getByRole('dialog').getByText('开票有误', { exact: true }).click()
  await page.getByTestId('reverse-confirm').click()
  await page.getByTestId('reversed-by').getByRole('link').click()
  await expect(page.getByTestId('amount')).toHaveText('¥-46.50')
  await archived(page)
})

test('a cashier takes a prepayment, gives a part back, and the settlement uses the rest', async ({ page, request }) => {
  const hospitalNo = `ZY${own}`
  await signIn(page, 'cashier')
  await page.goto('/console.html#/prepayments')
  await page.getByTestId('deposit').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByTestId('submit').click()
  await expect(dialog.getByText('请填写住院号')).toBeVisible()
  await dialog.getByTestId('payer').fill(payer)
  await dialog.getByTestId('hospital-no').fill(hospitalNo)
  await dialog.getByRole('spinbutton').fill('800')
  await choose(page, dialog.getByTestId('point'), '住院结算窗')
  await dialog.getByTestId('submit').click()
  await expect(dialog.getByTestId('left')).toContainText('800.00')
  await page.getByTestId('refund').click()
  await dialog.getByRole('spinbutton').fill('300')
  await dialog.getByLabel('退款原因').fill('减少预交')
  await dialog.getByTestId('refund-submit').click()
  await expect(dialog.getByTestId('left')).toContainText('500.00')
  const [code, number] = (await dialog.getByTestId('voucher').textContent())!.trim().split(' ')

  const day = new Date().toISOString().slice(0, 10)
  const settled = await market(request, 'invEBillHospitalized', {
    busNo: `JS${own}`,
    busType: '01',
    payer,
    busDateTime: `${day.replaceAll('-', '')}101500000`,
    placeCode: '1001',
    payee: '收费员二',
    author: '收费员二',
    totalAmt: 500,
    payerType: '1',
    cardType: '3101',
    cardNo: '无',
    hospitalNo,
    visitNo: hospitalNo,
    category: '内科',
    categoryCode: '201',
    leaveCategory: '内科',
    leaveCategoryCode: '201',
    consultationDate: day,
    inHospitalDate: day,
    outHospitalDate: day,
    hospitalDays: 1,
    sex: '女',
    age: '40岁',
    patientNo: hospitalNo,
    patientId: hospitalNo,
    accountPay: 0,
    fundPay: 0,
    otherfundPay: 0,
    ownPay: 500,
    selfConceitedAmt: 0,
    selfPayAmt: 0,
    selfCashPay: 500,
    cashPay: 500,
    cashRecharge: 0,
    cashRefund: 0,
    payMentVoucher: [{ voucherBatchCode: code, voucherNo: number, voucherAmt: 500 }],
    payChannelDetail: [{ payChannelCode: '02', payChannelValue: 500 }],
    isArrears: '1',
    chargeDetail: [
      { sortNo: 1, chargeCode: '99920001', chargeName: '床位费', std: 500, number: 1, amt: 500, selfAmt: 500 },
    ],
    listDetail: [],
  })
  expect(settled.result, settled.message).toBe('S0000')
  await page.reload()
  await expect(dialog.getByTestId('left')).toContainText('0.00')
  await expect(dialog.getByTestId('moves').getByRole('listitem').last()).toContainText('500.00')
  await dialog.getByTestId('moves').getByRole('link').last().click()
  await expect(page.getByTestId('amount')).toHaveText('¥500.00')
  await page.goto('/console.html#/prepayments')
  await page.getByTestId('search').fill(hospitalNo)
  const balance = page.getByRole('row').filter({ hasText: hospitalNo })
  await expect(balance).toContainText('800.00')
  await expect(balance).toContainText('300.00')
  await expect(balance).toContainText('500.00')
})

/** The template, filled in as a clerk does it: every cell as a text. */
function filled(template: Buffer, lines: string[][]): Buffer {
  const book = unzipSync(new Uint8Array(template))
  const sheet = Object.keys(book).find((name) => name.startsWith('xl/worksheets/sheet'))!
  const cell = (text: string, at: number, row: number) =>
    `<c r="${String.fromCharCode(65 + at)}${row}" t="inlineStr"><is><t>${text}</t></is></c>`
  const xml = strFromU8(book[sheet]!)
  const head = xml.match(/<row r="1".*?<\/row>/s)![0]
  const rows = lines.map(
    (line, at) => `<row r="${at + 2}">${line.map((text, of) => cell(text, of, at + 2)).join('')}</row>`,
  )
  book[sheet] = strToU8(xml.replace(/<sheetData>.*<\/sheetData>/s, `<sheetData>${head}${rows.join('')}</sheetData>`))
  return Buffer.from(zipSync(book))
}

test('a cashier imports a sheet, corrects what is wrong, sees it issued and looks over the day', async ({ page }) => {
  await signIn(page, 'cashier')
  await page.goto('/console.html#/desk/batch')
  await choose(page, page.getByTestId('batch-point'), '体检中心')
  const template = await file(page, page.getByTestId('template'))
  const line = (no: string, item: string, price: string) => [
    `TJ${own}-${no}`,
    '门诊',
    `体检人${no}`,
    '',
    '',
    '男',
    '40',
    '',
    '体检科',
    item,
    '1',
    price,
    price,
    '',
  ]
  const name = `体检${own}.xlsx`
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  const wrong = filled(template, [line('1', '检查费', '120.00'), line('2', '没有这项费', '80.00')])
  await page.getByTestId('file').setInputFiles({ name, mimeType: type, buffer: wrong })
  await expect(page.getByTestId('report')).toContainText('共 2 行 2 张票据：可开 1 张，有误 1 张')
  await expect(page.getByTestId('row-errors')).toContainText('没有这项费')
  const right = filled(template, [line('1', '检查费', '120.00'), line('2', '化验费', '80.00')])
  await page.getByTestId('file').setInputFiles({ name, mimeType: type, buffer: right })
  await expect(page.getByTestId('report')).toContainText('可开 2 张，有误 0 张')
  await page.getByTestId('issue-all').click()
  const batch = page.getByTestId('batches').getByRole('row').filter({ hasText: name })
  await expect(batch).toContainText('已开 2')
  await expect(batch.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '100')
  expect((await file(page, batch.getByTestId('result'))).subarray(0, 2).toString()).toBe('PK')

  await page.goto('/console.html#/paper')
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  expect((await file(page, page.getByTestId('export'))).subarray(0, 2).toString()).toBe('PK')
  await page.goto('/console.html#/home')
  await expect
    .poll(async () => Number((await page.getByTestId('today-count').textContent())?.replace(/,/g, '')))
    .toBeGreaterThan(0)
})
