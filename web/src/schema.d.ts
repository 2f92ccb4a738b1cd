/** The console's and payer's API. Regenerate with `npm run schema` from ../docs/openapi.json. */
type Json<T> = { 200: { headers: Record<string, never>; content: { 'application/json': T } } }
type Done = { 204: { headers: Record<string, never>; content?: never } }
type None = { query?: never; header?: never; path?: never; cookie?: never }
type Get<R, Q = never, P = never> = {
  parameters: { query?: Q; header?: never; path: P; cookie?: never }
  requestBody?: never
  responses: Json<R>
}
type GetAll<R, Q = never> = {
  parameters: { query?: Q; header?: never; path?: never; cookie?: never }
  requestBody?: never
  responses: Json<R>
}
type Post<B, R> = { parameters: None; requestBody: { content: { 'application/json': B } }; responses: Json<R> }
type PostTo<P, B, R> = {
  parameters: { query?: never; header?: never; path: P; cookie?: never }
  requestBody: { content: { 'application/json': B } }
  responses: Json<R>
}

export interface paths {
  '/api/console/login': { post: Post<{ username: string; password: string }, components['schemas']['Me']> }
  '/api/console/logout': { post: { parameters: None; requestBody?: never; responses: Done } }
  '/api/console/me': { get: GetAll<components['schemas']['Me']> }
  '/api/console/password': { post: Post<{ old: string; new: string }, components['schemas']['Me']> }
  '/api/console/home': { get: GetAll<components['schemas']['Home']> }
  '/api/console/points': { get: GetAll<components['schemas']['Point'][]> }
  '/api/console/bills': {
    get: GetAll<components['schemas']['BillPage'], components['schemas']['BillFilter'] & { pageNo?: number; pageSize?: number }>
  }
  '/api/console/bills/totals': { get: GetAll<components['schemas']['Totals'], components['schemas']['BillFilter']> }
  '/api/console/bills/{id}': { get: Get<components['schemas']['BillDetail'], never, { id: string }> }
  '/api/console/bills/{id}/reversal': {
    post: PostTo<{ id: string }, { reason: string }, components['schemas']['BillRef']>
  }
  '/api/console/transit': {
    get: GetAll<
      components['schemas']['WaitingPage'],
      { stage?: components['schemas']['StageName']; stuck?: boolean; pageNo?: number; pageSize?: number }
    >
  }
  '/api/console/transit/retry': {
    post: Post<{ stage?: components['schemas']['StageName'] | null; billIds: string[] }, { woken: number }>
  }
  '/api/console/numbers': { get: GetAll<{ stock: components['schemas']['Stock'][] }> }
  '/api/console/numbers/requests': {
    post: Post<
      { kind: components['schemas']['BillKind']; count: number },
      { state: 'ALLOTTED' | 'PENDING' | 'REFUSED'; reason: string; segments: components['schemas']['Segment'][] }
    >
  }
  '/api/console/numbers/distributions': {
    post: Post<
      { point: string; kind: components['schemas']['BillKind']; count: number },
      { segments: components['schemas']['Segment'][] }
    >
  }
  '/api/console/numbers/movements': {
    get: GetAll<components['schemas']['MovementPage'], { pageNo?: number; pageSize?: number }>
  }
  '/api/console/messages': {
    get: GetAll<
      components['schemas']['MessagePage'],
      { pageNo?: number; pageSize?: number; method?: string; result?: string; text?: string }
    >
  }
  '/api/console/messages/{id}': { get: Get<components['schemas']['MessageDetail'], never, { id: string }> }
  '/api/console/messages/{id}/replay': {
    post: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: Json<{ result: string; message: string }>
    }
  }
  '/api/payer/bills/{token}': { get: Get<components['schemas']['PayerBill'], never, { token: string }> }
  '/api/payer/check': { post: Post<components['schemas']['FiveFactors'], components['schemas']['CheckAnswer']> }
  '/api/payer/trust': { get: GetAll<{ roots: string[] }> }
}

