package org.yipiao.access;

import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.session.jdbc.config.annotation.web.http.EnableJdbcHttpSession;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** 安全设置 Sessions, headers and forged-request protection; the permission of each route is {@link RouteGuard}'s. */
@Configuration(proxyBeanMethods = false)
@EnableJdbcHttpSession(
        tableName = "access.spring_session",
        maxInactiveIntervalInSeconds = Sessions.IDLE_SECONDS,
        // The framework's own clean-up would begin before the tables are there; SessionCleaning does it.
        cleanupCron = Scheduled.CRON_DISABLED)
class SecuritySettings implements WebMvcConfigurer {
    static final String COOKIE = "YIPIAO_SESSION";

    /** Styles stand in elements where the component library and faces put them; scripts never do. */
    static final String CONTENT_POLICY =
            "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
                    + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** The request as a whole is measured; a dozen filters of each request measured one by one cost more than they tell. */
    @Bean
    SecurityObservationSettings noFilterObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    @Order(1)
    SecurityFilterChain console(
            HttpSecurity http, Sessions sessions, CertificateSettings certificates, JsonMapper json) {
        return headers(http.securityMatcher("/api/console/**"), certificates)
                .csrf(CsrfConfigurer::spa)
                .addFilterAfter(new SessionFilter(sessions), CsrfFilter.class)
                .exceptionHandling(faults -> faults.accessDeniedHandler((request, response, denied) ->
                        new Problem(403, "CSRF_TOKEN_MISSING", "请求缺少防伪标记或标记已过期，请刷新页面后重试").write(response, json)))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain others(HttpSecurity http, CertificateSettings certificates) {
        return headers(http, certificates).csrf(AbstractHttpConfigurer::disable).build();
    }

    private static HttpSecurity headers(HttpSecurity http, CertificateSettings certificates) {
        // The key on the person's own computer is asked by the page itself.
        String policy =
                CONTENT_POLICY + (certificates.on() ? "; connect-src 'self' " + certificates.bridgeOrigin() : "");
        return http.headers(headers -> headers.contentSecurityPolicy(allowed -> allowed.policyDirectives(policy))
                        .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(
                                features -> features.policy("camera=(), microphone=(), geolocation=(), payment=()"))
                        .cacheControl(HeadersConfigurer.CacheControlConfig::disable))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(routes -> routes.anyRequest().permitAll());
    }

    /** Accounts are ours; with this the framework makes no default user with a printed password. */
    @Bean
    UserDetailsService noFrameworkUsers() {
        return username -> {
            throw new UsernameNotFoundException("accounts stand in access.account");
        };
    }

    @Bean
    CookieSerializer sessionCookie() {
        var cookie = new DefaultCookieSerializer();
        cookie.setCookieName(COOKIE);
        cookie.setUseHttpOnlyCookie(true);
        cookie.setSameSite("Lax");
        cookie.setCookiePath("/");
        return cookie;
    }

    @Bean
    FilterRegistrationBean<BodyLimit> bodyLimit(JsonMapper json) {
        var limit = new FilterRegistrationBean<>(new BodyLimit(json));
        limit.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return limit;
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(new RouteGuard()).order(Ordered.HIGHEST_PRECEDENCE);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CurrentUserParameter());
    }
}
