package dev.nightjar.batch;

import dev.nightjar.store.Database;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;

/** Spring, as little of it as Spring Batch needs, over a database that is open already. */
final class NightContext implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private NightContext(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static NightContext start(Database database, Stop stop) {
        SpringApplication application = new SpringApplication(Configuration.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setAddCommandLineProperties(false);
        application.setDefaultProperties(Map.of(
                "spring.batch.job.enabled", "false",
                "spring.batch.jdbc.initialize-schema", "never",
                "spring.batch.jdbc.isolation-level-for-create", "read_committed",
                "spring.lifecycle.timeout-per-shutdown-phase", "60s"));
        application.addInitializers(starting -> {
            GenericApplicationContext beans = (GenericApplicationContext) starting;
            // Closed by whoever opened the database, after everything else.
            beans.registerBean(
                    DataSource.class, database::dataSource, definition -> definition.setDestroyMethodName(""));
            beans.registerBean(PlatformTransactionManager.class, database::transactionManager);
            beans.registerBean(StopFirst.class, () -> new StopFirst(stop));
        });
        return new NightContext(application.run());
    }

    JobRepository repository() {
        return context.getBean(JobRepository.class);
    }

    JobOperator operator() {
        return context.getBean(JobOperator.class);
    }

    @Override
    public void close() {
        context.close();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration(BatchJdbcAutoConfiguration.class)
    static class Configuration {}

    /**
     * When the process is asked to end, the run ends first, and everything it uses after it. Spring Batch's own shutdown hook runs
     * beside that of the context and loses the race for the database.
     */
    private static final class StopFirst implements SmartLifecycle {

        private final Stop stop;
        private volatile boolean running;

        StopFirst(Stop stop) {
            this.stop = stop;
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            stop.requestByProcess();
            try {
                stop.awaitEnd();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return Integer.MAX_VALUE;
        }
    }
}
