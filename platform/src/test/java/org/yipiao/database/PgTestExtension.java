package org.yipiao.database;

import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Gives a test class its database and takes it away afterwards. */
final class PgTestExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(PgTestExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestDatabase.class || type == DataSource.class || type == JdbcClient.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var database = context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(
                        outermost(context.getRequiredTestClass()), type -> TestDatabase.fresh(), TestDatabase.class);
        Class<?> type = parameter.getParameter().getType();
        if (type == TestDatabase.class) {
            return database;
        }
        return type == DataSource.class ? database.dataSource() : database.jdbc();
    }

    private static Class<?> outermost(Class<?> type) {
        Class<?> outer = type;
        while (outer.getEnclosingClass() != null) {
            outer = outer.getEnclosingClass();
        }
        return outer;
    }
}
