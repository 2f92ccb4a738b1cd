package org.yipiao.isolation;

import java.util.ArrayList;
import java.util.List;

/**
 * Every route of the product and how another hospital's things are named to it. {@code {bill}} stands for what the other
 * hospital knows under that name. A route without a line here fails the test on the day it is written.
 */
final class Routes {
    enum Kind {
        /** Shows the hospital's own things, and nobody else's. */
        LIST,
        /** Names a thing of the other hospital: refused as if there were no such thing. */
        NAMED,
        /** Names a thing of the other hospital among its own, and leaves it out without a word. */
        LEFT_OUT,
        /** Names nothing that another hospital could have. */
        OWN,
        /** Not asked here, and why. */
        NOT_ASKED
    }

    /** @param route verb and pattern as the contract has it @param body JSON, or empty */
    record Line(Kind kind, String route, String path, String body) {
        String verb() {
            return route.substring(0, route.indexOf(' '));
        }
    }

    private static final String CONSOLE = """
            LIST  GET /api/console/audit ?pageSize=200
            LIST  GET /api/console/audit ?username={username}
            LIST  GET /api/console/audit ?text={mark}
            OWN   GET /api/console/audit/acts
            LIST  GET /api/console/audit/exports ?pageSize=200
            OWN   POST /api/console/audit/exports - {"reason":"试导出"}
            LIST  GET /api/console/audit/exports/approvals ?pageSize=200
            NAMED POST /api/console/audit/exports/{id}/decision /api/console/audit/exports/{pendingExport}/decision {"approved":true,"opinion":""}
            NAMED GET /api/console/audit/exports/{id}/file /api/console/audit/exports/{export}/file
            OWN   POST /api/console/audit/verification
            LIST  GET /api/console/basics/as-of ?kind=POINT&at=2099-01-01T00:00:00
            LIST  GET /api/console/basics/bureau
            OWN   GET /api/console/basics/bureau/seals
            OWN   POST /api/console/basics/bureau/sync
            LIST  GET /api/console/basics/callers
            OWN   POST /api/console/basics/callers - {"appid":"{mark}HIS","name":"夺名","protocol":"open-v1"}
            OWN   GET /api/console/basics/callers/protocols
            NAMED PUT /api/console/basics/callers/{appid} /api/console/basics/callers/{mark}HIS {"name":"夺名","protocol":"open-v1"}
            NAMED POST /api/console/basics/callers/{appid}/key /api/console/basics/callers/{mark}HIS/key
            NAMED POST /api/console/basics/callers/{appid}/start /api/console/basics/callers/{mark}HIS/start
            NAMED POST /api/console/basics/callers/{appid}/stop /api/console/basics/callers/{mark}HIS/stop
            LIST  GET /api/console/basics/campuses
            OWN   POST /api/console/basics/campuses
            NAMED PUT /api/console/basics/campuses/{code} /api/console/basics/campuses/{mark}C1 {"name":"他院"}
            NAMED POST /api/console/basics/campuses/{code}/start /api/console/basics/campuses/{mark}C1/start
            NAMED POST /api/console/basics/campuses/{code}/stop /api/console/basics/campuses/{mark}C1/stop
            LIST  GET /api/console/basics/channels
            OWN   POST /api/console/basics/channels
            NAMED PUT /api/console/basics/channels/{code} /api/console/basics/channels/{mark}CH {"name":"他院渠道","means":"CASH","shownAt":"8","enabled":true}
            NAMED POST /api/console/basics/channels/{code}/start /api/console/basics/channels/{mark}CH/start
            NAMED POST /api/console/basics/channels/{code}/stop /api/console/basics/channels/{mark}CH/stop
            LIST  GET /api/console/basics/forms ?pageSize=200
            OWN   POST /api/console/basics/forms
            NAMED GET /api/console/basics/forms/{id} /api/console/basics/forms/{form}
            NAMED PUT /api/console/basics/forms/{id} /api/console/basics/forms/{form} {"fields":{"name":"改名"}}
            NAMED POST /api/console/basics/forms/{id}/submit /api/console/basics/forms/{form}/submit
            NAMED POST /api/console/basics/forms/{id}/withdraw /api/console/basics/forms/{form}/withdraw
            LIST  GET /api/console/basics/history ?kind=POINT&code={mark}01
            LIST  GET /api/console/basics/history ?kind=CALLER&code={mark}HIS
            LIST  GET /api/console/basics/history ?kind=UNIT&code={unit}
            LIST  GET /api/console/basics/items ?pageSize=200
            OWN   POST /api/console/basics/items
            OWN   GET /api/console/basics/items/categories
            NAMED PUT /api/console/basics/items/{code} /api/console/basics/items/{mark}I2 {"name":"他院项目","kinds":["OUTPATIENT"],"order":"3","enabled":true}
            NAMED POST /api/console/basics/items/{code}/start /api/console/basics/items/{mark}I2/start
            NAMED POST /api/console/basics/items/{code}/stop /api/console/basics/items/{mark}I2/stop
            LIST  GET /api/console/basics/mappings ?pageSize=200
            LIST  GET /api/console/basics/mappings ?caller={mark}HIS&pageSize=200
            NAMED POST /api/console/basics/mappings - {"entries":[{"caller":"{mark}HIS","kind":"PLACE","hisCode":"W77","ourCode":"{mark}01"}]}
            LIST  GET /api/console/basics/mappings/check
            LIST  GET /api/console/basics/mappings/choices ?kind=PLACE
            LEFT_OUT GET /api/console/basics/mappings/reach ?caller={mark}HIS&kind=PLACE&hisCode={mark}W1
            NAMED POST /api/console/basics/mappings/remove - {"caller":"{mark}HIS","kind":"PLACE","hisCode":"{mark}W1"}
            LIST  GET /api/console/basics/points ?pageSize=200
            OWN   POST /api/console/basics/points
            NAMED PUT /api/console/basics/points/{code} /api/console/basics/points/{mark}03 {"name":"他院窗口","form":"WINDOW","kinds":["OUTPATIENT"]}
            LEFT_OUT GET /api/console/basics/points/{code}/mappings /api/console/basics/points/{mark}01/mappings
            NAMED POST /api/console/basics/points/{code}/start /api/console/basics/points/{mark}03/start
            NAMED POST /api/console/basics/points/{code}/stop /api/console/basics/points/{mark}03/stop
            LIST  GET /api/console/basics/sheets/{kind} /api/console/basics/sheets/POINT
            LIST  GET /api/console/basics/sheets/{kind} /api/console/basics/sheets/ITEM
            LIST  GET /api/console/basics/sheets/{kind} /api/console/basics/sheets/CHANNEL
            LIST  GET /api/console/basics/sheets/{kind} /api/console/basics/sheets/CAMPUS
            LIST  GET /api/console/basics/sheets/{kind} /api/console/basics/sheets/MAPPING
            OWN   POST /api/console/basics/sheets/{kind} /api/console/basics/sheets/POINT?mode=CHECK
            LIST  GET /api/console/basics/unit
            LIST  GET /api/console/units
            OWN   POST /api/console/units - {"unit":"{unit}","name":"夺名"}
            NAMED GET /api/console/units/{unit} /api/console/units/{unit}
            NAMED POST /api/console/units/{unit}/accounts /api/console/units/{unit}/accounts {"ending":".x9"}
            NAMED PUT /api/console/units/{unit}/bureau /api/console/units/{unit}/bureau {"url":"http://127.0.0.1:1","key":"x"}
            NAMED POST /api/console/units/{unit}/bureau/sync /api/console/units/{unit}/bureau/sync
            NAMED POST /api/console/units/{unit}/bureau/trial /api/console/units/{unit}/bureau/trial {"url":"http://127.0.0.1:1","key":"x"}
            NAMED PUT /api/console/units/{unit}/signing /api/console/units/{unit}/signing {"url":"http://127.0.0.1:1","keyIndex":1,"pin":"x"}
            NAMED POST /api/console/units/{unit}/signing/trial /api/console/units/{unit}/signing/trial {"url":"http://127.0.0.1:1","keyIndex":1,"pin":"x"}
            NAMED POST /api/console/units/{unit}/start /api/console/units/{unit}/start {"reason":"他院"}
            NAMED POST /api/console/units/{unit}/stop /api/console/units/{unit}/stop {"reason":"他院"}
            LIST  GET /api/console/bills ?from=2020-01-01T00:00:00&pageSize=200
            LIST  GET /api/console/bills ?from=2020-01-01T00:00:00&text={mark}
            LIST  GET /api/console/bills ?from=2020-01-01T00:00:00&point={mark}01
            LIST  GET /api/console/bills/export ?from=2020-01-01T00:00:00
            LEFT_OUT GET /api/console/bills/totals ?from=2020-01-01T00:00:00&text={mark}
            NAMED GET /api/console/bills/{id} /api/console/bills/{bill}
            NAMED GET /api/console/bills/{id}/as-of /api/console/bills/{bill}/as-of?at=2099-01-01T00:00:00
            NAMED GET /api/console/bills/{id}/face/{no}.svg /api/console/bills/{bill}/face/1.svg
            NAMED GET /api/console/bills/{id}/files/{kind} /api/console/bills/{bill}/files/ofd
            NAMED GET /api/console/bills/{id}/files/{kind} /api/console/bills/{bill}/files/xml
            NAMED GET /api/console/bills/{id}/files/{kind} /api/console/bills/{bill}/files/pdf
            LIST  GET /api/console/bookings ?pageSize=200
            NAMED POST /api/console/bookings - {"from":"2020-01-01","until":"2020-01-02","point":"{mark}01"}
            LIST  GET /api/console/bookings/export
            NAMED GET /api/console/bookings/{no}/pdf /api/console/bookings/{bookingSheet}/pdf
            NAMED POST /api/console/bookings/{no}/registration /api/console/bookings/{bookingSheet}/registration {"voucherNo":"记-1","on":"2026-01-01","total":1}
            NAMED POST /api/console/bookings/{no}/withdrawal /api/console/bookings/{bookingSheet}/withdrawal
            NAMED GET /api/console/bills/{id}/payer-booking /api/console/bills/{bill}/payer-booking
            NAMED POST /api/console/bills/{id}/payer-booking /api/console/bills/{third}/payer-booking {"organisation":"某单位","voucher":"记-2","on":"2026-01-01"}
            NAMED POST /api/console/bills/{id}/payer-booking/withdrawal /api/console/bills/{bill}/payer-booking/withdrawal
            NAMED GET /api/console/bills/{id}/paper /api/console/bills/{bill}/paper
            NAMED POST /api/console/bills/{id}/paper /api/console/bills/{third}/paper {"paperCode":"{paper}","point":"{mark}01"}
            NAMED POST /api/console/bills/{id}/prints /api/console/bills/{bill}/prints {"what":"BILL","terminal":"1"}
            NAMED POST /api/console/bills/{id}/reversal /api/console/bills/{third}/reversal {"reason":"重复收费"}
            NAMED POST /api/console/desk/bills - {"key":"他院1","point":"{mark}01","payer":"某人","totalFen":100,"lines":[{"code":"{mark}I1","price":1}]}
            NAMED POST /api/console/bills/{id}/partial-refund /api/console/bills/{third}/partial-refund {"reason":"部分退费","lines":[{"code":"{mark}I1","refundFen":5}]}
            NAMED POST /api/console/bills/{id}/circulation /api/console/bills/{third}/circulation {"reason":"已付清"}
            NAMED GET /api/console/bills/{id}/standing /api/console/bills/{standing}/standing
            LIST  GET /api/console/approvals ?pageSize=100
            NAMED POST /api/console/approvals/{id}/approve /api/console/approvals/{approval}/approve
            NAMED POST /api/console/approvals/{id}/refuse /api/console/approvals/{approval}/refuse {"why":"他院"}
            NAMED POST /api/console/approvals/{id}/withdraw /api/console/approvals/{approval}/withdraw
            LIST  GET /api/console/basics/issuing-policy
            OWN   PUT /api/console/basics/issuing-policy
            OWN   GET /api/console/basics/issuing-policy/effects ?effect=HELD&from=2000-01-01&until=2099-01-01
            OWN   GET /api/console/basics/issuing-policy/effects/counts ?from=2000-01-01&until=2099-01-01
            LIST  GET /api/console/desk/batches ?pageSize=100
            OWN   GET /api/console/desk/batches/template
            OWN   POST /api/console/desk/batches
            NAMED GET /api/console/desk/batches/{id} /api/console/desk/batches/{batch}
            NAMED GET /api/console/desk/batches/{id}/result /api/console/desk/batches/{batch}/result
            LIST  GET /api/console/desk/draft
            OWN   GET /api/console/desk/rules
            OWN   GET /api/console/open-api/account
            LIST  GET /api/console/policy/sso
            OWN   PUT /api/console/policy/sso
            OWN   POST /api/console/policy/sso/check
            LIST  GET /api/console/policy/cas
            OWN   PUT /api/console/policy/cas
            OWN   POST /api/console/policy/cas/check
            LIST  GET /api/console/policy/ldap
            OWN   PUT /api/console/policy/ldap
            OWN   POST /api/console/policy/ldap/check
            NAMED GET /api/console/users/{id}/identities /api/console/users/{user}/identities
            NAMED POST /api/console/users/{id}/identities /api/console/users/{user}/identities {"subject":"某人"}
            NAMED DELETE /api/console/users/{id}/identities/{identity} /api/console/users/{user}/identities/1
            OWN   GET /api/console/me/sso
            OWN   POST /api/console/me/sso
            OWN   POST /api/console/me/sso/begin
            OWN   DELETE /api/console/me/sso
            OWN   PUT /api/console/desk/draft
            OWN   DELETE /api/console/desk/draft
            LIST  GET /api/console/me/lists
            OWN   PUT /api/console/me/lists/{list} /api/console/me/lists/bills
            OWN   PUT /api/console/me/lists/{list}/filters /api/console/me/lists/bills/filters
            OWN   DELETE /api/console/me/lists/{list}/filters /api/console/me/lists/bills/filters?name={mark}常用
            LIST  GET /api/console/search ?text={mark}患者
            LIST  GET /api/console/search ?text={number}
            LIST  GET /api/console/search ?text={voucherNumber}
            LIST  GET /api/console/search ?text={username}
            LIST  GET /api/console/search ?text={paperNumber}
            LIST  GET /api/console/desk/items
            LIST  GET /api/console/home
            OWN   GET /api/console/me
            LIST  GET /api/console/me/settings
            OWN   PUT /api/console/me/settings
            LIST  GET /api/console/forwardings ?pageSize=200
            NAMED POST /api/console/forwardings/{id}/again /api/console/forwardings/{forwarding}/again
            OWN   GET /api/console/payer-page
            OWN   PUT /api/console/payer-page
            LIST  GET /api/console/message-channels
            OWN   PUT /api/console/message-channels/{channel} /api/console/message-channels/SMS
            OWN   POST /api/console/message-channels/{channel}/trial /api/console/message-channels/SMS/trial
            OWN   GET /api/console/me/ways
            OWN   PUT /api/console/me/mail
            OWN   PUT /api/console/me/wechat
            OWN   GET /api/console/me/subscriptions
            OWN   PUT /api/console/me/subscriptions
            OWN   GET /api/console/me/profile
            OWN   GET /api/console/me/delegations
            OWN   POST /api/console/me/delegations
            OWN   DELETE /api/console/me/delegations/{id} /api/console/me/delegations/1
            OWN   PUT /api/console/me/phone
            OWN   GET /api/console/me/devices
            NAMED DELETE /api/console/me/devices/{id} /api/console/me/devices/{device}
            OWN   GET /api/console/me/second-factor
            OWN   POST /api/console/me/second-factor
            OWN   POST /api/console/me/second-factor/offer
            OWN   DELETE /api/console/me/second-factor
            OWN   POST /api/console/password
            LIST  GET /api/console/messages ?pageSize=200
            LIST  GET /api/console/messages ?text={mark}-OUT1
            NAMED GET /api/console/messages/{id} /api/console/messages/{message}
            NAMED POST /api/console/messages/{id}/replay /api/console/messages/{message}/replay
            LIST  GET /api/console/notices ?pageSize=200
            LIST  GET /api/console/notices/announcements ?pageSize=200
            OWN   POST /api/console/notices/announcements
            NOT_ASKED GET /api/console/notices/live a stream of one number, of the own account
            LEFT_OUT POST /api/console/notices/read - {"ids":["{notice}"]}
            OWN   GET /api/console/notices/unread
            NAMED GET /api/console/notices/{id}/receipts /api/console/notices/{notice}/receipts
            LIST  GET /api/console/numbers
            NAMED POST /api/console/numbers/distributions - {"point":"{mark}01","kind":"OUTPATIENT","count":5}
            LIST  GET /api/console/numbers/movements ?pageSize=200
            OWN   POST /api/console/numbers/requests
            LIST  GET /api/console/offline
            OWN   POST /api/console/offline/agents
            NAMED POST /api/console/offline/agents/{code}/revocation /api/console/offline/agents/{agent}/revocation {"reason":"他院吊销"}
            OWN   GET /api/console/offline/bills ?pageSize=200
            OWN   POST /api/console/offline/bills/{code}/{number}/acceptance /api/console/offline/bills/{code}/{number}/acceptance {"reason":"他院认可"}
            OWN   POST /api/console/offline/bills/{code}/{number}/voiding /api/console/offline/bills/{code}/{number}/voiding {"reason":"他院作废"}
            OWN   GET /api/console/offline/blocks ?pageSize=200
            OWN   POST /api/console/offline/blocks/{blockNo}/burning /api/console/offline/blocks/1/burning {"reason":"他院作废"}
            OWN   PUT /api/console/offline/rules/{cause} /api/console/offline/rules/POWER {"windowHours":12,"reportHours":12}
            OWN   POST /api/console/offline/scans
            LIST  GET /api/console/paper ?pageSize=200
            LIST  GET /api/console/paper ?point={mark}01
            LIST  GET /api/console/paper ?text={paperNumber}
            NAMED POST /api/console/paper/blank-voids - {"paperCode":"{paper}","first":"000000080","last":"000000081","point":"{mark}01","reason":"潮湿"}
            LIST  GET /api/console/paper/calibrations
            LEFT_OUT PUT /api/console/paper/calibrations - {"terminal":"{mark}终端","paperCode":"{paper}","right":9,"down":9}
            LIST  GET /api/console/paper/codes
            LIST  GET /api/console/paper/export
            NAMED GET /api/console/paper/test-page.pdf ?terminal=1&paperCode={paper}
            NAMED GET /api/console/paper/{id}/sheet.pdf /api/console/paper/{held}/sheet.pdf
            NAMED POST /api/console/paper/{id}/confirmation /api/console/paper/{held}/confirmation {"terminal":""}
            NAMED POST /api/console/paper/{id}/release /api/console/paper/{held}/release
            NAMED POST /api/console/paper/{id}/replacement /api/console/paper/{held}/replacement {"reason":"卡纸"}
            NAMED POST /api/console/paper/{id}/void /api/console/paper/{sheet}/void {"reason":"卡纸"}
            LIST  GET /api/console/parked ?pageSize=200
            LEFT_OUT POST /api/console/parked/replay-ready
            NAMED POST /api/console/parked/{id}/drop /api/console/parked/{parked}/drop {"reason":"已重新结算"}
            NAMED POST /api/console/parked/{id}/dry-run /api/console/parked/{parked}/dry-run
            NAMED POST /api/console/parked/{id}/replay /api/console/parked/{parked}/replay
            LIST  GET /api/console/points
            OWN   GET /api/console/policy
            OWN   PUT /api/console/policy
            LIST  GET /api/console/prepayments/balances ?pageSize=200
            LIST  GET /api/console/prepayments/balances ?text={mark}ZY1
            LIST  GET /api/console/prepayments/vouchers ?pageSize=200
            NAMED POST /api/console/prepayments/vouchers - {"key":"他院2","payer":"某人","hospitalNo":"1","amountFen":1,"point":"{mark}01"}
            NAMED GET /api/console/prepayments/vouchers/{id} /api/console/prepayments/vouchers/{voucher}
            NAMED POST /api/console/prepayments/vouchers/{id}/refund /api/console/prepayments/vouchers/{voucher}/refund {"key":"他院3","amountFen":1,"reason":"退款"}
            LIST  GET /api/console/roles
            OWN   POST /api/console/roles
            NAMED PUT /api/console/roles/{code} /api/console/roles/{role} {"name":"他院角色","office":"BUSINESS","permissions":[],"version":1}
            NAMED PUT /api/console/roles/{code}/second-factor /api/console/roles/{role}/second-factor {"demanded":false}
            NAMED DELETE /api/console/roles/{code} /api/console/roles/{role}
            LIST  GET /api/console/sign-ins ?pageSize=200
            LIST  GET /api/console/sign-ins ?text={username}
            LIST  GET /api/console/sign-ins/online ?pageSize=200
            NAMED DELETE /api/console/sign-ins/online/{id} /api/console/sign-ins/online/{online}
            OWN   GET /api/console/statistics/check ?from=2026-01-01&until=2026-01-31
            OWN   POST /api/console/statistics/rebuild ?from=2026-01-01&until=2026-01-31
            LIST  GET /api/console/statistics/report ?from=2020-01-01&until=2060-12-31&step=YEAR&by=POINT
            LIST  GET /api/console/statistics/report/export ?from=2020-01-01&until=2060-12-31&step=YEAR&by=POINT
            OWN   GET /api/console/statistics/trend
            LIST  GET /api/console/stock/alerts
            NAMED POST /api/console/stock/alerts/rules - {"subject":"","point":"{mark}01","minCount":1,"minDays":1,"requestDays":0}
            LIST  GET /api/console/stock/balances
            LIST  GET /api/console/stock/balances ?at=2099-01-01T00:00:00
            LIST  GET /api/console/stock/balances/export
            LIST  GET /api/console/stock/certificates
            LEFT_OUT POST /api/console/stock/certificates - {"no":"{mark}证1","region":"夺","validFrom":"2020-01-01","validUntil":"2021-01-01","kinds":[{"subject":"1","perDraw":0,"perYear":0}]}
            LIST  GET /api/console/stock/codes
            LIST  GET /api/console/stock/documents ?pageSize=200
            NAMED POST /api/console/stock/documents - {"type":"DISTRIBUTION","code":"{paper}","count":1,"toPoint":"{mark}02","reason":"夺"}
            LIST  GET /api/console/stock/documents/export
            NAMED GET /api/console/stock/documents/{no} /api/console/stock/documents/{document}
            NAMED POST /api/console/stock/documents/{no}/acts /api/console/stock/documents/{openDocument}/acts {"action":"CANCEL"}
            LIST  GET /api/console/stock/jumps ?code={code}
            LIST  GET /api/console/stock/jumps/export ?code={code}
            LIST  GET /api/console/stock/terms
            NAMED POST /api/console/stock/terms - {"subject":"{paper}","months":1}
            LEFT_OUT POST /api/console/stock/paper-codes - {"code":"{paper}9","name":"夺","kind":"OUTPATIENT","width":9,"stopped":true}
            OWN   GET /api/console/stock/proofs ?pageSize=200
            OWN   POST /api/console/stock/proofs
            LIST  GET /api/console/stock/proofs/dump
            NAMED GET /api/console/stock/proofs/{seq}/file /api/console/stock/proofs/{proof}/file
            LIST  GET /api/console/stock/segments ?pageSize=200
            NAMED GET /api/console/stock/segments/{id}/file /api/console/stock/segments/{segment}/file
            NAMED GET /api/console/stock/where ?code={code}&number={number}
            OWN   GET /api/console/transit ?pageSize=200
            LEFT_OUT POST /api/console/transit/retry - {"billIds":["{bill}"]}
            LEFT_OUT POST /api/console/transit/retry - {"stage":"SIGN"}
            LIST  GET /api/console/usage
            OWN   POST /api/console/usage
            OWN   GET /api/console/usage/draft
            LIST  GET /api/console/usage/export
            LIST  GET /api/console/usage/reports ?pageSize=200
            LIST  GET /api/console/usage/reviews ?pageSize=200
            OWN   POST /api/console/usage/reviews
            NAMED GET /api/console/usage/reviews/{no} /api/console/usage/reviews/{usage}
            NAMED POST /api/console/usage/reviews/{no}/again /api/console/usage/reviews/{usage}/again
            NAMED POST /api/console/usage/reviews/{no}/withdraw /api/console/usage/reviews/{usage}/withdraw {"reason":"测试撤回"}
            NAMED GET /api/console/usage/{no} /api/console/usage/{usage}
            NAMED POST /api/console/usage/{no}/again /api/console/usage/{usage}/again
            NAMED POST /api/console/usage/{no}/withdraw /api/console/usage/{usage}/withdraw {"reason":"测试撤回"}
            LIST  GET /api/console/users ?pageSize=200
            LIST  GET /api/console/users ?text={username}
            OWN   POST /api/console/users
            LIST  GET /api/console/users/places
            NAMED GET /api/console/users/{id} /api/console/users/{user}
            NAMED PUT /api/console/users/{id} /api/console/users/{user} {"displayName":"改名"}
            NAMED GET /api/console/users/{id}/certificates /api/console/users/{user}/certificates
            NAMED POST /api/console/users/{id}/certificates /api/console/users/{user}/certificates {"certificate":"AAAA"}
            NAMED DELETE /api/console/users/{id}/certificates/{certificate} /api/console/users/{user}/certificates/{certificate}
            NAMED POST /api/console/users/{id}/password /api/console/users/{user}/password
            NAMED PUT /api/console/users/{id}/rights /api/console/users/{user}/rights {"roles":[],"reach":"UNIT"}
            NAMED PUT /api/console/users/{id}/rights /api/console/users/{own_user}/rights {"roles":["{role}"],"reach":"UNIT"}
            NAMED PUT /api/console/users/{id}/rights /api/console/users/{own_user}/rights {"roles":["CASHIER"],"reach":"POINT","points":["{mark}01"]}
            NAMED DELETE /api/console/users/{id}/second-factor /api/console/users/{user}/second-factor
            NAMED PUT /api/console/users/{id}/state /api/console/users/{user}/state {"active":false,"reason":"他院停用"}
            NAMED POST /api/console/users/{id}/unlock /api/console/users/{user}/unlock
            OWN   GET /api/console/jobs
            LIST  GET /api/console/files ?pageSize=200
            LIST  GET /api/console/files ?text={mark}
            LIST  GET /api/console/files ?kind=AUDIT_EXPORT
            NAMED GET /api/console/files/given /api/console/files/given?kind=AUDIT_EXPORT&key={export}
            NAMED GET /api/console/files/given /api/console/files/given?kind=BOOKING_SHEET&key={bookingSheet}
            NAMED GET /api/console/files/given /api/console/files/given?kind=NUMBER_SEGMENT&key={segment}
            OWN   GET /api/console/files/kinds
            OWN   GET /api/console/system/caches
            OWN   POST /api/console/system/caches/{name}/forget /api/console/system/caches/access.policies/forget
            OWN   GET /api/console/system/parameters
            OWN   PUT /api/console/system/parameters/{key} /api/console/system/parameters/yipiao.login.tries-per-minute {"value":50}
            OWN   GET /api/console/system/parameters/{key}/history /api/console/system/parameters/yipiao.login.tries-per-minute/history
            OWN   GET /api/console/self-check
            OWN   GET /api/console/weak-passwords
            OWN   GET /api/console/weak-elsewhere
            OWN   POST /api/console/weak-elsewhere/check
            NOT_ASKED POST /api/console/weak-passwords/check hashes every account of the unit; WeakPasswords names them by unit
            NOT_ASKED POST /api/console/login what it answers is of the account that signs in
            NOT_ASKED POST /api/console/login/code what it answers is of the account that signs in
            NOT_ASKED GET /api/console/login/ways settings of the installation
            NOT_ASKED POST /api/console/login/sso what it answers is of the account that signs in
            NOT_ASKED POST /api/console/login/sso/begin an address of the identity provider
            NOT_ASKED POST /api/console/login/directory what it answers is of the account that signs in
            NOT_ASKED POST /api/console/login/certificate what it answers is of the account that signs in
            NOT_ASKED POST /api/console/login/certificate/challenge a random text
            OWN   POST /api/console/logout
            """;

