-- What a partition was counted to hold when it was planned (`work` is JSON), and what it took. Nanoseconds; `cpu_nanos` are a processor's.
-- `predicted_cost` is in seconds of a processor from now on.
alter table partition_plan add column work text default '' not null;
alter table partition_plan add column ticks bigint;
alter table partition_plan add column instance_days bigint;
alter table partition_plan add column cpu_nanos bigint;
alter table partition_plan add column wall_nanos bigint;
alter table partition_plan add column own_process boolean;

-- What a run was expected to take when it was planned, and what it took. The latter stays null until it has ended, and for a run that
-- several processes have worked on: nobody knows what those that died had taken.
create table run_prediction (
    run_id bigint primary key references run (run_id),
    workers integer not null,
    work text not null,
    cpu_nanos bigint not null,
    wall_nanos bigint not null,
    journal_bytes bigint not null,
    memory_bytes bigint not null,
    basis text not null,
    took_workers integer,
    took_cpu_nanos bigint,
    took_wall_nanos bigint,
    took_run_wall_nanos bigint,
    took_journal_bytes bigint,
    took_memory_bytes bigint
);
