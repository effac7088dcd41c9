-- Homes may share a database: whose journals a purged run left, by the real path of that home's folder of results.
alter table purged_run add column root varchar(1024);