export interface components {
  schemas: {
    Me: {
      username: string
      displayName: string
      unitName: string
      permissions: string[]
      mustChangePassword: boolean
    }
    BillKind: 'OUTPATIENT' | 'INPATIENT'
    BillState: 'NUMBERED' | 'UNIT_SIGNED' | 'UPLOADED' | 'REJECTED' | 'ISSUED' | 'REVERSED' | 'BURNT'
    StageName: 'SIGN' | 'COUNTERSIGN' | 'RENDER' | 'ARCHIVE' | 'DELIVER'
    Home: {
      today: {
        blueCount: number
        blueFen: number
        redCount: number
        redFen: number
        archived: number
        delivered: number
      }
      hourly: number[]
      stages: components['schemas']['Backlog'][]
      parties: components['schemas']['PartyHealth'][]
      findings: components['schemas']['Finding'][]
    }
    Backlog: {
      stage: components['schemas']['StageName']
      label: string
      party: string
      waiting: number
      stuck: number
      oldestSeconds: number
    }
    PartyHealth: {
      party: string
      state: string
      calls: number
      failures: number
      meanMs: number
      p95Ms: number
      lastError: string | null
    }
    Finding: { severity: string; title: string; cause: string; owner: string; nextStep: string }
    Point: { code: string; name: string; kinds: components['schemas']['BillKind'][]; stopped: boolean }
    BillFilter: {
      from?: string
      until?: string
      kind?: components['schemas']['BillKind']
      state?: components['schemas']['BillState']
      point?: string
      red?: boolean
      text?: string
    }
    BillRow: {
      id: string
      kind: components['schemas']['BillKind']
      kindLabel: string
      code: string
      number: string
      payerName: string
      totalFen: number
      point: string
      pointName: string
      busNo: string
      state: components['schemas']['BillState']
      stateLabel: string
      issuedAt: string
      red: boolean
      archived: boolean
      delivered: boolean
    }
    BillPage: { rows: components['schemas']['BillRow'][]; total: number; pageNo: number; pageSize: number }
    Totals: { blueCount: number; blueFen: number; redCount: number; redFen: number }
    BillRef: { id: string; code: string; number: string }
    BillItem: {
      code: string
      name: string
      quantity: string
      unit: string
      price: string
      amountFen: number
      remark: string
    }
    AuxItem: {
      itemCode: string
      itemName: string
      code: string
      name: string
      specification: string
      quantity: string
      unit: string
      price: string
      amount: string
      grade: string
      remark: string
    }
    LabelValue: { label: string; value: string }
    Delivery: { channel: string; to: string; at: string; result: string }
    Step: {
      stage: string
      label: string
      party: string
      done: boolean
      faultLabel: string | null
      detail: string
      times: number
      firstAt: string
      lastAt: string
      tookMs: number
    }
    BillDetail: components['schemas']['BillRow'] & {
      checkCode: string
      busType: string
      busAt: string
      title: string
      payer: { type: string; code: string; name: string }
      items: components['schemas']['BillItem'][]
      auxItems: components['schemas']['AuxItem'][]
      medical: components['schemas']['LabelValue'][]
      handlingPerson: string
      checker: string
      remark: string
      reverses: components['schemas']['BillRef'] | null
      reversedBy: components['schemas']['BillRef'] | null
      facePages: number
      link: string | null
      delivery: components['schemas']['Delivery'][]
      timeline: components['schemas']['Step'][]
    }
    Waiting: {
      billId: string
      code: string
      number: string
      payerName: string
      stage: components['schemas']['StageName']
      label: string
      party: string
      attempts: number
      stuck: boolean
      faultLabel: string | null
      detail: string
      since: string
      nextTry: string
    }
    WaitingPage: { rows: components['schemas']['Waiting'][]; total: number; pageNo: number; pageSize: number }
    Stock: {
      point: string
      pointName: string
      kind: components['schemas']['BillKind']
      kindLabel: string
      code: string
      left: number
      issuedToday: number
      next: string | null
    }
    Segment: { billCode: string; first: string; last: string }
    Movement: {
      at: string
      code: string
      first: string
      last: string
      from: string
      to: string
      count: number
      by: string
      document: string
    }
    MovementPage: { rows: components['schemas']['Movement'][]; total: number; pageNo: number; pageSize: number }
    MessageRow: {
      id: string
      at: string
      caller: string
      method: string
      busNo: string
      result: string
      message: string
      tookMs: number
    }
    MessagePage: { rows: components['schemas']['MessageRow'][]; total: number; pageNo: number; pageSize: number }
    MessageDetail: components['schemas']['MessageRow'] & { request: string; answer: string }
    PayerBill: {
      title: string
      code: string
      number: string
      checkCode: string
      issuedAt: string
      payerName: string
      totalFen: number
      state: components['schemas']['BillState']
      stateLabel: string
      red: boolean
      issuerName: string
      facePages: number
      items: components['schemas']['BillItem'][]
      auxItems: components['schemas']['AuxItem'][]
      medical: components['schemas']['LabelValue'][]
      reversedBy: { code: string; number: string } | null
      archived: boolean
      stages: { label: string; done: boolean; at: string | null }[]
    }
    FiveFactors: {
      billCode: string
      billNumber: string
      checkCode: string
      issueDate: string
      totalAmount: string
    }
    NamedCheck: { name: string; title: string; result: 'PASSED' | 'FAILED' | 'NOT_APPLICABLE'; reason: string }
    CheckAnswer: {
      found: boolean
      message: string
      state: string | null
      stateLabel: string | null
      title: string | null
      issuerName: string | null
      checks: components['schemas']['NamedCheck'][]
      checkCount: number
      link: string | null
    }
    FieldError: { path: string; label: string; value: string; rule: string; hint: string }
    Problem: {
      type: string
      title: string
      status: number
      code: string
      detail: string
      errors: components['schemas']['FieldError'][]
    }
  }
}
