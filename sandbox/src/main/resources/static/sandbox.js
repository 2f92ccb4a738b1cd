'use strict';

const $ = id => document.getElementById(id);
const shares = ['errorShare', 'wrongShare', 'lostShare'];
const refreshMs = 2000;
let tab = 'uploads';

async function call(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const value = await answer.json();
  if (!answer.ok) throw new Error(value.message || '请求未成功');
  return value;
}

function say(text) {
  const toast = $('toast');
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { toast.hidden = true; }, 4000);
}

const time = iso => new Date(iso).toLocaleTimeString('zh-CN', { hour12: false });
const yuan = fen => (fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const count = n => n.toLocaleString('zh-CN');
const values = object => Object.values(object).join('　');

// Each table: where its rows come from, and its columns as [title, value, class].
const tables = {
  uploads: {
    path: '/sandbox/bureau/uploads?limit=200', empty: '本次启动后还没有票据上传到财政',
    columns: [
      ['时间', r => time(r.at)], ['票据代码', r => r.billCode], ['票据号码', r => r.billNumber],
      ['结果', r => r.result === 'ISSUED' ? '已监制' : '已退回', r => r.result === 'ISSUED' ? 'good' : 'bad'],
      ['退回原因', r => r.reason, () => 'text'],
    ],
  },
  numbers: {
    path: '/sandbox/bureau/numbers', empty: '还没有分配票据号段',
    columns: [
      ['票据代码', r => r.billCode], ['起始号码', r => r.first], ['终止号码', r => r.last],
      ['数量', r => count(r.count), () => 'right'], ['已用', r => count(r.used), () => 'right'],
      ['单位', r => r.agency], ['申领单号', r => r.requestNo, () => 'text'], ['分配时间', r => time(r.allottedAt)],
    ],
  },
  forms: {
    path: '/sandbox/bureau/forms', empty: '医院还没有提交单位表单',
    columns: [
      ['提交时间', r => time(r.submittedAt)], ['表单号', r => r.formNo],
      ['表单', r => ({ UNIT: '单位基础信息变更表', SEAL: '单位电子印章变更表', ITEM: '单位项目申请表' })[r.kind]],
      ['内容', r => values(r.fields), () => 'text'],
      ['状态', r => ({ SUBMITTED: '待审核', APPROVED: '已通过', RETURNED: '已退回' })[r.state], r => r.state === 'APPROVED' ? 'good' : r.state === 'RETURNED' ? 'bad' : ''],
      ['意见', r => r.opinion],
    ],
    actions: row => row.state === 'SUBMITTED' ? [['通过', 'approve'], ['退回', 'return']] : [],
  },
  agencies: {
    path: '/sandbox/agencies', empty: '还没有接入单位',
    columns: [
      ['单位识别码', r => r.agency], ['单位名称', r => r.name], ['统一社会信用代码', r => r.creditCode],
      ['密钥索引', r => r.slot, () => 'right'], ['证书序列号', r => r.certificate, () => 'text'], ['印章', r => r.seal, () => 'text'],
    ],
  },
  wechat: {
    path: '/sandbox/wechat/messages?limit=100', empty: '还没有收到微信模板消息',
    columns: [
      ['时间', r => time(r.at)], ['消息号', r => r.msgid], ['openid', r => r.openid],
      ['内容', r => values(r.data), () => 'text'], ['链接', r => r.url, () => 'text'],
    ],
  },
  sms: {
    path: '/sandbox/sms/messages?limit=100', empty: '还没有收到短信',
    columns: [
      ['时间', r => time(r.at)], ['消息号', r => r.msgId], ['手机号码', r => r.mobile], ['模板', r => r.template],
      ['内容', r => r.params, () => 'text'], ['请求号', r => r.requestId, () => 'text'],
    ],
  },
  mail: {
    path: '/sandbox/mail/messages?limit=100', empty: '还没有收到邮件',
    columns: [
      ['时间', r => time(r.at)], ['收件人', r => r.to.join('　')], ['发件人', r => r.from], ['主题', r => r.subject],
      ['正文', r => r.text, () => 'text'], ['加密', r => r.encrypted ? 'TLS' : '明文'], ['请求号', r => r.requestId, () => 'text'],
    ],
  },
  his: {
    path: '/sandbox/his/log?limit=500', empty: '业务系统还没有发送结算，可点击上方按钮',
    columns: [
      ['时间', r => time(r.at)], ['业务', r => r.kind + (r.again ? '（重发）' : '')], ['形态', r => r.shape],
      ['业务流水号', r => r.busNo], ['患者', r => r.payer],
      ['结果', r => r.result, r => r.result === 'S0000' && r.signed ? 'good' : 'bad'],
      ['票据', r => r.bill], ['毫秒', r => r.tookMs, () => 'right'], ['说明', r => r.message, () => 'text'],
    ],
  },
};

function cell(kind, text, style) {
  const made = document.createElement(kind);
  made.textContent = text === undefined || text === null ? '' : text;
  if (style) made.className = style;
  return made;
}

/** Buttons behind a row, such as the review of a form. */
function buttons(row, actions) {
  const made = document.createElement('td');
  actions(row).forEach(([title, act]) => {
    const button = document.createElement('button');
    button.textContent = title;
    button.addEventListener('click', async () => {
      const opinion = prompt('审核意见', act === 'approve' ? '同意' : '请补充附件后重新提交');
      if (opinion === null) return;
      try {
        await call('POST', `/sandbox/bureau/forms/${row.formNo}/${act}`, { opinion });
        await showTable();
      } catch (problem) { say(problem.message); }
    });
    made.append(button);
  });
  return made;
}

function fill(columns, rows, actions) {
  const head = document.createElement('tr');
  columns.forEach(([title, , style]) => head.append(cell('th', title, style && style.length === 0 && style() === 'right' ? 'right' : '')));
  if (actions) head.append(cell('th', '审核'));
  $('head').replaceChildren(head);
  $('rows').replaceChildren(...rows.map(row => {
    const line = document.createElement('tr');
    columns.forEach(([, value, style]) => line.append(cell('td', value(row), style && style(row))));
    if (actions) line.append(buttons(row, actions));
    return line;
  }));
}

async function showTable() {
  const wanted = tab;
  const table = tables[wanted];
  const answer = await call('GET', table.path);
  if (wanted !== tab) return;
  const rows = Array.isArray(answer) ? answer : answer.rows;
  fill(table.columns, rows, table.actions);
  $('empty').textContent = table.empty;
  $('empty').hidden = rows.length > 0;
  $('his-bar').hidden = wanted !== 'his';
  $('agency-bar').hidden = wanted !== 'agencies';
  $('credentials').hidden = wanted !== 'agencies' || $('credentials').childElementCount === 0;
  if (wanted === 'numbers' && $('review-bar').hidden) await showReview();
  $('review-bar').hidden = wanted !== 'numbers';
}

function cardOf(party) {
  const known = document.querySelector(`article[data-party="${party}"]`);
  if (known) return known;
  const card = $('party').content.firstElementChild.cloneNode(true);
  card.dataset.party = party;
  const form = card.querySelector('form');
  form.addEventListener('submit', event => {
    event.preventDefault();
    set(party, wish(form));
  });
  form.addEventListener('input', () => { card.dataset.edited = 'yes'; });
  form.addEventListener('click', event => {
    const seconds = event.target.dataset.outage;
    if (seconds) set(party, { ...wish(form), ...(seconds === 'forever' ? { outage: true } : { outageSeconds: Number(seconds) }) });
    if ('clear' in event.target.dataset) clear(party);
  });
  $('parties').append(card);
  return card;
}

function wish(form) {
  const number = name => Number(form.elements[name].value || 0);
  const made = { delayMs: number('delayMs'), ratePerSecond: number('ratePerSecond'), outageKind: form.elements.outageKind.value };
  shares.forEach(name => { made[name] = number(name) / 100; });
  return made;
}

async function set(party, fault) {
  try {
    await call('PUT', `/sandbox/faults/${party}`, fault);
    delete cardOf(party).dataset.edited;
    await refresh();
  } catch (problem) { say(problem.message); }
}

async function clear(party) {
  try {
    await call('DELETE', `/sandbox/faults/${party}`);
    delete cardOf(party).dataset.edited;
    await refresh();
  } catch (problem) { say(problem.message); }
}

function showParty(row, fault) {
  const card = cardOf(row.party);
  const state = card.querySelector('.state');
  card.querySelector('.title').textContent = row.title;
  state.textContent = row.state === '中断' && fault.outageSeconds < 86400 * 30 ? `中断，余 ${fault.outageSeconds} 秒` : row.state;
  state.className = 'state' + (row.state === '中断' ? ' out' : row.state === '有故障' ? ' fault' : '');
  const c = row.calls;
  const troubles = [['中断', c.outages], ['限速', c.tooOften], ['报错', c.busy], ['答错', c.wrong], ['丢应答', c.lost]]
    .filter(([, n]) => n > 0).map(([name, n]) => `${name} ${count(n)}`);
  card.querySelector('.calls').textContent = [`调用 ${count(c.calls)}`, `平均 ${row.meanMs} 毫秒`, ...troubles].join(' · ');
  if (card.dataset.edited) return;
  const form = card.querySelector('form');
  form.elements.delayMs.value = fault.delayMs;
  form.elements.ratePerSecond.value = fault.ratePerSecond;
  form.elements.outageKind.value = fault.outageKind;
  shares.forEach(name => { form.elements[name].value = Math.round(fault[name] * 1000) / 10; });
}

async function refresh() {
  try {
    const [status, faults, ledger, numbers, wechat, sms, mail, his] = await Promise.all([
      call('GET', '/sandbox/status'), call('GET', '/sandbox/faults'), call('GET', '/sandbox/bureau/ledger/summary'),
      call('GET', '/sandbox/bureau/numbers'), call('GET', '/sandbox/wechat/messages?limit=1'),
      call('GET', '/sandbox/sms/messages?limit=1'), call('GET', '/sandbox/mail/messages?limit=1'), call('GET', '/sandbox/his/status'), showTable(),
    ]);
    $('unit').textContent = `${status.province}财政 · ${status.unit}（${status.agency}） · 数据均为虚构`;
    status.parties.forEach(row => showParty(row, faults[row.party]));
    $('count').textContent = count(ledger.count);
    $('red').textContent = count(ledger.red);
    $('total').textContent = yuan(ledger.totalFen);
    $('allotted').textContent = count(numbers.reduce((sum, segment) => sum + segment.count, 0));
    $('wechat-count').textContent = count(wechat.total);
    $('sms-count').textContent = count(sms.total);
    $('mail-count').textContent = count(mail.total);
    $('his-count').textContent = `${count(his.succeeded)} / ${count(his.sent)}`;
    $('his-state').textContent = his.running
      ? `正在发送，每分钟 ${his.ratePerMinute} 笔` + (his.waiting ? `，待重发 ${his.waiting}` : '')
      : '未在发送' + (his.waiting ? `，待重发 ${his.waiting}` : '');
    $('clock').textContent = new Date().toLocaleTimeString('zh-CN', { hour12: false }) + ' 更新';
    $('clock').className = '';
  } catch (problem) {
    $('clock').textContent = '沙箱没有应答，稍后自动重试';
    $('clock').className = 'lost';
  }
}

$('tabs').addEventListener('click', event => {
  if (!event.target.dataset.tab) return;
  tab = event.target.dataset.tab;
  document.querySelectorAll('#tabs button').forEach(button => button.setAttribute('aria-selected', String(button.dataset.tab === tab)));
  showTable().catch(problem => say(problem.message));
});

$('his-bar').addEventListener('click', async event => {
  const { id, dataset } = event.target;
  try {
    if (id === 'his-start') await call('POST', '/sandbox/his/start', { ratePerMinute: Number($('his-rate').value) });
    else if (id === 'his-stop') await call('POST', '/sandbox/his/stop', {});
    else if (dataset.send) {
      const [sent] = await call('POST', '/sandbox/his/send', { kind: dataset.send, count: 1 });
      say(sent.result === 'S0000' ? `已开票 ${sent.bill}` : `${sent.result} ${sent.message}`);
    } else return;
    await refresh();
  } catch (problem) { say(problem.message); }
});

/** How the bureau decides requests, returns, usage reports and reviews from now on. */
async function showReview() {
  const rule = await call('GET', '/sandbox/bureau/review');
  $('review-result').value = rule.result;
  if (rule.result === 'PARTIAL') $('review-share').value = Math.round(rule.share * 100);
  $('review-delay').value = rule.delaySeconds;
  $('review-reason').value = rule.reason;
}

$('review-set').addEventListener('click', async () => {
  try {
    await call('PUT', '/sandbox/bureau/review', {
      result: $('review-result').value,
      share: Number($('review-share').value) / 100,
      reason: $('review-reason').value,
      delaySeconds: Number($('review-delay').value),
    });
    say('审核口径已更新');
    await showReview();
  } catch (problem) { say(problem.message); }
});

/** What the bureau and the maker of the signature server hand a new hospital on paper. */
$('agency-add').addEventListener('click', async () => {
  try {
    const made = await call('POST', '/sandbox/agencies', {
      agency: $('agency-code').value, creditCode: $('agency-credit').value, name: $('agency-name').value,
    });
    const told = [
      ['财政接口地址', location.origin], ['单位识别码', made.agency], ['财政接口密钥', made.agencyKey],
      ['签名服务器地址', location.origin], ['密钥索引', made.keyIndex], ['私钥访问口令', made.pin],
      ['说明', `${made.name} 的接入凭据只在这里显示一次，请抄录后填入平台的单位开通页`],
    ];
    $('credentials').replaceChildren(...told.flatMap(([name, value]) => [cell('dt', name), cell('dd', String(value))]));
    await showTable();
    say(`已登记 ${made.name}`);
  } catch (problem) { say(problem.message); }
});

refresh();
setInterval(() => { if (!document.hidden) refresh(); }, refreshMs);
