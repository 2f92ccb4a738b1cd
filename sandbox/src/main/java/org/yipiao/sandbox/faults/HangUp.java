package org.yipiao.sandbox.faults;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** 断开 Lets a filter close the caller's connection without a single byte of answer, which the servlet API can not say. */
@Component
class HangUp implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private static final String HOOK = HangUp.class.getName();

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addEngineValves(new Hook());
    }

    /** Closes the connection of this request now; nothing may be written afterwards. */
    static void on(HttpServletRequest request) {
        if (request.getAttribute(HOOK) instanceof Runnable close) {
            close.run();
        }
    }

    private static final class Hook extends ValveBase {
        Hook() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            Runnable close =
                    () -> response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, new IOException("hung up"));
            request.setAttribute(HOOK, close);
            getNext().invoke(request, response);
        }
    }
}
