import { expect, type Page } from '@playwright/test'
import { demo, signIn, test } from './demo'

const own = String(Date.now()).slice(-7)

async function mailTo(page: Page, to: string): Promise<{ subject: string; text: string }[]> {
  const answer = await page.request.get(`${demo.sandbox}/sandbox/mail/messages?limit=20&to=${encodeURIComponent(to)}`)
  return (await answer.json()).rows
}

test('a channel is tried out on its page, and what is wrong is said in words', async ({ page }) => {
  await signIn(page, 'ops')
  await page.goto('/console.html#/channels')
  const mail = page.getByTestId('channel-MAIL')
  await expect(mail).toContainText('转发给同事 可用')
  await mail.getByTestId('edit').click()
  await mail.getByTestId('to').fill(`trial${own}@example.cn`)
  await mail.getByTestId('trial').click()
  await expect(mail.getByTestId('outcome')).toHaveText('已发送，请在接收方查看')
  await expect.poll(async () => (await mailTo(page, `trial${own}@example.cn`)).length).toBe(1)
  await mail.getByTestId('secret').fill('wrong')
  await mail.getByTestId('trial').click()
  await expect(mail.getByTestId('outcome')).toContainText('拒绝登录')
  await mail.getByTestId('host').fill('')
  await mail.getByTestId('save').click()
  await expect(mail.locator('.el-form-item__error').first()).toBeVisible()
  await page.goto('/console.html#/home')
  await page.goto('/console.html#/channels')
  await expect(page.getByTestId('channel-MAIL')).toContainText('转发给同事 可用')
})

test('who asked for it gets an announcement by mail too, and sees that it was sent', async ({ page, another }) => {
  const address = `cashier${own}@example.cn`
  await signIn(page, 'cashier')
  await page.goto('/console.html#/settings')
  await page.getByTestId('mail').fill(address)
  await page.getByTestId('save-mail').click()
  await expect(page.getByTestId('kept-mail')).toHaveText('c***@example.cn')
  const wish = page.getByRole('switch', { name: '公告 邮件' })
  if ((await wish.getAttribute('aria-checked')) !== 'true') await page.getByTestId('ANNOUNCEMENT-MAIL').click()
  await expect(wish).toHaveAttribute('aria-checked', 'true')

  const writer = await another()
  await signIn(writer, 'finance')
  const title = `升级公告 ${own}`
  await writer.goto('/console.html#/notices')
  await writer.getByTestId('announce').click()
  await writer.getByTestId('announce-title').fill(title)
  await writer.getByRole('dialog').getByRole('button', { name: '发布公告' }).click()

  await page.goto('/console.html#/notices')
  await expect(async () => {
    await page.reload()
    await expect(page.getByTestId('notices').getByRole('row').filter({ hasText: title })).toContainText('邮件已发送', {
      timeout: 2_000,
    })
  }).toPass({ timeout: 20_000 })
  expect((await mailTo(page, address))[0]?.subject).toBe(`【公告】${title}`)

  const keeper = await another()
  await signIn(keeper, 'ops')
  await keeper.goto(`/console.html#/channels/log?text=${encodeURIComponent(title)}`)
  await expect(keeper.getByTestId('forwardings').getByRole('row').filter({ hasText: title })).toContainText('已发送')
})

test('how many family members a payer may keep is set on the page, within bounds', async ({ page }) => {
  await signIn(page, 'ops')
  await page.goto('/console.html#/channels')
  const card = page.getByTestId('payer-page')
  const most = card.getByRole('spinbutton')
  await expect(most).toHaveValue('5')
  await most.fill('99')
  await most.press('Tab')
  await expect(most).toHaveValue('20')
  await card.getByTestId('save-payer-page').click()
  await expect(page.getByText('已保存，立即生效')).toBeVisible()
  await most.fill('5')
  await most.press('Tab')
  await card.getByTestId('save-payer-page').click()
  await expect(card.getByTestId('save-payer-page')).toBeDisabled()
})
