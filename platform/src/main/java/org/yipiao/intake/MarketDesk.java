package org.yipiao.intake;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.Callers;
import org.yipiao.masterdata.Callers.Caller;

/**
 * 前台 Takes one message of the market protocol and always answers it in a signed envelope: keep it, check who signed it,
 * call the method.
 */
@Component
class MarketDesk {
    private static final int METHOD_LENGTH_MAX = 100;
    private static final int TEXT_LENGTH_MAX = 4_000;

    private static final Logger log = LoggerFactory.getLogger(MarketDesk.class);

    private final MessageLog messages;
    private final Callers callers;
    private final MarketMethods methods;
    private final CallCodes codes;
    private final CodeCounter counter;
    private final Parking parking;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    MarketDesk(
            MessageLog messages,
            Callers callers,
            MarketMethods methods,
            CallCodes codes,
            CodeCounter counter,
            Parking parking,
            InstantSource clock) {
        this.messages = messages;
        this.callers = callers;
        this.methods = methods;
        this.codes = codes;
        this.counter = counter;
        this.parking = parking;
        this.clock = clock;
    }

    /** @return the bytes of the answer's JSON */
    byte[] answer(String path, byte[] body, String remote) {
        String method = method(path);
        Instant now = clock.instant();
        var message = new RawMessage(RawMessage.idAt(now, random), now, remote, method, body);
        try {
            messages.keep(message);
        } catch (Refusal refusal) {
            return Handled.unread(Reply.of(refusal)).answer(noise());
        }
        return handle(message, "").answer(noise());
    }

    /** Refuses before anything could be kept, such as a body beyond the limit. */
    byte[] refusal(String text) {
        return Handled.unread(Reply.of(Refusal.general(text))).answer(noise());
    }

    /** 重放 Handles a kept message again; safe, because a settlement makes one bill however often it comes. */
    Reply replay(RawMessage message, String by) {
        return handle(message, by).reply();
    }

    /** What is needed to answer, filled in as far as the message could be understood. */
    private record Handled(
            Reply reply, String appid, @Nullable Caller caller, Charset charset, String busNo) {
        static Handled unread(Reply reply) {
            return new Handled(reply, "", null, StandardCharsets.UTF_8, "");
        }

        byte[] answer(String noise) {
            return Envelope.answer(appid, caller == null ? "" : caller.key(), noise, reply, charset);
        }
    }

    private Handled handle(RawMessage message, String replayedBy) {
        Instant begun = clock.instant();
        var handled = understood(message, replayedBy);
        Instant done = clock.instant();
        var caller = handled.caller();
        var reply = handled.reply();
        messages.outcome(new MessageOutcome(
                message.id(),
                done,
                caller == null ? "" : caller.unit().value(),
                shortened(handled.appid(), METHOD_LENGTH_MAX),
                message.method(),
                shortened(handled.busNo(), METHOD_LENGTH_MAX),
                reply.result(),
                reply.isSuccess() ? "" : shortened(reply.message(), TEXT_LENGTH_MAX),
                reply.message(),
                Math.clamp(Duration.between(begun, done).toMillis(), 0, Integer.MAX_VALUE),
                replayedBy));
        return handled;
    }

    private Handled understood(RawMessage message, String replayedBy) {
        String appid = "";
        Caller caller = null;
        Charset charset = StandardCharsets.UTF_8;
        String busNo = "";
        Set<CallCodes.Code> called = Set.of();
        try {
            var envelope = Envelope.read(message.body());
            appid = envelope.appid();
            caller = callers.find(appid).orElse(null);
            if (caller == null) {
                throw Refusal.general("应用帐号(appid)不存在；请核对平台分配的应用帐号");
            }
            if (!envelope.signedBy(caller)) {
                throw Refusal.general("签名(sign)错误；请核对签名私钥和拼接顺序 appid、data、noise、key、version");
            }
            if (!caller.enabled()) {
                throw Refusal.general("应用帐号(appid)已停用；请联系信息科");
            }
            var content = envelope.content();
            charset = content.charset();
            busNo = content.fields().text("busNo");
            called = codes.of(message.method(), content.fields(), caller);
            counter.note(caller, called);
            return new Handled(methods.call(message.method(), content.fields(), caller), appid, caller, charset, busNo);
        } catch (Refusal refusal) {
            var refused = Reply.of(refusal);
            var reply = caller != null && replayedBy.isEmpty()
                    ? parking.park(message, caller, busNo, called, refused)
                    : refused;
            return new Handled(reply, appid, caller, charset, busNo);
        } catch (RuntimeException e) {
            log.error("Message {} to {} failed", message.id(), message.method(), e);
            var reply = Reply.of(Refusal.general("系统内部错误，编号" + message.id() + "；请稍后用同一业务流水号重试，仍失败请联系信息科"));
            return new Handled(reply, appid, caller, charset, busNo);
        }
    }

    /** Two clients hold method names with a space behind. */
    private static String method(String path) {
        String method = path.replaceAll("\\p{Cntrl}", "").strip();
        return shortened(method, METHOD_LENGTH_MAX);
    }

    private static String shortened(String text, int max) {
        String clean = text.indexOf('\0') < 0 ? text : text.replace("\0", "");
        return clean.length() <= max ? clean : clean.substring(0, max);
    }

    /** Has to be new each time, not secret. */
    private static String noise() {
        var bytes = new byte[16];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
