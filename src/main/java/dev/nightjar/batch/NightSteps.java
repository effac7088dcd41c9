package dev.nightjar.batch;

import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.run.Mode;
import dev.nightjar.store.PlannedPartition;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.partition.support.AbstractPartitionHandler;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;

/**
 * A run as a job of Spring Batch: prepare, plan, run, aggregate, publish.
 *
 * <p>Steps make their own transactions and can each be done again. Which partitions are done stands in our own tables; a step execution
 * says by its name which partition it is of, and carries nothing else.
 */
final class NightSteps {

    static final String JOB = "night";

    /** In their order. */
    static final List<String> NAMES = List.of("prepare", "plan", "run", "aggregate", "publish");

    private static final String WORK = "work";

    private final Night night;
    private final JobRepository repository;

    NightSteps(Night night, JobRepository repository) {
        this.night = night;
        this.repository = repository;
    }

    Job job() {
        return new JobBuilder(JOB, repository)
                .start(step("prepare", execution -> new PrepareStep(night).run()))
                .next(step("plan", execution -> new PlanStep(night).run()))
                .next(run())
                .next(again("aggregate", execution -> new AggregateStep(night).run()))
                .next(again("publish", execution -> new PublishStep(night).run()))
                .build();
    }

    /** Completed when it has nothing left to do, and asked again after every restart: a journal may have been lost. */
    private Step run() {
        Step work = again(WORK, execution -> new WorkStep(night).run(partition(execution)));
        return new StepBuilder("run", repository)
                .partitioner(WORK, gridSize -> unfinished())
                .partitionHandler(new InOrder(work))
                .allowStartIfComplete(true)
                .build();
    }

    private Map<String, ExecutionContext> unfinished() {
        Map<String, ExecutionContext> partitions = new HashMap<>();
        night.partitions().partitions(night.runId()).stream()
                .filter(partition -> !partition.done())
                .forEach(partition -> partitions.put(partition.name(), new ExecutionContext()));
        return partitions;
    }

    private static String partition(StepExecution execution) {
        return execution.getStepName().substring(WORK.length() + 1);
    }

    private Step step(String name, Consumer<StepExecution> work) {
        return step(name, work, false);
    }

    private Step again(String name, Consumer<StepExecution> work) {
        return step(name, work, true);
    }

    private Step step(String name, Consumer<StepExecution> work, boolean again) {
        return new StepBuilder(name, repository)
                .tasklet(
                        (contribution, chunk) -> {
                            try {
                                night.stop().check();
                                work.accept(contribution.getStepExecution());
                                return RepeatStatus.FINISHED;
                            } catch (RunStoppedException e) {
                                throw new JobInterruptedException(String.valueOf(e.getMessage()));
                            }
                        },
                        // The engine runs for minutes: no transaction is open meanwhile.
                        new ResourcelessTransactionManager())
                .allowStartIfComplete(again)
                .build();
    }

    /** Begins the partitions in the plan's order, as many at a time as the plan says. */
    private final class InOrder extends AbstractPartitionHandler {

        private final Step work;

        InOrder(Step work) {
            this.work = work;
        }

        @Override
        protected Set<StepExecution> doHandle(StepExecution manager, Set<StepExecution> executions) throws Exception {
            List<PlannedPartition> plan = night.partitions().partitions(night.runId());
            Map<String, Integer> positions = new HashMap<>();
            plan.forEach(partition -> positions.put(partition.name(), partition.position()));
            List<StepExecution> ordered = executions.stream()
                    .sorted(Comparator.comparing(execution -> positions.getOrDefault(partition(execution), 0)))
                    .toList();
            boolean paced = night.settings().mode() == Mode.LIVE_SIMULATION;
            if (!paced) {
                night.work().begin(plan);
            }
            ExecutorService threads = Executors.newFixedThreadPool(night.workers(), work -> {
                Thread thread = new Thread(work, "partition");
                thread.setDaemon(true);
                return thread;
            });
            try {
                List<Future<?>> futures = new java.util.ArrayList<>();
                for (StepExecution execution : ordered) {
                    futures.add(threads.submit(() -> execute(execution, paced)));
                }
                awaitAll(futures);
                night.endProcesses();
            } finally {
                threads.shutdownNow();
                night.progress().end();
            }
            return new HashSet<>(executions);
        }

        private void execute(StepExecution execution, boolean paced) {
            try {
                work.execute(execution);
            } catch (JobInterruptedException e) {
                // Stands in the execution's status.
            }
            if (!paced) {
                night.work().ended(partition(execution));
            }
        }

        /** Whatever becomes of one, the others are not left running, nor interrupted while they write. */
        private void awaitAll(List<Future<?>> futures) throws Exception {
            @Nullable Exception first = null;
            for (Future<?> future : futures) {
                try {
                    future.get();
                } catch (ExecutionException e) {
                    Exception own = e.getCause() instanceof Exception cause ? cause : e;
                    if (first == null) {
                        first = own;
                    }
                }
            }
            if (first != null) {
                throw first;
            }
        }
    }
}