    private static final String OTHERS = """
            NOT_ASKED POST /api/agent/v1/base-data signed by the window's own key, which names its hospital
            NOT_ASKED POST /api/agent/v1/bills signed by the window's own key, which names its hospital
            NOT_ASKED POST /api/agent/v1/blocks signed by the window's own key, which names its hospital
            NOT_ASKED POST /api/agent/v1/enrolments signed by the window's own key, with a code of one hospital
            NOT_ASKED POST /api/agent/v1/heartbeats signed by the window's own key, which names its hospital
            NOT_ASKED POST /api/agent/v1/returns signed by the window's own key, which names its hospital
            NOT_ASKED GET /api/open/v1/bills asked as a business system
            NOT_ASKED POST /api/open/v1/bills/{business} asked as a business system
            NOT_ASKED GET /api/open/v1/bills/{code}/{number} asked as a business system
            NOT_ASKED POST /api/open/v1/bills/{code}/{number}/reversal asked as a business system
            NOT_ASKED GET /api/open/v1/totals asked as a business system
            NOT_ASKED GET /api/payer/bills/{token} whoever holds the link holds the bill
            NOT_ASKED GET /api/payer/bills/{token}/face/{page}.png whoever holds the link holds the bill
            NOT_ASKED GET /api/payer/bills/{token}/face/{page}.svg whoever holds the link holds the bill
            NOT_ASKED GET /api/payer/bills/{token}/files/{format} whoever holds the link holds the bill
            NOT_ASKED POST /api/payer/check whoever knows all five factors holds the bill
            NOT_ASKED GET /api/payer/trust public roots
            NOT_ASKED POST /api/payer/verify looks at the file that was sent
            """;

    private Routes() {}

    static List<Line> console() {
        return lines(CONSOLE);
    }

    static List<Line> others() {
        return lines(OTHERS);
    }

    private static List<Line> lines(String text) {
        var lines = new ArrayList<Line>();
        for (String row : text.lines().toList()) {
            String[] parts = row.strip().split(" +", 5);
            var kind = Kind.valueOf(parts[0]);
            String route = parts[1] + " " + parts[2];
            String path = parts.length > 3 && kind != Kind.NOT_ASKED ? parts[3] : "-";
            String asked = path.equals("-") ? parts[2] : path.startsWith("?") ? parts[2] + path : path;
            String body = parts.length > 4 && kind != Kind.NOT_ASKED ? parts[4] : "";
            lines.add(new Line(kind, route, asked, body));
        }
        return lines;
    }
}
