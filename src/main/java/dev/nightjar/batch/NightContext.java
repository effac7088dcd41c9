package dev.nightjar.batch;

import dev.nightjar.store.Database;
import java.util.Objects;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.launch.support.JobOperatorFactoryBean;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.transaction.annotation.Isolation;

/**
 * Spring Batch over a database that is open already, put together by hand: a context that finds out by itself what it needs takes ten
 * times as long, for the two objects there are.
 */
record NightContext(JobRepository repository, JobOperator operator) {

    static NightContext start(Database database) {
        try {
            JdbcJobRepositoryFactoryBean repositories = new JdbcJobRepositoryFactoryBean();
            repositories.setDataSource(database.dataSource());
            repositories.setTransactionManager(database.transactionManager());
            repositories.setIsolationLevelForCreateEnum(Isolation.READ_COMMITTED);
            repositories.afterPropertiesSet();
            JobRepository repository = Objects.requireNonNull(repositories.getObject());
            JobOperatorFactoryBean operators = new JobOperatorFactoryBean();
            operators.setJobRepository(repository);
            operators.setJobRegistry(new MapJobRegistry());
            operators.setTransactionManager(database.transactionManager());
            operators.afterPropertiesSet();
            return new NightContext(repository, Objects.requireNonNull(operators.getObject()));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("Spring Batch cannot be started: " + e.getMessage(), e);
        }
    }
}
