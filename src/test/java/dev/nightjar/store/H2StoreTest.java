package dev.nightjar.store;

import org.junit.jupiter.api.AfterAll;

class H2StoreTest extends StoreContract {

    private static final Database DATABASE = Database.own(
            java.nio.file.Path.of("."),
            new DatabaseAccess("jdbc:h2:mem:store;DB_CLOSE_DELAY=-1", null, null),
            4,
            said -> {});

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Override
    Database database() {
        return DATABASE;
    }
}
