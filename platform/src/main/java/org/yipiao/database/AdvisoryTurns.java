package org.yipiao.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Refused;

/**
 * {@link Turns} by PostgreSQL's advisory locks of a session. The session is a connection of the pool that does nothing else
 * meanwhile and has no transaction open, so the work may call other parties for as long as it takes.
 */
@Component
class AdvisoryTurns implements Turns {
    private static final String WAIT_MAX = "60s";
    /** lock_not_available */
    private static final String WAITED_TOO_LONG = "55P03";

    private static final Logger log = LoggerFactory.getLogger(AdvisoryTurns.class);

    private final DataSource source;

    AdvisoryTurns(DataSource source) {
        this.source = source;
    }

    @Override
    public boolean alone(String work, Runnable run) {
        try (var connection = source.getConnection()) {
            if (!ask(connection, "select pg_try_advisory_lock(hashtextextended(?, 0))", work)) {
                return false;
            }
            try {
                run.run();
                return true;
            } finally {
                giveBack(connection, work);
            }
        } catch (SQLException e) {
            throw away(work, e);
        }
    }

    @Override
    public <T> T inTurn(String work, Supplier<T> run) {
        try (var connection = source.getConnection()) {
            await(connection, work);
            try {
                return run.get();
            } finally {
                giveBack(connection, work);
            }
        } catch (SQLException e) {
            throw away(work, e);
        }
    }

    private static void await(Connection connection, String work) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set lock_timeout = '" + WAIT_MAX + "'");
            try {
                ask(connection, "select pg_advisory_lock(hashtextextended(?, 0)) is not null", work);
            } catch (SQLException e) {
                if (WAITED_TOO_LONG.equals(e.getSQLState())) {
                    throw new Refused(409, "BUSY_ELSEWHERE", "另一处正在进行同一工作，请稍后重试");
                }
                throw e;
            } finally {
                statement.execute("reset lock_timeout");
            }
        }
    }

    /** A connection that broke has given the turn back by itself. */
    private static void giveBack(Connection connection, String work) {
        try {
            ask(connection, "select pg_advisory_unlock(hashtextextended(?, 0))", work);
        } catch (SQLException e) {
            log.warn("The turn of {} ended with its connection: {}", work, e.getMessage());
        }
    }

    private static boolean ask(Connection connection, String sql, String work) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, work);
            try (var result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }

    private static DataAccessResourceFailureException away(String work, SQLException e) {
        return new DataAccessResourceFailureException("no turn for " + work, e);
    }
}
