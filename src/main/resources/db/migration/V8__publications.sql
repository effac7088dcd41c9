-- What a run published, so that it can be verified and made again: where, when, as its files say it, and the SHA-256 of the night's own
-- files (a JSON object by name). Each strategy's `run.json` has the hashes of the files beside it, so its own is enough for the folder.
create table publication (
    run_id bigint primary key references run (run_id),
    root varchar(1024) not null,
    folder varchar(512) not null,
    finished_at timestamp with time zone not null,
    nightjar_version varchar(64) not null,
    files text not null
);
alter table instance_result add column run_file_sha256 varchar(64);

-- The days that purged runs covered: what has been run is not run again because nobody remembers it.
create table purged_day (
    queue varchar(128) not null,
    trading_day date not null,
    primary key (queue, trading_day)
);

-- Runs whose rows are gone and whose journals may still be there.
create table purged_run (
    queue varchar(128) not null,
    run bigint not null,
    purged_at timestamp with time zone not null,
    primary key (queue, run)
);
