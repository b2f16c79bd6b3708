package dev.carillon.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop table requests",
                "ALTER TABLE inbox\n  DROP COLUMN title",
                "alter table inbox rename column title to heading",
                "alter table inbox rename to rows",
                "alter table inbox alter column seq type text",
                "alter table inbox alter column seq set data type text",
                "alter table inbox alter column title set not null",
                "alter table inbox add column size int not null",
                "alter table inbox add constraint one unique (recipient)",
                "create unique index one on inbox (recipient)",
                "create table fresh (id int); drop table old",
            })
    void refusesWhatThePreviousReleaseCannotRunOn(String sql) {
        assertThat(MigrationRules.faults("V9__x.sql", sql)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table fresh (id int not null unique, name text not null)",
                "alter table inbox add column size int",
                "alter table inbox add column size int not null default 0",
                "create index concurrently by_size on inbox (size)",
                "drop index by_size",
                "-- rename the column later; drop table comes then\ncreate table fresh (id int)",
                "create function f() returns int language sql as $$ select 1; drop table x; $$",
                "-- contract: 0.3 no longer reads it\nalter table inbox drop column title",
            })
    void allowsWhatOnlyExpandsAndWhatIsNoLongerUsed(String sql) {
        assertThat(MigrationRules.faults("V9__x.sql", sql)).isEmpty();
    }

    @Test
    void aMarkedStatementExcusesNoOther() {
        assertThat(
                        MigrationRules.faults(
                                "V9__x.sql",
                                "-- contract: 0.3 no longer reads it\ndrop table a;\ndrop table b;"))
                .singleElement()
                .asString()
                .contains("drop table b");
    }
}
