package org.yipiao.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two instances are two objects on one database: what keeps them apart is the database alone. */
@PgTest
class TurnsPgTest {
    private final TestDatabase database;
    private final Turns first;
    private final Turns second;
    private final List<String> done = new ArrayList<>();

    TurnsPgTest(TestDatabase database) {
        this.database = database;
        this.first = database.turns();
        this.second = database.turns();
    }

    @Test
    void what_one_instance_is_doing_another_leaves_alone() {
        boolean mine = first.alone("a", () -> {
            done.add("first");
            assertThat(second.alone("a", () -> done.add("second"))).isFalse();
            assertThat(second.alone("b", () -> done.add("other work"))).isTrue();
        });
        assertThat(mine).isTrue();
        assertThat(done).containsExactly("first", "other work");
        assertThat(second.alone("a", () -> done.add("afterwards"))).isTrue();
    }

    @Test
    void who_waits_for_a_turn_works_after_the_other() throws Exception {
        var working = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(2)) {
            var one = threads.submit(() -> first.inTurn("a", () -> {
                working.countDown();
                await(goOn);
                return done.add("first");
            }));
            await(working);
            var two = threads.submit(() -> second.inTurn("a", () -> done.add("second")));
            untilSomebodyWaits();
            goOn.countDown();
            one.get(20, TimeUnit.SECONDS);
            two.get(20, TimeUnit.SECONDS);
        }
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void a_turn_ends_with_a_fault_too_and_with_the_connection_of_an_instance_that_was_killed() {
        assertThatThrownBy(() -> first.alone("a", () -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        boolean mine = first.alone("a", () -> {
            database.jdbc().sql("""
                            select pg_terminate_backend(pid)
                              from pg_locks
                             where locktype = 'advisory'
                               and database = (select oid from pg_database where datname = current_database())
                            """).query(Boolean.class).list();
            assertThat(second.inTurn("a", () -> done.add("second"))).isTrue();
        });
        assertThat(mine).isTrue();
        assertThat(done).containsExactly("second");
    }

    private void untilSomebodyWaits() {
        boolean waits = false;
        for (long until = System.nanoTime() + 20_000_000_000L; !waits && System.nanoTime() < until; ) {
            waits = database.jdbc().sql("""
                            select exists (select 1
                                             from pg_locks
                                            where locktype = 'advisory'
                                              and not granted
                                              and database = (select oid from pg_database where datname = current_database()))
                            """).query(Boolean.class).single();
        }
        assertThat(waits).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
